import { invalid } from '../errors.js';
import type { Resource, Routes } from '../resource.js';

const path = '/attack-protection/api/v1';

/** Settings against guessed passwords. */
export const resource: Resource = { scope: 'okta.orgs', serve };

function serve(routes: Routes): void {
  // The documents state a list for GET, but real orgs return the object.
  const setting = (way: string, key: string): void => {
    let isOn = false;
    const present = () => ({ body: { [key]: isOn } });
    routes.on(`GET ${way}`, present);
    routes.on(`PUT ${way}`, ({ body }) => {
      const value = body[key];
      if (typeof value !== 'boolean') throw invalid(key, `${key}: must be true or false.`);
      isOn = value;
      return present();
    });
  };
  setting(`${path}/authenticator-settings`, 'verifyKnowledgeSecondWhen2faRequired');
  setting(`${path}/user-lockout-settings`, 'preventBruteForceLockoutFromUnknownDevices');
}
