import { suite } from '../src/suite/index.js';
import type { Json } from '../src/words.js';

suite('org-settings', ({ call, fixture }) => {
  const settings = '/okta-personal-settings/api/v1';
  const all: [path: `/${string}`, method: string, name: string, unset: Json][] = [
    ['/api/v1/org/settings/autoAssignAdminAppSetting', 'POST', 'autoAssignAdminAppSetting', false],
    [
      '/device-access/api/v1/desktop-mfa/enforce-number-matching-challenge-settings',
      'PUT',
      'desktopMFAEnforceNumberMatchingChallengeEnabled',
      false,
    ],
    [`${settings}/export-blocklists`, 'PUT', 'domains', []],
  ];
  // Each setting is written with the value that was read just before: another value would take effect for the whole org.
  for (const [path, method, name, unset] of all) {
    const setting = fixture({ parameter: name, found: { operation: `GET ${path}`, one: true } });
    call(`${method} ${path}`, {
      on: setting,
      tier: 'org',
      body: ({ object }) => ({ [name]: object[name] ?? unset }),
    });
    call(`GET ${path}`, { on: setting });
  }

  // The current value cannot be read, so it cannot be restored.
  call(`PUT ${settings}/edit-feature`, {
    tier: 'org',
    onlyNamed: true,
    body: () => ({ enableEnduserEntryPoints: true, enableExportApps: true }),
  });
});
