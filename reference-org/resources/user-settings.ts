import { invalid } from '../errors.js';
import { link } from '../links.js';
import { type JsonObject, type OrgState, timestamp } from '../org.js';
import type { Router } from '../router.js';
import { usersOf } from './users.js';

const path = '/api/v1/users/{user}';

/** What is known of a user beside the user: classification and risk; and the end of all sessions. */
export function serveUserSettings(router: Router, state: OrgState): void {
  const users = usersOf(state);
  const idOf = (ids: string[]) => String(users.get(ids[0]).id);

  const kinds = new Map<string, JsonObject>();
  const lite = { isNew: true, feature: 'lite-users' } as const;
  const classified = (id: string): JsonObject => kinds.get(id) ?? { type: 'STANDARD', lastUpdated: timestamp(state) };
  router.on(`GET ${path}/classification`, ({ ids }) => ({ body: classified(idOf(ids)) }), lite);
  router.on(
    `PUT ${path}/classification`,
    ({ ids, body }) => {
      if (body.type !== 'LITE' && body.type !== 'STANDARD') throw invalid('type', 'type: is not known.');
      kinds.set(idOf(ids), { type: body.type, lastUpdated: timestamp(state) });
      return { body: classified(idOf(ids)) };
    },
    lite,
  );

  const risks = new Map<string, JsonObject>();
  const threats = { isNew: true, feature: 'identity-threat-protection' } as const;
  const risk = (id: string): JsonObject => {
    const user = `${state.url()}/api/v1/users/${id}`;
    const links = { self: link(`${user}/risk`, 'GET', 'PUT'), user: link(user, 'GET') };
    return { riskLevel: 'NONE', ...risks.get(id), _links: links };
  };
  router.on(`GET ${path}/risk`, ({ ids }) => ({ body: risk(idOf(ids)) }), threats);
  router.on(
    `PUT ${path}/risk`,
    ({ ids, body }) => {
      const id = idOf(ids);
      if (body.riskLevel !== 'HIGH' && body.riskLevel !== 'LOW') throw invalid('riskLevel', 'riskLevel: is not known.');
      const status = risks.has(id) ? 200 : 201;
      risks.set(id, { riskLevel: body.riskLevel, reason: 'Admin override risk' });
      return { status, body: risk(id) };
    },
    threats,
  );

  router.on(`DELETE ${path}/sessions`, ({ ids }) => {
    users.get(ids[0]);
    return { status: 204 };
  });
}
