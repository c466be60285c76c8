import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';

/** The value of a setting. Throws if the response does not contain it, because it cannot be written back. */
function readable(object: { [key: string]: Json }, name: string): Json {
  const value = object[name];
  if (typeof value !== 'boolean' && !Array.isArray(value)) throw new TypeError(`${name} cannot be read`);
  return value;
}

suite('org-settings', ({ call, fixture, reads }) => {
  const settings = '/okta-personal-settings/api/v1';
  const all: [path: `/${string}`, method: string, name: string][] = [
    ['/api/v1/org/settings/autoAssignAdminAppSetting', 'POST', 'autoAssignAdminAppSetting'],
    [
      '/device-access/api/v1/desktop-mfa/enforce-number-matching-challenge-settings',
      'PUT',
      'desktopMFAEnforceNumberMatchingChallengeEnabled',
    ],
    ['/device-access/api/v1/desktop-mfa/recovery-pin-settings', 'PUT', 'desktopMFARecoveryPinEnabled'],
    ['/api/v1/org/orgSettings/thirdPartyAdminSetting', 'POST', 'thirdPartyAdmin'],
    [`${settings}/export-blocklists`, 'PUT', 'domains'],
  ];
  // Each setting is written with the value that was read just before: another value would take effect for the whole org.
  for (const [path, method, name] of all) {
    const setting = fixture({ parameter: name, found: { operation: `GET ${path}`, one: true } });
    call(`${method} ${path}`, {
      on: setting,
      tier: 'org',
      rereads: `GET ${path}`,
      body: ({ object }) => ({ [name]: readable(object, name) }),
    });
    call(`GET ${path}`, { on: setting });
  }

  // It decides whether new client apps become super administrators, so it is sent only if it is named.
  const privileges = '/api/v1/org/settings/clientPrivilegesSetting';
  const clients = fixture({ parameter: 'clientPrivileges', found: { operation: `GET ${privileges}`, one: true } });
  call(`PUT ${privileges}`, {
    on: clients,
    tier: 'org',
    onlyNamed: true,
    rereads: `GET ${privileges}`,
    body: ({ object }) => ({ clientPrivilegesSetting: readable(object, 'clientPrivilegesSetting') }),
  });

  // The current value cannot be read, so it cannot be restored.
  call(`PUT ${settings}/edit-feature`, {
    tier: 'org',
    onlyNamed: true,
    body: () => ({ enableEnduserEntryPoints: true, enableExportApps: true }),
  });
  reads();
});
