import { notFound } from '../../errors.js';
import type { Resource, Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { findApp } from './apps.js';
import { type Clients, secretsOf, serveClientSecrets } from './client-secrets.js';

/** Secrets of the clients that are apps. */
export const resource: Resource = { scope: 'okta.apps', serve };

function serve(routes: Routes, state: OrgState): void {
  const clients: Clients = {
    path: '/api/v1/apps/{client}',
    find(id = '') {
      const app = findApp(state, id);
      if (app.signOnMode !== 'OPENID_CONNECT') throw notFound(id, 'OAuth2AppInstance');
      return app;
    },
    hasSecret({ credentials }) {
      const { oauthClient } = credentials as { oauthClient: JsonObject };
      return String(oauthClient.token_endpoint_auth_method).startsWith('client_secret');
    },
  };
  serveClientSecrets(routes, state, clients);
  const { find, present } = secretsOf(state, clients);
  routes.on(`GET ${clients.path}/credentials/secrets/{secret}`, ({ ids }) => ({ body: present(find(ids)) }));
}
