import { notFound } from '../errors.js';
import type { Resource, Routes } from '../resource.js';

/** Memberships of groups in an Active Directory. The agent of the org manages no groups. */
export const resource: Resource = { scope: 'okta.directories.groups', serve };

function serve(routes: Routes): void {
  routes.on('POST /api/v1/directories/{app}/groups/modify', ({ ids }) => {
    throw notFound(ids[0] ?? '', 'AppInstance');
  });
}
