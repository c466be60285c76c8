import { invalid, notFound } from '../errors.js';
import { lifecycle, nextStep } from '../lifecycle.js';
import { link } from '../links.js';
import { page } from '../pages.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp, timestampWithoutZone } from '../state.js';

const path = '/api/v1/behaviors';
const location = {
  granularity: 'CITY',
  maxEventsUsedForEvaluation: 20,
  minEventsNeededForEvaluation: 0,
  radiusKilometers: null,
};
const defaults: Record<string, JsonObject> = {
  ANOMALOUS_LOCATION: location,
  ANOMALOUS_IP: { maxEventsUsedForEvaluation: 50, minEventsNeededForEvaluation: 0 },
  ANOMALOUS_DEVICE: { maxEventsUsedForEvaluation: 20, minEventsNeededForEvaluation: 0 },
  VELOCITY: { velocityKph: 805 },
};

/** Behavior detection rules. Their dates have no time zone, unlike all other dates. */
export const resource: Resource = { scope: 'okta.behaviors', serve };

function serve(routes: Routes, state: OrgState): void {
  const { behaviors, date, get, read, make, present } = objectsOf(state);
  routes.on(`GET ${path}`, ({ query }) => {
    const { items, links } = page([...behaviors.values()], query, state.url() + path, 10);
    return { body: items.map(present), links };
  });
  routes.on(`POST ${path}`, ({ body }) => ({
    status: state.profile === 'previous' ? 201 : 200,
    body: present(make(body)),
  }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => ({
    body: present(Object.assign(get(ids[0]), read(body), { lastUpdated: date() })),
  }));
  routes.on(`DELETE ${path}/{id}`, ({ ids }) => {
    get(ids[0]);
    behaviors.delete(ids[0] ?? '');
    return { status: 204 };
  });
  for (const [verb, status] of lifecycle) {
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => ({
      body: present(Object.assign(get(ids[0]), { status, lastUpdated: date() })),
    }));
  }
  make({ name: 'New City', type: 'ANOMALOUS_LOCATION' });

  make({ name: 'New Device', type: 'ANOMALOUS_DEVICE' });
  make({ name: 'New IP', type: 'ANOMALOUS_IP' });
  make({ name: 'Velocity', type: 'VELOCITY' });
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const behaviors = state.collection('behaviors');
  // The previous edition documents RFC 3339.
  const date = () => (state.profile === 'previous' ? timestamp(state) : timestampWithoutZone(state));
  const get = (id = ''): JsonObject => {
    const behavior = behaviors.get(id);
    if (!behavior) throw notFound(id, 'BehaviorSettings');
    return behavior;
  };
  const read = (body: JsonObject): JsonObject => {
    const { name, type, settings } = body;
    if (typeof name !== 'string' || name === '') throw invalid('name', 'name: The field cannot be left blank');
    if (typeof type !== 'string' || !defaults[type]) throw invalid('type', 'type: The value is not known.');
    const given = { ...defaults[type], ...((settings ?? {}) as JsonObject) };
    return { name, type, settings: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) };
  };
  const make = (body: JsonObject): JsonObject => {
    const at = date();
    const behavior = { id: state.newId('bhv'), ...read(body), status: 'ACTIVE', created: at, lastUpdated: at };
    behaviors.set(behavior.id, behavior);
    return behavior;
  };
  const present = (behavior: JsonObject): JsonObject => {
    const self = `${state.url()}${path}/${behavior.id}`;
    const verb = nextStep(behavior);
    return {
      ...behavior,
      _links: { self: link(self, 'GET', 'PUT', 'DELETE'), [verb]: link(`${self}/lifecycle/${verb}`, 'POST') },
    };
  };
  return { behaviors, date, get, read, make, present };
}
