import { invalid } from '../errors.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import { hasSince, type JsonObject, type OrgState } from '../state.js';
import { usersOf } from './users/users.js';

const path = '/api/v1/users/{user}';

/** Risk levels of users. */
export const resource: Resource = { scope: 'okta.userRisk', isNew: true, feature: 'identity-threat-protection', serve };

function serve(routes: Routes, state: OrgState): void {
  const users = usersOf(state);
  const idOf = (ids: string[]) => String(users.get(ids[0]).id);
  const risks = new Map<string, JsonObject>();
  const levels = hasSince(state, '2026.05.1') ? ['HIGH', 'MEDIUM', 'LOW'] : ['HIGH', 'LOW'];
  const risk = (id: string): JsonObject => {
    const user = `${state.url()}/api/v1/users/${id}`;
    const links = { self: link(`${user}/risk`, 'GET', 'PUT'), user: link(user, 'GET') };
    return { riskLevel: 'NONE', ...risks.get(id), _links: links };
  };
  /** Requests can state a reason since 2026.05.1. */
  const reasonOf = ({ riskReason }: JsonObject) =>
    typeof riskReason === 'string' && hasSince(state, '2026.05.1') ? riskReason : 'Admin override risk';
  routes.on(`GET ${path}/risk`, ({ ids }) => ({ body: risk(idOf(ids)) }));
  routes.on(`PUT ${path}/risk`, ({ ids, body }) => {
    const id = idOf(ids);
    if (!levels.includes(String(body.riskLevel))) throw invalid('riskLevel', 'riskLevel: is not known.');
    const status = risks.has(id) ? 200 : 201;
    risks.set(id, { riskLevel: String(body.riskLevel), reason: reasonOf(body) });
    return { status, body: risk(id) };
  });
}
