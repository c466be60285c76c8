import type { BodyContext } from '../src/engine/model.js';
import { oktaIdOf } from '../src/org/ids.js';
import { suite } from '../src/vitest/suite.js';
import { authorizationServer, group, serverPolicy } from './fixtures.js';

const rules = '/api/v1/authorizationServers/{authServerId}/policies/{policyId}/rules';
const rule = `${rules}/{ruleId}`;
/** For an empty group of the run, at a server that no client uses. */
const body = ({ name, ids }: BodyContext) => ({
  name,
  type: 'RESOURCE_ACCESS',
  priority: 1,
  conditions: {
    people: { groups: { include: [ids.groupId ?? ''] } },
    grantTypes: { include: ['authorization_code'] },
    scopes: { include: ['openid'] },
  },
  actions: {
    token: { accessTokenLifetimeMinutes: 60, refreshTokenLifetimeMinutes: 0, refreshTokenWindowMinutes: 10080 },
  },
});

suite('authorization-server-rules', ({ call, fixture }) => {
  const server = fixture(authorizationServer);
  const policy = fixture({
    ...serverPolicy,
    found: { operation: 'GET /api/v1/authorizationServers/{authServerId}/policies' },
    parents: [server],
  });
  const people = fixture(group);
  const made = fixture({
    parameter: 'ruleId',
    format: oktaIdOf('0pr'),
    make: { operation: `POST ${rules}`, body },
    found: { operation: `GET ${rules}` },
    remove: [`DELETE ${rule}`],
    // A rule is removed with its policy.
    parents: [policy, people],
  });
  call(`GET ${rules}`, { on: policy });
  call(`GET ${rule}`, { on: made });
  call(`PUT ${rule}`, { on: made, body });
  call(`POST ${rule}/lifecycle/deactivate`, { on: made });
  call(`GET ${rule}`, { on: made });
  call(`POST ${rule}/lifecycle/activate`, { on: made });
});
