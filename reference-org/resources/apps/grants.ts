import { invalid, notFound } from '../../errors.js';
import { link } from '../../links.js';
import { repositoryOf } from '../../repository.js';
import type { Resource, Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { resource as users } from '../users/users.js';
import { resource as apps, findApp } from './apps.js';

const path = '/api/v1/apps/{app}/grants';

/** Scopes of the API that apps may request. */
export const resource: Resource = { scope: 'okta.appGrants', after: [apps, users], serve };

function serve(routes: Routes, state: OrgState): void {
  const grants = repositoryOf(state, 'appGrants', { idPrefix: 'oag', type: 'OAuth2ScopeConsentGrant' });
  const [owner = ''] = state.collection('users').keys();
  const find = (ids: string[]): JsonObject => {
    const grant = grants.get(ids[1]);
    if (grant.parentId !== findApp(state, ids[0]).id) throw notFound(ids[1] ?? '', 'OAuth2ScopeConsentGrant');
    return grant;
  };
  const grantTo = (app: JsonObject, scopeId: string): JsonObject =>
    grants.add(
      {
        status: 'ACTIVE',
        createdBy: { id: owner, type: 'User' },
        clientId: app.id ?? null,
        scopeId,
        source: 'ADMIN',
      },
      String(app.id),
    );
  const present = ({ parentId, ...grant }: JsonObject, query: URLSearchParams): JsonObject => {
    const { label = null } = findApp(state, String(parentId));
    const app = `${state.url()}/api/v1/apps/${parentId}`;
    return {
      ...grant,
      issuer: state.url(),
      ...(query.get('expand') === 'scope' ? { _embedded: { scope: { id: grant.scopeId ?? null } } } : {}),
      _links: {
        app: { href: app, title: label },
        self: link(`${app}/grants/${grant.id}`, 'GET', 'DELETE'),
        client: { href: `${state.url()}/oauth2/v1/clients/${parentId}`, title: label },
      },
    };
  };
  routes.on(`GET ${path}`, ({ ids, query }) => ({
    body: grants.list(String(findApp(state, ids[0]).id)).map((grant) => present(grant, query)),
  }));
  routes.on(`POST ${path}`, ({ ids, body, query }) => {
    const app = findApp(state, ids[0]);
    const { scopeId, issuer } = body;
    if (typeof scopeId !== 'string' || !scopeId.startsWith('okta.'))
      throw invalid('scopeId', 'scopeId: is not a scope of the API.');
    if (issuer !== state.url()) throw invalid('issuer', 'issuer: is not the authorization server of the org.');
    // Documented is 201. Orgs returned 200.
    return { status: state.profile === 'observed' ? 200 : 201, body: present(grantTo(app, scopeId), query) };
  });
  routes.on(`GET ${path}/{grant}`, ({ ids, query }) => ({ body: present(find(ids), query) }));
  routes.on(`DELETE ${path}/{grant}`, ({ ids }) => {
    grants.remove(find(ids));
    return { status: 204 };
  });

  const client = [...state.collection('apps').values()].find(({ signOnMode }) => signOnMode === 'OPENID_CONNECT');
  if (client) grantTo(client, 'okta.users.read');
}
