import type { CreatedOrFoundFixture } from '../src/engine/model.js';

const linkedObjects = '/api/v1/meta/schemas/user/linkedObjects';

/**
 * The definition of a relation between users. All users of the org share the definitions, so that one is created only if it is
 * named. Okta does not allow dashes in its names.
 */
export const linkedObject: CreatedOrFoundFixture = {
  parameter: 'linkedObjectName',
  aliases: ['primaryRelationshipName', 'relationshipName'],
  id: '/primary/name',
  format: /^okta_contracts_\w{1,40}$/,
  make: {
    operation: `POST ${linkedObjects}`,
    onlyNamed: true,
    name: ({ name }) => name.replaceAll('-', '_'),
    body: ({ name }) => {
      const primary = name.replaceAll('-', '_');
      const common = { title: name, description: 'Contract', type: 'USER' };
      return { primary: { name: primary, ...common }, associated: { name: `of_${primary}`, ...common } };
    },
  },
  found: { operation: `GET ${linkedObjects}` },
  remove: [`DELETE ${linkedObjects}/{linkedObjectName}`],
  find: { path: linkedObjects, name: '/primary/name' },
};
