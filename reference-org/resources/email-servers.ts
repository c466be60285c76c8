import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import { hasSince, type JsonObject, type OrgState } from '../state.js';

const path = '/api/v1/email-servers';

/** Mail servers of the org, over which it can send its mails. The org has one, which is not in use. */
export const resource: Resource = { scope: 'okta.emailServers', serve };

function serve(routes: Routes, state: OrgState): void {
  const servers = repositoryOf(state, 'emailServers', { idPrefix: 'ces', type: 'EmailServer' });
  const present = ({ created: _, lastUpdated: __, ...server }: JsonObject): JsonObject => server;
  routes.on(`GET ${path}`, () => ({ body: { 'email-servers': servers.list().map(present) } }));
  // The document has the same list as above. Real orgs send the server itself.
  routes.on(`GET ${path}/{server}`, ({ ids }) => ({ body: present(servers.get(ids[0])) }));
  const authType = hasSince(state, '2026.03.0') ? { authType: 'BASIC_SMTP_AUTH' } : {};
  servers.add({ alias: 'Relay', enabled: false, ...authType, host: 'smtp.example.com', port: 587, username: 'okta' });
  if (hasSince(state, '2026.03.0'))
    servers.add({
      alias: 'OAuth relay',
      enabled: false,
      authType: 'OAUTH2_CLIENT_CREDENTIALS',
      host: 'smtp.example.com',
      port: 587,
      username: 'okta',
      clientId: 'invented',
      tokenEndpoint: 'https://login.example.com/oauth2/v1/token',
      tokenEndpointAuthMethod: 'client_secret_post',
      scopes: ['smtp.send'],
    });
}
