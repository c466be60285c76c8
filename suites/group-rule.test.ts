import type { Json } from '../src/domain/json.js';
import { oktaIdOf } from '../src/org/ids.js';
import { suite } from '../src/vitest/suite.js';
import { group, host } from './fixtures.js';

const rules = '/api/v1/groups/rules';
const rule = `${rules}/{groupRuleId}`;

/** The body of a rule that would match one user of the run. Okta creates it inactive, and the run does not activate it. */
const body =
  (attribute: string) =>
  ({ name, ids }: { name: string; ids: Record<string, string> }): Json => ({
    type: 'group_rule',
    name,
    conditions: {
      people: { users: { exclude: [] }, groups: { exclude: [] } },
      expression: { type: 'urn:okta:expression:1.0', value: `user.${attribute}=="contract@${host}"` },
    },
    actions: { assignUserToGroups: { groupIds: [ids.groupId ?? ''] } },
  });

suite('group-rule', ({ call, fixture }) => {
  const into = fixture(group);
  const made = fixture({
    parameter: 'groupRuleId',
    format: oktaIdOf('0pr'),
    make: { operation: `POST ${rules}`, body: body('login') },
    found: { operation: `GET ${rules}` },
    remove: [`DELETE ${rule}`],
    find: { path: `${rules}?search=okta-contracts-&limit=200`, name: '/name' },
    parents: [into],
  });
  call(`GET ${rules}`, { query: { limit: '5' } });
  call(`GET ${rule}`, { on: made });
  call(`PUT ${rule}`, { on: made, body: body('email') });
});
