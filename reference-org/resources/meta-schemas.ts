import { invalid, notFound } from '../errors.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp, type Value } from '../state.js';
import { findApp } from './apps/apps.js';

const path = '/api/v1/meta/schemas';

/** Schemas of profiles: Okta's attributes, and those that the org adds. */
export const resource: Resource = { scope: 'okta.schemas', serve };

function serve(routes: Routes, state: OrgState): void {
  const { schema, change, ofUsers } = objectsOf(state);
  routes.on(`GET ${path}/user/{schema}`, ({ ids }) => ofUsers(ids[0] ?? ''));
  routes.on(`POST ${path}/user/{schema}`, ({ ids, body }) => {
    change(`user/${typeOf(state, ids[0] ?? '').schema}`, body);
    return ofUsers(ids[0] ?? '');
  });
  const ofApp = (id: string): { body: JsonObject } => {
    const app = findApp(state, id);
    return { body: schema(`apps/${app.id}/default`, String(app.name), `${app.label} User`, appAttributes) };
  };
  routes.on(`GET ${path}/apps/{app}/default`, ({ ids }) => ofApp(ids[0] ?? ''));
  routes.on(`POST ${path}/apps/{app}/default`, ({ ids, body }) => {
    change(`apps/${findApp(state, ids[0]).id}/default`, body);
    return ofApp(ids[0] ?? '');
  });
  const ofGroups = () => ({ body: schema('group/default', 'group', 'Okta group', groupAttributes) });
  routes.on(`GET ${path}/group/default`, ofGroups);
  routes.on(`POST ${path}/group/default`, ({ body }) => {
    change('group/default', body);
    return ofGroups();
  });
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const custom = state.attributes;
  /** The default values of Okta's attributes, by schema. */
  const defaults = new Map<string, Record<string, Value>>();
  const changedAt = new Map<string, string>();
  const born = timestamp(state);
  const schema = (key: string, name: string, title: string, base: JsonObject): JsonObject => ({
    id: `${state.url()}/meta/schemas/${key}`,
    $schema: 'http://json-schema.org/draft-04/schema#',
    name,
    title,
    lastUpdated: changedAt.get(key) ?? born,
    created: born,
    definitions: {
      custom: part('#custom', custom.get(key) ?? {}, requiredOf(custom.get(key))),
      base: part('#base', withDefaults(base, defaults.get(key)), Object.keys(base).slice(0, 1)),
    },
    type: 'object',
    properties: { profile: { allOf: [{ $ref: '#/definitions/custom' }, { $ref: '#/definitions/base' }] } },
  });
  /** Sets custom attributes; null deletes one. */
  const change = (key: string, body: JsonObject): void => {
    const given = ((body.definitions as JsonObject | undefined)?.custom as JsonObject | undefined)?.properties as
      | JsonObject
      | undefined;
    const attributes = { ...custom.get(key) };
    for (const [name, attribute] of Object.entries(given ?? {})) {
      if (attribute === null) delete attributes[name];
      else attributes[name] = completed(state, attribute, key);
    }
    custom.set(key, attributes);
    // Default values were added in the current edition, but not to groups.
    if (state.profile !== 'previous' && !key.startsWith('group'))
      defaults.set(key, { ...defaults.get(key), ...defaultsIn(body) });
    changedAt.set(key, timestamp(state));
  };
  const ofUsers = (schemaId: string): { body: JsonObject } => {
    const type = typeOf(state, schemaId);
    const own = `${state.url()}${path}/user/${type.schema}`;
    return {
      body: {
        ...schema(`user/${type.schema}`, String(type.name), String(type.displayName), {
          ...userAttributes,
          login: {
            ...(userAttributes.login as JsonObject),
            ...(state.settings.loginPattern === undefined ? {} : { pattern: state.settings.loginPattern }),
          },
        }),
        description: type.description ?? null,
        _links: {
          self: { rel: 'self', href: own, method: 'GET' },
          type: { rel: 'type', href: `${state.url()}/api/v1/meta/types/user/${type.id}`, method: 'GET' },
        },
      },
    };
  };
  return { schema, change, ofUsers };
}

const appAttributes: JsonObject = { userName: { title: 'Username', type: 'string', scope: 'NONE' } };

/** A part of a schema. */
function part(id: string, properties: JsonObject, required: string[]): JsonObject {
  return { id, type: 'object', properties, required };
}

function withDefaults(base: JsonObject, values: Record<string, Value> = {}): JsonObject {
  return Object.fromEntries(
    Object.entries(base).map(([name, attribute]) => {
      const value = values[name];
      return [name, value === undefined ? attribute : { ...(attribute as JsonObject), default: value }];
    }),
  );
}

/** The default values of Okta's attributes in a request. */
function defaultsIn(body: JsonObject): Record<string, Value> {
  const { base } = (body.definitions ?? {}) as Record<string, JsonObject | undefined>;
  return Object.fromEntries(
    Object.entries((base?.properties ?? {}) as JsonObject).flatMap(([name, attribute]) => {
      const value = (attribute as JsonObject).default;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function requiredOf(attributes: JsonObject = {}): string[] {
  return Object.keys(attributes).filter((name) => (attributes[name] as JsonObject).required === true);
}

function attribute(title: string, required = false): JsonObject {
  return {
    title,
    type: 'string',
    ...(required ? { required } : {}),
    scope: 'NONE',
    mutability: 'READ_WRITE',
    permissions: [{ principal: 'SELF', action: 'READ_ONLY' }],
    master: { type: 'PROFILE_MASTER' },
  };
}

const userAttributes: JsonObject = {
  login: attribute('Username', true),
  firstName: attribute('First name', true),
  lastName: attribute('Last name', true),
  ...Object.fromEntries(
    [
      ...['city', 'costCenter', 'countryCode', 'department', 'displayName', 'division', 'email', 'employeeNumber'],
      ...['honorificPrefix', 'honorificSuffix', 'locale', 'manager', 'managerId', 'middleName', 'mobilePhone'],
      ...[
        'nickName',
        'organization',
        'postalAddress',
        'preferredLanguage',
        'primaryPhone',
        'profileUrl',
        'secondEmail',
      ],
      ...['state', 'streetAddress', 'timezone', 'title', 'userType', 'zipCode'],
    ].map((name) => [name, attribute(name)]),
  ),
};
const groupAttributes: JsonObject = { name: attribute('Name', true), description: attribute('Description') };

/** A custom attribute, with defaults. */
function completed(state: OrgState, given: Value, key: string): JsonObject {
  const attribute = given as JsonObject;
  if (attribute.enum && !attribute.oneOf) throw invalid('enum', 'enum: needs a matching oneOf');
  const { default: value, ...rest } = attribute;
  return {
    scope: 'NONE',
    mutability: 'READ_WRITE',
    master: { type: 'PROFILE_MASTER' },
    permissions: [{ principal: 'SELF', action: 'READ_ONLY' }],
    ...rest,
    // Default values were added in the current edition, but not to groups.
    ...(value === undefined || state.profile === 'previous' || key.startsWith('group') ? {} : { default: value }),
  };
}

/** The user type of a schema. */
function typeOf(state: OrgState, schemaId: string): JsonObject {
  const type = [...state.collection('userTypes').values()].find(
    (candidate) => candidate.schema === schemaId || (schemaId === 'default' && candidate.default),
  );
  if (!type) throw notFound(schemaId, 'CVDType');
  return type;
}
