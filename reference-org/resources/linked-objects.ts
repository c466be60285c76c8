import { invalid, notFound, OrgError } from '../errors.js';
import { page } from '../pages.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { resource as users, usersOf } from './users/users.js';

const path = '/api/v1/meta/schemas/user/linkedObjects';
const scope = { scope: 'okta.users' };

/** Definitions of relations between users, and the users that they link: each associated user has one primary user. */
export const resource: Resource = { scope: 'okta.linkedObjects', after: [users], serve };

function serve(routes: Routes, state: OrgState): void {
  const { definitions, find, make, present } = definitionsOf(state);
  /** The primary user of each associated user, by the primary name of the definition. */
  const links = new Map<string, Map<string, string>>();
  const linksOf = (definition: JsonObject): Map<string, string> => {
    const name = nameOf(definition, 'primary');
    const known = links.get(name) ?? new Map<string, string>();
    links.set(name, known);
    return known;
  };
  routes.on(`GET ${path}`, () => ({ body: [...definitions.values()].map(present) }));
  routes.on(`POST ${path}`, ({ body }) => ({ status: 201, body: present(make(body)) }));
  routes.on(`GET ${path}/{name}`, ({ ids }) => ({ body: present(find(ids[0])) }));
  routes.on(`DELETE ${path}/{name}`, ({ ids }) => {
    const name = nameOf(find(ids[0]), 'primary');
    definitions.delete(name);
    links.delete(name);
    return { status: 204 };
  });

  serveLinks(routes, state, find, linksOf);

  const detail = (name: string): JsonObject => ({ name, title: name, description: `The ${name}`, type: 'USER' });
  const managers = make({ primary: detail('manager'), associated: detail('subordinate') });
  const [manager = '', subordinate = ''] = state.collection('users').keys();
  linksOf(managers).set(subordinate, manager);
}

/** Registers the operations for the users that a definition links. */
function serveLinks(
  routes: Routes,
  state: OrgState,
  find: (name?: string) => JsonObject,
  linksOf: (definition: JsonObject) => Map<string, string>,
): void {
  const users = usersOf(state);
  const ofUser = '/api/v1/users/{user}/linkedObjects/{name}';
  routes.on(
    `GET ${ofUser}`,
    ({ ids: [userId, name], query }) => {
      const id = String(users.get(userId).id);
      const definition = find(name);
      const all = [...linksOf(definition)];
      const linked =
        nameOf(definition, 'primary') === name
          ? all.flatMap(([associated, primary]) => (associated === id ? [primary] : []))
          : all.flatMap(([associated, primary]) => (primary === id ? [associated] : []));
      const its = linked.map((other) => ({ _links: { self: { href: `${state.url()}/api/v1/users/${other}` } } }));
      const { items, links: header } = page(
        its,
        query,
        `${state.url()}/api/v1/users/${id}/linkedObjects/${name}`,
        1000,
      );
      return { body: items, links: header };
    },
    scope,
  );
  routes.on(
    `PUT ${ofUser}/{primary}`,
    ({ ids: [userId, name, primary] }) => {
      linksOf(find(name)).set(String(users.get(userId).id), String(users.get(primary).id));
      return { status: 204 };
    },
    scope,
  );
  routes.on(
    `DELETE ${ofUser}`,
    ({ ids: [userId, name] }) => {
      linksOf(find(name)).delete(String(users.get(userId).id));
      return { status: 204 };
    },
    scope,
  );
}

/** Finds and creates definitions. */
function definitionsOf(state: OrgState) {
  const definitions = state.collection('linkedObjects');
  const known = (name: unknown): JsonObject | undefined =>
    [...definitions.values()].find((each) =>
      [nameOf(each, 'primary'), nameOf(each, 'associated')].includes(String(name)),
    );
  const find = (name = ''): JsonObject => {
    const definition = known(name);
    if (!definition) throw notFound(name, 'LinkedObjectDefinition');
    return definition;
  };
  const read = (body: JsonObject, end: 'primary' | 'associated'): JsonObject => {
    const { name, title, description = null, type } = (body[end] ?? {}) as JsonObject;
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(String(name ?? ''))) throw invalid(end, `${end}.name: The field is not valid.`);
    if (typeof title !== 'string' || type !== 'USER') throw invalid(end, `${end}: The field cannot be left blank`);
    if (known(name)) throw new OrgError(409, 'E0000016', 'A linked object with this name exists already.');
    return { name: String(name), title, description, type };
  };
  const make = (body: JsonObject): JsonObject => {
    const definition: JsonObject = { primary: read(body, 'primary'), associated: read(body, 'associated') };
    definitions.set(nameOf(definition, 'primary'), definition);
    return definition;
  };
  const present = (definition: JsonObject): JsonObject => ({
    ...definition,
    _links: { self: { href: `${state.url()}${path}/${nameOf(definition, 'primary')}` } },
  });
  return { definitions, find, make, present };
}

function nameOf(definition: JsonObject, end: 'primary' | 'associated'): string {
  return String((definition[end] as JsonObject).name);
}
