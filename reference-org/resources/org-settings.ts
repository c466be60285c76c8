import { invalid } from '../errors.js';
import type { Resource, RouteOptions, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

/** Settings of the whole org. */
export const resource: Resource = { scope: 'okta.orgs', serve };

function serve(routes: Routes, state: OrgState): void {
  const toggle = (way: string, method: string, key: string, options: RouteOptions = {}): void => {
    let isOn = false;
    routes.on(`GET ${way}`, () => ({ body: { [key]: isOn } }), options);
    routes.on(
      `${method} ${way}`,
      ({ body }) => {
        const value = body[key];
        if (typeof value !== 'boolean') throw invalid(key, `${key}: must be true or false.`);
        isOn = value;
        return { body: { [key]: isOn } };
      },
      options,
    );
  };
  const desktop = '/device-access/api/v1/desktop-mfa';
  toggle('/api/v1/org/settings/autoAssignAdminAppSetting', 'POST', 'autoAssignAdminAppSetting', {
    isNew: true,
    feature: 'admin-app-assignment',
  });
  toggle(
    `${desktop}/enforce-number-matching-challenge-settings`,
    'PUT',
    'desktopMFAEnforceNumberMatchingChallengeEnabled',
    { isNew: true, until: '2025.10.0', feature: 'desktop-mfa' },
  );
  toggle(`${desktop}/recovery-pin-settings`, 'PUT', 'desktopMFARecoveryPinEnabled', {
    until: '2025.10.0',
    feature: 'desktop-mfa',
  });
  toggle('/api/v1/org/orgSettings/thirdPartyAdminSetting', 'POST', 'thirdPartyAdmin');

  // Whether a new service app gets the role of a super administrator.
  const privileges = '/api/v1/org/settings/clientPrivilegesSetting';
  const clientPrivileges = () => ({ body: { clientPrivilegesSetting: state.settings.clientPrivileges } });
  routes.on(`GET ${privileges}`, clientPrivileges);
  routes.on(`PUT ${privileges}`, ({ body }) => {
    if (typeof body.clientPrivilegesSetting !== 'boolean')
      throw invalid('clientPrivilegesSetting', 'clientPrivilegesSetting: must be true or false.');
    state.settings.clientPrivileges = body.clientPrivilegesSetting;
    return clientPrivileges();
  });

  const personal = { scope: 'okta.personal.adminSettings', isNew: true, feature: 'personal-settings' };
  const path = '/okta-personal-settings/api/v1';
  let domains: JsonObject = { domains: ['blocked.example.com'] };
  routes.on(`PUT ${path}/edit-feature`, () => ({ status: 204 }), personal);
  routes.on(`GET ${path}/export-blocklists`, () => ({ body: domains }), personal);
  routes.on(
    `PUT ${path}/export-blocklists`,
    ({ body }) => {
      if (!Array.isArray(body.domains)) throw invalid('domains', 'domains: must be a list.');
      domains = { domains: body.domains };
      return { status: 204 };
    },
    personal,
  );
}
