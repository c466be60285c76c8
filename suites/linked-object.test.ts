import { textAt } from '../src/engine/fill.js';
import { suite } from '../src/vitest/suite.js';
import { user } from './fixtures.js';

const definitions = '/api/v1/meta/schemas/user/linkedObjects';
const definition = `${definitions}/{linkedObjectName}`;
const links = '/api/v1/users/{userIdOrLogin}/linkedObjects';

suite('linked-object', ({ call, fixture }) => {
  // All users of the org share the definitions, so a new one is created only if it is named. Its name cannot contain dashes.
  const made = fixture({
    parameter: 'linkedObjectName',
    aliases: ['primaryRelationshipName', 'relationshipName'],
    id: '/primary/name',
    format: /^okta_contracts_\w{1,40}$/,
    make: {
      operation: `POST ${definitions}`,
      onlyNamed: true,
      name: ({ name }) => name.replaceAll('-', '_'),
      body: ({ name }) => ({
        primary: { name: name.replaceAll('-', '_'), title: name, description: 'Contract', type: 'USER' },
        associated: { name: `of_${name.replaceAll('-', '_')}`, title: name, description: 'Contract', type: 'USER' },
      }),
    },
    found: { operation: `GET ${definitions}` },
    remove: [`DELETE ${definition}`],
    find: { path: definitions, name: '/primary/name' },
  });
  call(`GET ${definitions}`);
  call(`GET ${definition}`, { on: made });

  const associated = fixture({ ...user, aliases: ['userId', 'userIdOrLogin'] });
  const primary = fixture({ ...user, alias: 'primaryUserId' });
  call(`PUT ${links}/{primaryRelationshipName}/{primaryUserId}`, { on: [made, associated, primary] });
  call(`GET ${links}/{relationshipName}`, { on: [made, associated] });
  call(`GET ${links}/{relationshipName}`, {
    on: [made, primary],
    with: {
      userIdOrLogin: ({ ids }) => ids.primaryUserId ?? '',
      relationshipName: ({ object }) => textAt(object, '/associated/name'),
    },
  });
  call(`DELETE ${links}/{relationshipName}`, { on: [made, associated] });
});
