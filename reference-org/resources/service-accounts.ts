import { randomUUID } from 'node:crypto';
import { collection, lacks, pick } from '../collection.js';
import { invalid } from '../errors.js';
import type { JsonObject, OrgState } from '../org.js';
import type { Router } from '../router.js';

const path = '/privileged-access/api/v1/service-accounts';
const terms = { isNew: true, feature: 'privileged-access' } as const;

/** Accounts of apps that people share. */
export function serveServiceAccounts(router: Router, state: OrgState): void {
  const accounts = collection(state, 'serviceAccounts', '', 'ServiceAccount');
  const make = (body: JsonObject): JsonObject => {
    const missing = lacks(body, 'name', 'username', 'containerOrn');
    if (missing) throw invalid(missing, `${missing}: The field cannot be left blank`);
    return accounts.add({
      id: randomUUID(),
      ...pick(body, 'name', 'username', 'containerOrn', 'description', 'ownerGroupIds', 'ownerUserIds'),
      status: 'UNSECURED',
      statusDetail: 'MISSING_PASSWORD',
    });
  };
  router.on(`GET ${path}`, () => ({ body: accounts.list() }), terms);
  router.on(`POST ${path}`, ({ body }) => ({ body: make(body) }), terms);
  router.on(`GET ${path}/{account}`, ({ ids }) => ({ body: accounts.get(ids[0]) }), terms);
  router.on(
    `PATCH ${path}/{account}`,
    ({ ids, body }) => ({
      body: accounts.change(accounts.get(ids[0]), pick(body, 'name', 'description', 'ownerGroupIds', 'ownerUserIds')),
    }),
    terms,
  );
  router.on(
    `DELETE ${path}/{account}`,
    ({ ids }) => {
      accounts.remove(accounts.get(ids[0]));
      return { status: 204 };
    },
    terms,
  );
  make({ name: 'admin', username: 'admin', containerOrn: 'orn:okta:idp:00o0a1b2c3d4e5f60r7:apps:x:0oa' });
}
