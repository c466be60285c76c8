import { firstMissing } from '../bodies.js';
import { invalid } from '../errors.js';
import { link } from '../links.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/org/factors/yubikey_token/tokens';

/** YubiKeys of the org. */
export const resource: Resource = { scope: 'okta.users', serve };

function serve(routes: Routes, state: OrgState): void {
  const tokens = repositoryOf(state, 'yubikeyTokens', { idPrefix: 'ykk', type: 'YubikeyToken' });
  const make = (serial: string): JsonObject => tokens.add({ status: 'UNASSIGNED', profile: { serial } });
  const present = (token: JsonObject): JsonObject => ({
    ...token,
    _links: { self: link(`${state.url()}${path}/${token.id}`, 'GET', 'DELETE') },
  });
  routes.list(`GET ${path}`, {}, () => ({ body: tokens.list().map(present) }));
  routes.on(`POST ${path}`, ({ body }) => {
    const missing = firstMissing(body, 'serialNumber', 'publicId', 'privateId', 'aesKey');
    if (missing) throw invalid(missing, `${missing}: The field cannot be left blank`);
    return { body: present(make(String(body.serialNumber))) };
  });
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(tokens.get(ids[0])) }));
  make('000001');
}
