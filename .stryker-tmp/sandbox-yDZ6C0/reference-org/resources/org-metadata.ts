// @ts-nocheck
import type { Resource, Routes } from '../resource.js';
import type { OrgState } from '../state.js';

/** The metadata of the org. */
export const resource: Resource = { scope: null, isPublic: true, serve };

function serve(routes: Routes, state: OrgState): void {
  const id = state.newId('00o');
  routes.on('GET /.well-known/okta-organization', () => ({
    body: { id, cell: 'ok0', _links: { organization: { href: state.url() } }, pipeline: 'idx', ...settings(state) },
  }));
}

/** Removed from the documentation in 2024.09.2. All recorded orgs return it, with undocumented properties. */
function settings({ profile }: OrgState) {
  const documented = { analyticsCollectionEnabled: false, bugReportingEnabled: true, omEnabled: false };
  if (profile === 'previous') return { settings: documented };
  if (profile === 'observed')
    return { settings: { ...documented, desktopMFAEnabled: false, itpEnabled: false, pssoEnabled: false } };
  return {};
}
