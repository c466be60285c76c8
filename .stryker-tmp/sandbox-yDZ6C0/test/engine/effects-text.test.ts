// @ts-nocheck
import { expect, test } from 'vitest';
import { parseSettings } from '../../src/config/load.js';
import type { WriteEffects } from '../../src/domain/write-effects.js';
import { renderEffects } from '../../src/report/render/effects.js';

const quiet: WriteEffects = {
  provisioningApps: 0,
  groupRules: 0,
  eventHooks: 0,
  registrationHooks: 0,
  required: {},
  clientsBecomeAdmins: false,
  userTypes: 1,
};
const inUse: WriteEffects = {
  provisioningApps: 1,
  groupRules: 2,
  eventHooks: 3,
  registrationHooks: 1,
  required: { office: { type: 'string' } },
  clientsBecomeAdmins: true,
  userTypes: 10,
};
const org = { OKTA_CLIENT_ORGURL: 'https://acme.oktapreview.com', OKTA_CLIENT_TOKEN: 't' };
const text = (effects: WriteEffects, allow = '') =>
  renderEffects(effects, parseSettings({ ...org, OKTA_CONTRACTS_ALLOW: allow }));
/** Without line breaks. */
const sentences = (effects: WriteEffects, allow = '') => text(effects, allow).replace(/\s+/g, ' ');

test('an org in use: possible effects, what is not done, and which setting changes that', () => {
  expect(sentences(inUse)).toBe(
    [
      'Effects activating users may create accounts in other systems: 1 app on Everyone with provisioning, 2 group rules,',
      '3 event hooks. Users stay STAGED; OKTA_CONTRACTS_ALLOW=user-activation activates them.',
      'Creating and removing users and groups may call 3 event hooks and 1 registration hook.',
      'New users get invented values for 1 required attribute.',
      'No client apps are created: new client apps become super administrators (clientPrivilegesSetting).',
      'No user types are created: the org has reached the maximum number of user types (10).',
      'Administrator roles are granted to objects of the run only with OKTA_CONTRACTS_ALLOW=admin-roles.',
    ].join(' '),
  );
});

test('what the settings allow', () => {
  expect(sentences(inUse, 'user-activation,admin-roles')).toContain(
    'Users are activated, as OKTA_CONTRACTS_ALLOW says.',
  );
  expect(sentences(inUse, 'user-activation,admin-roles')).not.toContain('Administrator roles');
});

test('an org without automation', () => {
  expect(sentences(quiet, 'admin-roles')).toBe(
    'Effects users are activated: no app on Everyone provisions, and there are no group rules and no event hooks.',
  );
});

test('a setting that cannot be read counts as a possible effect', () => {
  expect(sentences({ ...quiet, eventHooks: undefined, clientsBecomeAdmins: undefined })).toMatch(
    /event hooks \(not readable\)\. Users stay STAGED.*No client apps are created: clientPrivilegesSetting cannot be read/,
  );
});

test('lines fit a terminal, and names of attributes are not shown', () => {
  for (const line of text(inUse).split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(text(inUse)).not.toContain('office');
});
