import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import type { OrgState } from '../state.js';

const path = '/api/v1/bot-protection/configuration';

/** How the org treats requests of bots. */
export const resource: Resource = {
  scope: 'okta.botProtection',
  since: '2026.03.0',
  feature: 'bot-protection',
  serve,
};

function serve(routes: Routes, state: OrgState): void {
  routes.on(`GET ${path}`, () => ({
    body: {
      level: 'LOW',
      mode: 'LOG_ONLY',
      supportedFlows: ['SIGN_IN', 'SSR', 'SSPR'],
      _links: { self: link(`${state.url()}${path}`, 'GET', 'POST') },
    },
  }));
}
