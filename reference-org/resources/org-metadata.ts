import type { OrgState } from '../org.js';
import type { Router } from '../router.js';

/** `GET /.well-known/okta-organization`: for everybody, without credentials. */
export function serveOrgMetadata(router: Router, state: OrgState): void {
  const id = state.newId('00o');
  router.on(
    'GET /.well-known/okta-organization',
    () => ({
      body: { id, cell: 'ok0', _links: { organization: { href: state.url() } }, pipeline: 'idx', ...settings(state) },
    }),
    { open: true },
  );
}

/** Left the documents with 2024.09.2; every recorded org still serves it, with more in it than was ever documented. */
function settings({ profile }: OrgState) {
  const documented = { analyticsCollectionEnabled: false, bugReportingEnabled: true, omEnabled: false };
  if (profile === 'previous') return { settings: documented };
  if (profile === 'observed')
    return { settings: { ...documented, desktopMFAEnabled: false, itpEnabled: false, pssoEnabled: false } };
  return {};
}
