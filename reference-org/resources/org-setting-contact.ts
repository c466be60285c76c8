import { notFound } from '../errors.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import type { OrgState } from '../state.js';
import { resource as users } from './users/users.js';

const path = '/api/v1/org/contacts';

/** The users that Okta contacts about the org. */
export const resource: Resource = { scope: 'okta.orgs', after: [users], serve };

function serve(routes: Routes, state: OrgState): void {
  const [administrator = ''] = state.collection('users').keys();
  const contacts = new Map([
    ['BILLING', administrator],
    ['TECHNICAL', administrator],
  ]);
  const present = (type = '') => {
    const userId = contacts.get(type.toUpperCase());
    if (userId === undefined) throw notFound(type, 'OrgContact');
    return { body: { userId, _links: { user: link(`${state.url()}/api/v1/users/${userId}`) } } };
  };
  routes.on(`GET ${path}`, () => ({
    body: [...contacts.keys()].map((contactType) => {
      const name = contactType.toLowerCase();
      return { contactType, _links: { [name]: link(`${state.url()}${path}/${name}`) } };
    }),
  }));
  routes.on(`GET ${path}/{type}`, ({ ids }) => present(ids[0]));
  routes.on(`PUT ${path}/{type}`, ({ ids: [type = ''], body }) => {
    const userId = String(body.userId);
    if (!state.collection('users').has(userId)) throw notFound(userId, 'User');
    contacts.set(type.toUpperCase(), userId);
    return present(type);
  });
}
