import { invalid } from '../errors.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../state.js';

const path = '/api/v1/threats/configuration';

/** How the org treats requests from suspicious addresses. */
export const resource: Resource = { scope: 'okta.threatInsights', serve };

function serve(routes: Routes, state: OrgState): void {
  const now = timestamp(state);
  const configuration: JsonObject = { action: 'audit', excludeZones: [], created: now, lastUpdated: now };
  const present = () => ({
    body: { ...configuration, _links: { self: link(state.url() + path, 'GET', 'POST') } },
  });
  routes.on(`GET ${path}`, present);
  routes.on(`POST ${path}`, ({ body: { action = '', excludeZones = [] } }) => {
    if (!['none', 'audit', 'block'].includes(String(action)))
      throw invalid('action', 'action: The value is not known.');
    Object.assign(configuration, { action, excludeZones, lastUpdated: timestamp(state) });
    return present();
  });
}
