import { invalid, notFound } from '../errors.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/first-party-app-settings/{app}';
/** The largest values; the smallest is five minutes. */
const most = { sessionIdleTimeoutMinutes: 720, sessionMaxLifetimeMinutes: 10_080 };

/** Settings of apps that Okta provides. Only the Admin Console has any. */
export const resource: Resource = { scope: 'okta.apps', serve };

function serve(routes: Routes, _state: OrgState): void {
  let settings: JsonObject = { sessionIdleTimeoutMinutes: 15, sessionMaxLifetimeMinutes: 720 };
  const requireConsole = (name = ''): void => {
    if (name !== 'admin-console') throw notFound(name, 'FirstPartyApp');
  };
  routes.on(`GET ${path}`, ({ ids }) => {
    requireConsole(ids[0]);
    return { body: settings };
  });
  routes.on(`PUT ${path}`, ({ ids, body }) => {
    requireConsole(ids[0]);
    for (const [name, largest] of Object.entries(most)) {
      const value = body[name] ?? settings[name];
      if (!Number.isInteger(value) || Number(value) < 5 || Number(value) > largest)
        throw invalid(name, `${name}: The value must be from 5 to ${largest}.`);
      settings = { ...settings, [name]: value ?? null };
    }
    return { body: settings };
  });
}
