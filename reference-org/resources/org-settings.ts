import { invalid } from '../errors.js';
import { link } from '../links.js';
import { type JsonObject, type OrgState, timestamp } from '../org.js';
import type { Router } from '../router.js';

/** Switches of the whole org, and whether Okta support may look into it. */
export function serveOrgSettings(router: Router, state: OrgState): void {
  const toggle = (way: string, method: string, key: string, feature: string): void => {
    let isOn = false;
    const terms = { isNew: true, feature } as const;
    router.on(`GET ${way}`, () => ({ body: { [key]: isOn } }), terms);
    router.on(
      `${method} ${way}`,
      ({ body }) => {
        const value = body[key];
        if (typeof value !== 'boolean') throw invalid(key, `${key}: must be true or false.`);
        isOn = value;
        return { body: { [key]: isOn } };
      },
      terms,
    );
  };
  toggle('/api/v1/org/settings/autoAssignAdminAppSetting', 'POST', 'autoAssignAdminAppSetting', 'admin-app-assignment');
  toggle(
    '/device-access/api/v1/desktop-mfa/enforce-number-matching-challenge-settings',
    'PUT',
    'desktopMFAEnforceNumberMatchingChallengeEnabled',
    'desktop-mfa',
  );

  // Whether new service apps become super administrators.
  const privileges = '/api/v1/org/settings/clientPrivilegesSetting';
  const clientPrivileges = () => ({ body: { clientPrivilegesSetting: state.clientPrivileges } });
  router.on(`GET ${privileges}`, clientPrivileges);
  router.on(`PUT ${privileges}`, ({ body }) => {
    if (typeof body.clientPrivilegesSetting !== 'boolean')
      throw invalid('clientPrivilegesSetting', 'clientPrivilegesSetting: must be true or false.');
    state.clientPrivileges = body.clientPrivilegesSetting;
    return clientPrivileges();
  });

  const personal = { isNew: true, feature: 'personal-settings' } as const;
  const path = '/okta-personal-settings/api/v1';
  let domains: JsonObject = { domains: ['blocked.example.com'] };
  router.on(`PUT ${path}/edit-feature`, () => ({ status: 204 }), personal);
  router.on(`GET ${path}/export-blocklists`, () => ({ body: domains }), personal);
  router.on(
    `PUT ${path}/export-blocklists`,
    ({ body }) => {
      if (!Array.isArray(body.domains)) throw invalid('domains', 'domains: must be a list.');
      domains = { domains: body.domains };
      return { status: 204 };
    },
    personal,
  );

  const support = '/api/v1/org/privacy/oktaSupport';
  router.on(`GET ${support}`, () => ({
    body: {
      support: state.supportAccess ? 'ENABLED' : 'DISABLED',
      expiration: state.supportAccess ? timestamp(state) : null,
      // Support works by cases since the edition.
      ...(state.profile === 'previous' ? {} : { caseNumber: null }),
      _links: { grant: link(`${state.url()}${support}/grant`, 'POST') },
    },
  }));
  const open: JsonObject = {
    caseNumber: '00000001',
    subject: 'A question',
    impersonation: { status: 'ENABLED', expiration: timestamp(state) },
    selfAssigned: { status: 'NOT_REQUIRED' },
  };
  router.on(`GET ${support}/cases`, () => ({ body: { supportCases: [open] } }), { isNew: true });
  router.on(
    `PATCH ${support}/cases/{case}`,
    ({ body }) => ({
      body: Object.assign(open, {
        impersonation: { ...(open.impersonation as JsonObject), ...(body.impersonation as JsonObject) },
      }),
    }),
    { isNew: true },
  );
}
