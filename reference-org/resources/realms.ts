import { invalid } from '../errors.js';
import { page } from '../pages.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/realms';

/** Realms of users. */
export const resource: Resource = { scope: 'okta.realms', serve };

function serve(routes: Routes, state: OrgState): void {
  const realms = repositoryOf(state, 'realms', { idPrefix: 'guo', type: 'Realm' });
  const listed = ({ profile, ...realm }: JsonObject): JsonObject => {
    // Lists do not contain the domains.
    const { domains: _, ...rest } = profile as JsonObject;
    const self = { rel: 'self', href: `${state.url()}${path}/${realm.id}`, method: 'GET' };
    return { ...realm, profile: rest, _links: { self } };
  };
  const present = (realm: JsonObject): JsonObject => ({
    ...listed(realm),
    profile: state.profile === 'previous' ? (listed(realm).profile as JsonObject) : (realm.profile as JsonObject),
  });
  routes.on(`GET ${path}`, ({ query }) => {
    const { items, links } = page(realms.list(), query, state.url() + path, 10);
    return { body: items.map(listed), links };
  });
  routes.on(`POST ${path}`, ({ body }) => ({ body: present(realms.add({ ...read(body), isDefault: false })) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(realms.get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => ({
    body: present(realms.change(realms.get(ids[0]), read(body))),
  }));
  routes.on(`DELETE ${path}/{id}`, removalFrom(realms));
  realms.add({ profile: { name: 'Default Realm', realmType: 'DEFAULT', domains: [] }, isDefault: true });
}

/** Reads the profile of a realm from a request. */
function read({ profile }: JsonObject): JsonObject {
  const { name, realmType, domains } = (profile ?? {}) as JsonObject;
  if (typeof name !== 'string' || name === '') throw invalid('name', 'name: The field cannot be left blank');
  return { profile: { name, ...(realmType === undefined ? {} : { realmType }), domains: domains ?? [] } };
}
