import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import { type OrgState, timestamp } from '../state.js';

const path = '/api/v1/org/factors/yubikey_token/tokens';

/** YubiKeys of the org. */
export const resource: Resource = { scope: 'okta.users', serve };

function serve(routes: Routes, state: OrgState): void {
  routes.list(`GET ${path}`, {}, () => {
    const at = timestamp(state);
    const self = `${state.url()}${path}/ykk0a1b2c3d4e5f60r7`;
    return {
      body: [
        {
          id: 'ykk0a1b2c3d4e5f60r7',
          created: at,
          lastUpdated: at,
          status: 'UNASSIGNED',
          profile: { serial: '000001' },
          _links: { self: link(self, 'GET', 'DELETE') },
        },
      ],
    };
  });
}
