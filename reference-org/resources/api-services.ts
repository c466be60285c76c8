import { invalid } from '../errors.js';
import { link } from '../links.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { serveClientSecrets } from './apps/client-secrets.js';
import { resource as users } from './users/users.js';

const path = '/integrations/api/v1/api-services';

/** API service integrations from the catalog. */
export const resource: Resource = { scope: 'okta.oauthIntegrations', superAdminOnly: true, after: [users], serve };

function serve(routes: Routes, state: OrgState): void {
  const services = repositoryOf(state, 'apiServices', {
    idPrefix: '0oa',
    type: 'ApiServiceIntegrationInstance',
    dates: ['createdAt', 'changedAt'],
  });
  const [owner = ''] = state.collection('users').keys();
  const make = ({ type, grantedScopes, properties }: JsonObject): JsonObject => {
    if (typeof type !== 'string') throw invalid('type', 'type: The field cannot be left blank');
    if (!Array.isArray(grantedScopes) || grantedScopes.length === 0)
      throw invalid('grantedScopes', 'grantedScopes: The field cannot be left blank');
    return services.add({
      type,
      name: 'A service',
      configGuideUrl: 'https://www.example.com/guide',
      grantedScopes,
      createdBy: owner,
      // Properties were added in the current edition.
      ...(state.profile === 'previous' ? {} : { properties: properties ?? {} }),
    });
  };
  const present = ({ changedAt: _, ...service }: JsonObject): JsonObject => ({
    ...service,
    _links: {
      self: link(`${state.url()}${path}/${service.id}`, 'GET', 'DELETE'),
      client: link(`${state.url()}/oauth2/v1/clients/${service.id}`, 'GET'),
      logo: { name: 'medium', href: 'https://static.example.com/logo.png' },
    },
  });
  routes.on(`GET ${path}`, () => ({ body: services.list().map(present) }));
  routes.on(`POST ${path}`, ({ body }) => ({
    status: 201,
    body: { ...present(make(body)), clientSecret: 'invented-and-shown-once' },
  }));
  routes.on(`GET ${path}/{service}`, ({ ids }) => ({ body: present(services.get(ids[0])) }));
  routes.on(`DELETE ${path}/{service}`, removalFrom(services));
  serveClientSecrets(routes, state, {
    path: `${path}/{client}`,
    find: services.get,
    hasSecret: () => true,
    mask: (secret) => `***${secret.slice(-4)}`,
  });
  make({ type: 'aservice', grantedScopes: ['okta.logs.read'] });
}
