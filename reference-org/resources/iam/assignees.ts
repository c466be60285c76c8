import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import type { OrgState } from '../../state.js';

/** All users with an admin role. A single page has no links. */
export const resource: Resource = { scope: 'okta.roles', superAdminOnly: true, serve };

function serve(routes: Routes, state: OrgState): void {
  routes.list('GET /api/v1/iam/assignees/users', { list: 'value' }, () => {
    const admins = [...state.collection('users').keys()].slice(0, 2);
    return {
      body: {
        value: admins.map((id) => {
          const self = `${state.url()}/api/v1/users/${id}`;
          return {
            id,
            orn: `orn:okta:directory:00o0a1b2c3d4e5f60r7:users:${id}`,
            _links: { self: link(self), roles: link(`${self}/roles`) },
          };
        }),
      },
    };
  });
}
