import { invalid, notFound } from '../../errors.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp, type Value } from '../../state.js';

const path = '/api/v1/iam/resource-sets';

/** Finds a resource set by id or label. */
export function findResourceSet(state: OrgState, idOrLabel = ''): JsonObject {
  const sets = state.collection('iamResourceSets');
  const set = sets.get(idOrLabel) ?? [...sets.values()].find((candidate) => candidate.label === idOrLabel);
  if (!set) throw notFound(idOrLabel, 'IAMPolicy');
  return set;
}

/** Resource sets and their resources. */
export const resource: Resource = { scope: 'okta.roles', superAdminOnly: true, serve };

function serve(routes: Routes, state: OrgState): void {
  const objects = objectsOf(state);
  const { sets, get, read, make, present } = objects;
  routes.list(`GET ${path}`, { list: 'resource-sets', isFixed: true }, () => ({
    body: { 'resource-sets': [...sets.values()].map(present), _links: { self: link(state.url() + path) } },
  }));
  routes.on(`POST ${path}`, ({ body }) => ({ body: present(make(body)) }));
  routes.on(`GET ${path}/{set}`, ({ ids }) => ({ body: present(get(ids[0])) }));
  routes.on(`PUT ${path}/{set}`, ({ ids, body }) => ({
    body: present(Object.assign(get(ids[0]), read(body), { lastUpdated: timestamp(state) })),
  }));
  routes.on(`DELETE ${path}/{set}`, ({ ids }) => {
    sets.delete(String(get(ids[0]).id));
    return { status: 204 };
  });
  serveResources(routes, state, objects);
  createDefaults(objects);
}

/** Registers the operations on the resources of a set. */
function serveResources(routes: Routes, state: OrgState, objects: ReturnType<typeof objectsOf>): void {
  const { sets, self, get, of, add, present, presentResource, resource } = objects;
  routes.list(`GET ${path}/{set}/resources`, { list: 'resources', isFixed: true }, ({ ids }) => {
    const set = get(ids[0]);
    return {
      body: {
        resources: [...of(set).values()].map((known) => presentResource(set, known)),
        _links: { self: link(`${self(set)}/resources`), 'resource-set': link(self(set)) },
      },
    };
  });
  routes.on(`PATCH ${path}/{set}/resources`, ({ ids, body }) => {
    const set = get(ids[0]);
    for (const orn of Array.isArray(body.additions) ? body.additions : []) add(set, String(orn));
    return { body: present(set) };
  });
  routes.on(
    `POST ${path}/{set}/resources`,
    ({ ids, body }) => {
      const set = get(ids[0]);
      if (typeof body.resourceOrnOrUrl !== 'string')
        throw invalid('resourceOrnOrUrl', 'resourceOrnOrUrl: The field cannot be left blank');
      return { body: presentResource(set, add(set, body.resourceOrnOrUrl, body.conditions)) };
    },
    { isNew: true },
  );
  routes.on(
    `GET ${path}/{set}/resources/{resource}`,
    ({ ids }) => {
      const set = get(ids[0]);
      return { body: presentResource(set, resource(set, ids[1])) };
    },
    { isNew: true },
  );
  routes.on(
    `PUT ${path}/{set}/resources/{resource}`,
    ({ ids, body }) => {
      // The label is not accepted instead of the id here.
      const set = sets.get(ids[0] ?? '');
      if (!set) throw notFound(ids[0] ?? '', 'IAMPolicy');
      const conditions = body.conditions ?? {};
      return {
        body: presentResource(set, Object.assign(resource(set, ids[1]), { conditions, lastUpdated: timestamp(state) })),
      };
    },
    { isNew: true },
  );
  routes.on(`DELETE ${path}/{set}/resources/{resource}`, ({ ids }) => {
    const set = get(ids[0]);
    resource(set, ids[1]);
    of(set).delete(ids[1] ?? '');
    return { status: 204 };
  });
}

/** Creates the objects that every org has. */
function createDefaults({ add, make }: ReturnType<typeof objectsOf>): void {
  const offices = make({
    label: 'Offices',
    description: 'People of the offices',
    resources: ['orn:okta:directory:00o0a1b2c3d4e5f60r7:users'],
  });
  add(offices, 'orn:okta:directory:00o0a1b2c3d4e5f60r7:groups', { Exclude: { 'okta:ORN': [] } });
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const sets = state.collection('iamResourceSets');
  const resources = new Map<string, Map<string, JsonObject>>();
  const self = (set: JsonObject) => `${state.url()}${path}/${set.id}`;
  const get = (idOrLabel?: string) => findResourceSet(state, idOrLabel);
  const of = (set: JsonObject): Map<string, JsonObject> => resources.get(String(set.id)) ?? new Map();
  const read = (body: JsonObject): JsonObject => {
    const { label, description } = body;
    if (typeof label !== 'string' || label === '') throw invalid('label', 'label: The field cannot be left blank');
    return { label, description: typeof description === 'string' ? description : '' };
  };
  /** Adds a resource; no effect if the set has it. */
  const add = (set: JsonObject, ornOrUrl: string, conditions?: Value): JsonObject => {
    const orn = ornOf(ornOrUrl);
    const known = [...of(set).values()].find((resource) => resource.orn === orn);
    if (known) return known;
    const at = timestamp(state);
    const resource: JsonObject = {
      id: state.newId('ire'),
      orn,
      ...(conditions === undefined ? {} : { conditions }),
      created: at,
      lastUpdated: at,
    };
    of(set).set(String(resource.id), resource);
    return resource;
  };
  const make = (body: JsonObject): JsonObject => {
    const given = Array.isArray(body.resources) ? body.resources : [];
    if (given.length === 0) throw invalid('resources', 'resources: The field cannot be left blank');
    const at = timestamp(state);
    const set: JsonObject = { id: state.newId('iam'), ...read(body), created: at, lastUpdated: at };
    sets.set(String(set.id), set);
    resources.set(String(set.id), new Map());
    for (const resource of given) add(set, String(resource));
    return set;
  };
  const present = (set: JsonObject): JsonObject => ({
    ...set,
    _links: {
      self: link(self(set)),
      resources: link(`${self(set)}/resources`),
      bindings: link(`${self(set)}/bindings`),
    },
  });
  const presentResource = (set: JsonObject, resource: JsonObject) => showResource(state, self(set), resource);
  const resource = (set: JsonObject, id = ''): JsonObject => {
    const known = of(set).get(id);
    if (!known) throw notFound(id, 'IAMPolicyResource');
    return known;
  };
  return { sets, self, get, of, read, add, make, present, presentResource, resource };
}

/** The ORN of a resource that is given as ORN or as URL of the org. */
function ornOf(ornOrUrl: string): string {
  if (ornOrUrl.startsWith('orn:')) return ornOrUrl;
  const [, way] = /\/api\/v1\/(.+)$/.exec(ornOrUrl) ?? [];
  if (!way) throw invalid('resources', `resources: ${ornOrUrl} is neither an ORN nor a URL of this org`);
  return `orn:okta:directory:00o0a1b2c3d4e5f60r7:${way.split('/').join(':')}`;
}

/** A resource as responses show it. `setUrl` is the URL of its set. */
function showResource(state: OrgState, setUrl: string, resource: JsonObject): JsonObject {
  const { conditions, ...rest } = resource;
  return {
    ...rest,
    // Conditions were added in the current edition.
    ...(conditions === undefined || state.profile === 'previous' ? {} : { conditions }),
    _links: { self: link(`${setUrl}/resources/${resource.id}`), resource: link(urlOf(state, String(resource.orn))) },
  };
}

function urlOf(state: OrgState, orn: string): string {
  return `${state.url()}/api/v1/${orn.split(':').slice(4).join('/')}`;
}
