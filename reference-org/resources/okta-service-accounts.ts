import { randomUUID } from 'node:crypto';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { OrgState } from '../state.js';

const path = '/privileged-access/api/v1/okta-service-accounts';

/** Users that are managed as service accounts. */
export const resource: Resource = {
  scope: 'okta.serviceAccounts.okta',
  since: '2026.05.1',
  feature: 'privileged-access',
  serve,
};

function serve(routes: Routes, state: OrgState): void {
  const accounts = repositoryOf(state, 'oktaServiceAccounts', { idPrefix: '', type: 'OktaServiceAccount' });
  accounts.add({
    id: randomUUID(),
    name: 'AD Integrations Admin',
    description: 'Shared account',
    oktaUserId: '00u0a1b2c3d4e5f60r70',
    username: 'shared@acme.example',
    email: 'shared@acme.example',
    ownerUserIds: ['00u0a1b2c3d4e5f60r71'],
    ownerGroupIds: ['00g0a1b2c3d4e5f60r70'],
    status: 'UNSECURED',
    statusDetail: 'STAGED',
  });
  routes.list(`GET ${path}`, {}, () => ({ body: accounts.list() }));
  routes.on(`GET ${path}/{account}`, ({ ids }) => ({ body: accounts.get(ids[0]) }));
}
