// @ts-nocheck
import type { Resource, Routes } from '../../resource.js';
import type { OrgState } from '../../state.js';
import { usersOf } from './users.js';

/** Sessions of users. */
export const resource: Resource = { scope: 'okta.users', serve };

function serve(routes: Routes, state: OrgState): void {
  const users = usersOf(state);
  routes.on('DELETE /api/v1/users/{user}/sessions', ({ ids }) => {
    users.get(ids[0]);
    return { status: 204 };
  });
}
