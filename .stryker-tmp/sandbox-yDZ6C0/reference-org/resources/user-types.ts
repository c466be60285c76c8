// @ts-nocheck
import { forbidden, invalid, notFound, OrgError } from '../errors.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../state.js';
import { resource as users } from './users/users.js';

const path = '/api/v1/meta/types/user';

/** User types. Each has its own schema, which is created and deleted with it. */
export const resource: Resource = { scope: 'okta.userTypes', after: [users], serve };

function serve(routes: Routes, state: OrgState): void {
  const { types, ages, get, make, present, change } = objectsOf(state);
  routes.on(`GET ${path}`, () => ({ body: [...types.values()].map(present) }));
  routes.on(`POST ${path}`, ({ body }) => ({ body: present(make(body, false)) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(get(ids[0])) }));
  for (const method of ['POST', 'PUT'])
    routes.on(`${method} ${path}/{id}`, ({ ids, body }) => ({ body: present(change(get(ids[0]), body)) }));
  routes.on(`DELETE ${path}/{id}`, ({ ids }) => {
    const type = get(ids[0]);
    if (type.default) throw forbidden('E0000142', 'The default user type cannot be deleted.');
    if (state.now() - Number(ages.get(type)) < state.userTypesSettleMs)
      throw new OrgError(500, 'E0000009', 'Internal Server Error');
    types.delete(String(type.id));
    return { status: 204 };
  });

  make({ name: 'user', displayName: 'User', description: 'Users of the org' }, true);
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const types = state.collection('userTypes');
  /** The exact time at which each was created. */
  const ages = new WeakMap<JsonObject, number>();
  const get = (id = ''): JsonObject => {
    const type = types.get(id);
    if (!type) throw notFound(id, 'CVDType');
    return type;
  };
  const make = (body: JsonObject, isDefault: boolean): JsonObject => {
    const { name, displayName, description } = body;
    if (typeof name !== 'string' || !/^[A-Za-z]\w*$/.test(name)) throw invalid('name', 'name: The name is not valid.');
    if (typeof displayName !== 'string') throw invalid('displayName', 'displayName: The field cannot be left blank');
    if ([...types.values()].some((type) => type.name === name)) throw invalid('name', 'name: The name is taken.');
    // Okta documents the maximum, but not the error.
    if (types.size >= state.quotas.userTypes)
      throw invalid('userType', 'The maximum number of user types for the org has been reached.');
    const at = timestamp(state);
    const id = state.newId('oty');
    const [owner] = state.collection('users').keys();
    const type: JsonObject = {
      id,
      displayName,
      name,
      description: description ?? null,
      createdBy: owner ?? null,
      lastUpdatedBy: owner ?? null,
      created: at,
      lastUpdated: at,
      default: isDefault,
      schema: state.newId('osc'),
    };
    types.set(id, type);
    ages.set(type, state.now());
    return type;
  };
  const present = ({ schema, ...type }: JsonObject): JsonObject => ({
    ...type,
    _links: {
      self: { rel: 'self', href: `${state.url()}${path}/${type.id}`, method: 'GET' },
      schema: { rel: 'schema', href: `${state.url()}/api/v1/meta/schemas/user/${schema}`, method: 'GET' },
    },
  });
  const change = (type: JsonObject, { displayName, description }: JsonObject): JsonObject =>
    Object.assign(type, {
      ...(displayName === undefined ? {} : { displayName }),
      ...(description === undefined ? {} : { description }),
      lastUpdated: timestamp(state),
    });
  return { types, ages, get, make, present, change };
}
