import { invalid, notFound } from '../errors.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../state.js';
import { resource as users } from './users/users.js';

const path = '/api/v1/org/privacy/oktaSupport';

/** Access of Okta's support staff: by cases, and by the operations that the current edition redirects to them. */
export const resource: Resource = { scope: 'okta.orgs', superAdminOnly: true, after: [users], serve };

function serve(routes: Routes, state: OrgState): void {
  let isEnabled = false;
  for (const verb of ['extend', 'grant', 'revoke'])
    routes.on(`POST ${path}/${verb}`, () => {
      const self = `${state.url()}${path}`;
      if (state.profile === 'previous') {
        isEnabled = verb !== 'revoke';
        return {
          body: {
            support: isEnabled ? 'ENABLED' : 'DISABLED',
            expiration: isEnabled ? timestamp(state) : null,
            _links: { grant: link(`${self}/grant`), extend: link(`${self}/extend`), revoke: link(`${self}/revoke`) },
          },
        };
      }
      return { status: 301, headers: { location: `${self}/cases` } };
    });
  routes.on(`GET ${path}`, () => ({
    body: {
      support: isEnabled ? 'ENABLED' : 'DISABLED',
      expiration: isEnabled ? timestamp(state) : null,
      // Cases were added in the current edition.
      ...(state.profile === 'previous' ? {} : { caseNumber: null }),
      _links: { grant: link(`${state.url()}${path}/grant`, 'POST') },
    },
  }));
  const open: JsonObject = {
    caseNumber: '00000001',
    subject: 'A question',
    impersonation: { status: 'ENABLED', expiration: timestamp(state) },
    selfAssigned: { status: 'NOT_REQUIRED' },
  };
  routes.on(`GET ${path}/cases`, () => ({ body: { supportCases: [open] } }), { isNew: true });
  routes.on(
    `PATCH ${path}/cases/{case}`,
    ({ body }) => ({
      body: Object.assign(open, {
        impersonation: { ...(open.impersonation as JsonObject), ...(body.impersonation as JsonObject) },
      }),
    }),
    { isNew: true },
  );
  serveAerial(routes, state);
}

/** Consent that an Aerial account manages the org. */
function serveAerial(routes: Routes, state: OrgState): void {
  const path = '/api/v1/org/privacy/aerial';
  const step = (verb: string) => ({ [verb]: link(`${state.url()}${path}/${verb}`, 'POST') });
  const [grantedBy = ''] = state.collection('users').keys();
  const grant = (accountId: string): JsonObject => ({ accountId, grantedBy, grantedDate: timestamp(state) });
  const orgId = state.newId('00o');
  let consent: JsonObject | undefined = grant('0200bs0617vvhv2v675mch1cukp');
  const present = () => {
    if (!consent) throw notFound(orgId, 'OrgAerialConsent');
    return { body: { ...consent, _links: { self: link(state.url() + path, 'GET'), ...step('revoke') } } };
  };
  routes.on(`GET ${path}`, present);
  routes.on(`POST ${path}/grant`, ({ body: { accountId } }) => {
    if (typeof accountId !== 'string') throw invalid('accountId', 'accountId: The field cannot be left blank');
    consent = grant(accountId);
    return present();
  });
  routes.on(`POST ${path}/revoke`, () => {
    consent = undefined;
    return { body: { _links: step('grant') } };
  });
}
