import { randomUUID } from 'node:crypto';
import { firstMissing, pick } from '../bodies.js';
import { invalid } from '../errors.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import { hasSince, type JsonObject, type OrgState } from '../state.js';

const path = '/privileged-access/api/v1/service-accounts';

/** Service accounts: app accounts that several users share. */
export const resource: Resource = { scope: 'okta.serviceAccounts', isNew: true, feature: 'privileged-access', serve };

function serve(routes: Routes, state: OrgState): void {
  const accounts = repositoryOf(state, 'serviceAccounts', { idPrefix: '', type: 'ServiceAccount' });
  const required = ['name', 'username', 'containerOrn', ...(hasSince(state, '2026.05.1') ? ['password'] : [])];
  const make = (body: JsonObject): JsonObject => {
    const missing = firstMissing(body, ...required);
    if (missing) throw invalid(missing, `${missing}: The field cannot be left blank`);
    return accounts.add({
      id: randomUUID(),
      ...pick(body, 'name', 'username', 'containerOrn', 'description', 'ownerGroupIds', 'ownerUserIds'),
      status: 'UNSECURED',
      statusDetail: body.password === undefined ? 'MISSING_PASSWORD' : 'STAGED',
    });
  };
  routes.on(`GET ${path}`, () => ({ body: accounts.list() }));
  routes.on(`POST ${path}`, ({ body }) => ({ body: make(body) }));
  routes.on(`GET ${path}/{account}`, ({ ids }) => ({ body: accounts.get(ids[0]) }));
  routes.on(`PATCH ${path}/{account}`, ({ ids, body }) => ({
    body: accounts.change(accounts.get(ids[0]), pick(body, 'name', 'description', 'ownerGroupIds', 'ownerUserIds')),
  }));
  routes.on(`DELETE ${path}/{account}`, removalFrom(accounts));
  make({
    name: 'admin',
    username: 'admin',
    password: 'invented',
    containerOrn: 'orn:okta:idp:00o0a1b2c3d4e5f60r7:apps:x:0oa',
  });
}
