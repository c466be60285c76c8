import { textAt } from '../src/engine/fill.js';
import { suite } from '../src/vitest/suite.js';
import { user } from './fixtures.js';
import { linkedObject } from './linked-object.js';

const links = '/api/v1/users/{userIdOrLogin}/linkedObjects';

// Only users of the run are linked. The links are removed with the users, and with the definition.
suite('user-linked-object', ({ call, fixture }) => {
  const definition = fixture(linkedObject);
  const associated = fixture({ ...user, aliases: ['userId', 'userIdOrLogin'] });
  const primary = fixture({ ...user, alias: 'primaryUserId' });
  call(`PUT ${links}/{primaryRelationshipName}/{primaryUserId}`, { on: [definition, associated, primary] });
  call(`GET ${links}/{relationshipName}`, { on: [definition, associated] });
  call(`GET ${links}/{relationshipName}`, {
    on: [definition, primary],
    with: {
      userIdOrLogin: ({ ids }) => ids.primaryUserId ?? '',
      relationshipName: ({ object }) => textAt(object, '/associated/name'),
    },
  });
  call(`DELETE ${links}/{relationshipName}`, { on: [definition, associated] });
});
