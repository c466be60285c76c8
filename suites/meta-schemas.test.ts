import type { Json } from '../src/domain/json.js';
import type { Trial } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';
import { app, bookmark } from './app-fixtures.js';
import { host, schemaOf, userType } from './fixtures.js';
import { linkedObject } from './linked-object.js';

const ofUsers = '/api/v1/meta/schemas/user/{schemaId}';

/** Attributes of each type, for a user type of the run; `null` removes them. */
const attributes: { [key: string]: Json } = {
  contractText: { title: 'Text', type: 'string', default: 'S', minLength: 1, maxLength: 20 },
  contractSize: { title: 'Size', type: 'string', enum: ['S'], oneOf: [{ const: 'S', title: 'Small' }] },
  contractList: { title: 'List', type: 'array', items: { type: 'string' } },
  contractNumber: { title: 'Number', type: 'integer' },
};
const change = (properties: { [key: string]: Json }): Json => ({
  definitions: { custom: { id: '#custom', type: 'object', properties } },
});

/** Default values of Okta's attributes, which the edition added. The user type of the run has no users. */
const usual: Record<string, string> = {
  countryCode: 'US',
  email: `contract@${host}`,
  locale: 'en_US',
  login: `contract@${host}`,
  preferredLanguage: 'en-US',
  profileUrl: `https://${host}`,
  secondEmail: `contract@${host}`,
  timezone: 'America/New_York',
};
const names =
  'city costCenter countryCode department displayName division email employeeNumber firstName honorificPrefix honorificSuffix ' +
  'lastName locale login manager managerId middleName mobilePhone nickName organization postalAddress preferredLanguage ' +
  'primaryPhone profileUrl secondEmail state streetAddress timezone title userType zipCode';
const defaults: Trial = Object.fromEntries(
  names.split(' ').map((name) => [`/definitions/base/properties/${name}/default`, usual[name] ?? 'contract']),
);

suite('meta-schemas', ({ call, fixture }) => {
  call(`GET ${ofUsers}`, { with: { schemaId: 'default' } });
  const type = fixture(userType);
  const schema = {
    on: type,
    with: { schemaId: ({ object }: { object: { [key: string]: Json } }) => schemaOf(object) },
  };
  call(`POST ${ofUsers}`, { ...schema, body: () => change(attributes), alsoSend: [defaults] });
  call(`GET ${ofUsers}`, schema);
  call(`POST ${ofUsers}`, {
    ...schema,
    body: () => change(Object.fromEntries(Object.keys(attributes).map((name) => [name, null]))),
  });

  const page = fixture(app('BOOKMARK', bookmark));
  const ofApp = '/api/v1/meta/schemas/apps/{appId}/default';
  call(`GET ${ofApp}`, { on: page });
  call(`POST ${ofApp}`, { on: page, body: () => change(attributes) });
  call(`GET ${ofApp}`, { on: page });

  call('GET /api/v1/meta/schemas/user/linkedObjects');
  call('GET /api/v1/meta/schemas/user/linkedObjects/{linkedObjectName}', { on: fixture(linkedObject) });
  call('GET /api/v1/meta/schemas/logStream');
  call('GET /api/v1/meta/schemas/logStream/{logStreamType}', { with: { logStreamType: 'aws_eventbridge' } });

  // All groups of the org share one schema. The attribute that is added is removed in any case.
  const ofGroups = '/api/v1/meta/schemas/group/default';
  const groupSchema = fixture({ parameter: 'groupSchema', found: { operation: `GET ${ofGroups}`, one: true } });
  fixture({
    parameter: 'groupSchema',
    make: {
      operation: `POST ${ofGroups}`,
      changes: true,
      onlyNamed: true,
      body: () => change({ contractText: { title: 'Text', type: 'string' } }),
    },
    remove: [{ operation: `POST ${ofGroups}`, body: () => change({ contractText: null }) }],
    parents: [groupSchema],
  });
});
