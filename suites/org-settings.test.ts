import { suite } from '../src/suite/index.js';
import type { FixtureSpec } from '../src/suite/plan.js';
import type { Json, OperationId } from '../src/words.js';

type Thing = { [key: string]: Json };

/** Whether a switch is on. Where the org does not say it, nothing is changed: it could not be put back. */
function isOn(object: Thing, name: string): boolean {
  const value = object[name];
  if (typeof value !== 'boolean') throw new TypeError(`${name} is not a boolean`);
  return value;
}

function domains({ object }: { object: Thing }): Json[] {
  if (!Array.isArray(object.domains)) throw new TypeError('domains is not a list');
  return object.domains;
}

/** A switch that is the other way round for a moment. */
const flipped = (operation: OperationId, name: string): FixtureSpec => ({
  parameter: name,
  make: { operation, changes: true, body: ({ object }) => ({ [name]: !isOn(object, name) }) },
  remove: [{ operation, body: ({ object }) => ({ [name]: isOn(object, name) }) }],
});

suite('org-settings', ({ call, fixture }) => {
  const switches: [string, path: `/${string}`, method: string][] = [
    ['autoAssignAdminAppSetting', '/api/v1/org/settings/autoAssignAdminAppSetting', 'POST'],
    [
      'desktopMFAEnforceNumberMatchingChallengeEnabled',
      '/device-access/api/v1/desktop-mfa/enforce-number-matching-challenge-settings',
      'PUT',
    ],
  ];
  for (const [name, path, method] of switches) {
    const setting = fixture({ parameter: name, found: { operation: `GET ${path}`, one: true } });
    const other = fixture({ ...flipped(`${method} ${path}`, name), in: [setting] });
    call(`GET ${path}`, { on: other });
  }

  const settings = '/okta-personal-settings/api/v1';
  const blocked = fixture({
    parameter: 'blocklists',
    found: { operation: `GET ${settings}/export-blocklists`, one: true },
  });
  const longer = fixture({
    parameter: 'blocklists',
    make: {
      operation: `PUT ${settings}/export-blocklists`,
      changes: true,
      body: (context) => ({ domains: [...domains(context), 'okta-contracts.example.com'] }),
    },
    remove: [{ operation: `PUT ${settings}/export-blocklists`, body: (context) => ({ domains: domains(context) }) }],
    in: [blocked],
  });
  call(`GET ${settings}/export-blocklists`, { on: longer });
  // What was set before cannot be read.
  call(`PUT ${settings}/edit-feature`, {
    tier: 'org',
    onlyNamed: true,
    body: () => ({ enableEnduserEntryPoints: true, enableExportApps: true }),
  });
});
