// @ts-nocheck
import { invalid } from '../errors.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../state.js';
import { usersOf } from './users/users.js';

const path = '/api/v1/users/{user}';

/** Classification of users. */
export const resource: Resource = { scope: 'okta.users', isNew: true, feature: 'lite-users', serve };

function serve(routes: Routes, state: OrgState): void {
  const users = usersOf(state);
  const idOf = (ids: string[]) => String(users.get(ids[0]).id);
  const kinds = new Map<string, JsonObject>();
  const classified = (id: string): JsonObject => kinds.get(id) ?? { type: 'STANDARD', lastUpdated: timestamp(state) };
  routes.on(`GET ${path}/classification`, ({ ids }) => ({ body: classified(idOf(ids)) }));
  routes.on(`PUT ${path}/classification`, ({ ids, body }) => {
    if (body.type !== 'LITE' && body.type !== 'STANDARD') throw invalid('type', 'type: is not known.');
    kinds.set(idOf(ids), { type: body.type, lastUpdated: timestamp(state) });
    return { body: classified(idOf(ids)) };
  });
}
