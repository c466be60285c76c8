import { suite } from '../src/suite/index.js';
import type { Json } from '../src/words.js';
import { app, schemaOf, userType } from './fixtures.js';

const ofUsers = '/api/v1/meta/schemas/user/{schemaId}';

/** Attributes of each type, on a user type of the run's own; null takes them away again. */
const attributes: { [key: string]: Json } = {
  contractText: { title: 'Text', type: 'string', default: 'S', minLength: 1, maxLength: 20 },
  contractSize: { title: 'Size', type: 'string', enum: ['S'], oneOf: [{ const: 'S', title: 'Small' }] },
  contractList: { title: 'List', type: 'array', items: { type: 'string' } },
  contractNumber: { title: 'Number', type: 'integer' },
};
const change = (properties: { [key: string]: Json }): Json => ({
  definitions: { custom: { id: '#custom', type: 'object', properties } },
});

suite('meta-schemas', ({ call, fixture }) => {
  call('GET /api/v1/meta/schemas/group/default');
  call(`GET ${ofUsers}`, { with: { schemaId: 'default' } });
  const type = fixture(userType);
  const schema = {
    on: type,
    with: { schemaId: ({ object }: { object: { [key: string]: Json } }) => schemaOf(object) },
  };
  call(`POST ${ofUsers}`, { ...schema, body: () => change(attributes) });
  call(`GET ${ofUsers}`, schema);
  call(`POST ${ofUsers}`, {
    ...schema,
    body: () => change(Object.fromEntries(Object.keys(attributes).map((name) => [name, null]))),
  });

  const page = fixture(app('BOOKMARK', { name: 'bookmark', settings: { app: { url: 'https://www.example.com' } } }));
  const ofApp = '/api/v1/meta/schemas/apps/{appId}/default';
  call(`GET ${ofApp}`, { on: page });
  call(`POST ${ofApp}`, { on: page, body: () => change(attributes) });
  call(`GET ${ofApp}`, { on: page });

  // Groups have one schema, which is the org's: an attribute is there for a moment.
  const ofGroups = '/api/v1/meta/schemas/group/default';
  call(`POST ${ofGroups}`, {
    tier: 'org',
    onlyNamed: true,
    body: () => change({ contractText: { title: 'Text', type: 'string', default: 'S' } }),
  });
  call(`POST ${ofGroups}`, { tier: 'org', onlyNamed: true, body: () => change({ contractText: null }) });
});
