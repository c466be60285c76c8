import type { Json } from '../src/domain/json.js';
import { textAt } from '../src/engine/fill.js';
import type { BodyContext, Fixture, FixtureSpec, Trial } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';
import { bookmarkApp } from './app-fixtures.js';
import { group as aGroup, somebody } from './fixtures.js';

const policies = '/api/v1/policies';
const policy = `${policies}/{policyId}`;
const rules = `${policy}/rules`;
const mappings = `${policy}/mappings`;
const rule = `${rules}/{ruleId}`;

/** The bodies of policies by type. They apply to a group of the run without members. */
const forNobody = ({ ids }: BodyContext): Json => ({ people: { groups: { include: [ids.groupId ?? ''] } } });
const bodies: Record<string, (context: BodyContext) => { [key: string]: Json }> = {
  ACCESS_POLICY: ({ name }) => ({ name, type: 'ACCESS_POLICY', description: 'Contract' }),
  OKTA_SIGN_ON: (context) => ({
    name: context.name,
    type: 'OKTA_SIGN_ON',
    description: 'Contract',
    conditions: forNobody(context),
  }),
  PASSWORD: (context) => ({
    name: context.name,
    type: 'PASSWORD',
    description: 'Contract',
    conditions: forNobody(context),
  }),
};
const network = { connection: 'ANYWHERE' };
const ruleBodies: Record<string, (context: BodyContext) => { [key: string]: Json }> = {
  ACCESS_POLICY: ({ name }) => ({
    name,
    type: 'ACCESS_POLICY',
    conditions: { network },
    actions: { appSignOn: { access: 'ALLOW', verificationMethod: { factorMode: '2FA', type: 'ASSURANCE' } } },
  }),
  OKTA_SIGN_ON: ({ name }) => ({
    name,
    type: 'SIGN_ON',
    conditions: { network, authContext: { authType: 'ANY' }, identityProvider: { provider: 'ANY' } },
    actions: {
      signon: {
        access: 'ALLOW',
        rememberDeviceByDefault: false,
        requireFactor: false,
        session: { maxSessionIdleMinutes: 120, maxSessionLifetimeMinutes: 120, usePersistentCookie: false },
      },
    },
  }),
  PASSWORD: ({ name }) => ({
    name,
    type: 'PASSWORD',
    conditions: { network },
    actions: {
      passwordChange: { access: 'ALLOW' },
      selfServicePasswordReset: { access: 'ALLOW' },
      selfServiceUnlock: { access: 'DENY' },
    },
  }),
};

/** What the edition added, by type of policy. */
const added: Record<string, { policy?: Trial; rule?: Trial }> = {
  ACCESS_POLICY: {
    rule: {
      '/actions/appSignOn/keepMeSignedIn': { postAuth: 'ALLOWED', postAuthPromptFrequency: 'P30D' },
      '/actions/appSignOn/verificationMethod/constraints': [
        {
          possession: {
            required: true,
            deviceBound: 'REQUIRED',
            userVerification: 'REQUIRED',
            userVerificationMethods: ['BIOMETRICS'],
          },
        },
      ],
      '/priority': null,
    },
  },
  PASSWORD: {
    policy: {
      '/settings/password/breachedProtection': { expireAfterDays: 5, logoutEnabled: false },
      '/settings/password/complexity/oelStatement': 'user.profile.department == "contract"',
    },
  },
};

const gracePeriod: Trial = {
  '/settings/authenticators/1/enroll/gracePeriod': { type: 'BY_DATE_TIME', expiry: '2099-12-01T00:00:00.000Z' },
};

suite('policies', ({ call, fixture }) => {
  const types = [...Object.keys(bodies), 'IDP_DISCOVERY', 'POST_AUTH_SESSION', 'SESSION_VIOLATION_DETECTION'];
  for (const type of types) {
    const found = fixture({ parameter: 'policyId', found: { operation: `GET ${policies}`, query: { type } } });
    call(`GET ${policy}`, { on: found });
    if (type === 'ACCESS_POLICY') {
      call(`GET ${policy}/app`, { on: found });
      call(`GET ${mappings}`, { on: found });
      const mapped = fixture({ parameter: 'mappingId', found: { operation: `GET ${mappings}` }, parents: [found] });
      call(`GET ${mappings}/{mappingId}`, { on: mapped });
    }
    const foundRule = fixture({ parameter: 'ruleId', found: { operation: `GET ${rules}` }, parents: [found] });
    call(`GET ${rule}`, { on: foundRule });
  }

  const group = fixture(aGroup);
  const removable: Pick<FixtureSpec, 'parameter' | 'remove'> = {
    parameter: 'policyId',
    remove: [`POST ${policy}/lifecycle/deactivate`, `DELETE ${policy}`],
  };
  for (const [type, body] of Object.entries(bodies)) {
    const find = { path: `${policies}?type=${type}`, name: '/name' };
    const tried = added[type]?.policy;
    const made = fixture({
      ...removable,
      make: { operation: `POST ${policies}`, body, ...(tried && { alsoSend: tried }) },
      find,
      ...(type === 'ACCESS_POLICY' ? {} : { parents: [group] }),
    });
    call(`GET ${policy}`, { on: made });
    call(`PUT ${policy}`, {
      on: made,
      // The name stays: the name of a clone depends on it, and the two requests have no order.
      body: (context) => ({
        ...body(context),
        name: textAt(context.object, 'name'),
        description: 'Contract, replaced',
      }),
      alsoSend: tried ? [tried] : [],
    });
    call(`POST ${policy}/lifecycle/deactivate`, { on: made });
    call(`GET ${policy}`, { on: made });
    call(`POST ${policy}/lifecycle/activate`, { on: made });
    if (type === 'ACCESS_POLICY') {
      const its = fixture(bookmarkApp);
      const mapping = fixture({
        parameter: 'mappingId',
        make: {
          operation: `POST ${mappings}`,
          body: ({ ids }) => ({ resourceId: ids.bookmarkId ?? '', resourceType: 'APP' }),
          refusal: {
            reason: 'feature-not-enabled',
            detail: 'this org no longer supports it for policies of this type',
            summary: /no longer supported/i,
          },
        },
        remove: [`DELETE ${mappings}/{mappingId}`],
        // A mapping is removed with its policy.
        parents: [made, its],
      });
      call(`GET ${policy}/app`, { on: mapping });
      call(`GET ${mappings}`, { on: mapping });
      call(`GET ${mappings}/{mappingId}`, { on: mapping });
      // Evaluates the policies of the org for the app and the user of the run. It changes nothing.
      call(`POST ${policies}/simulate`, {
        on: [its, group, fixture(somebody)],
        inBody: 'groupId',
        body: ({ ids }) => [
          {
            appInstance: ids.bookmarkId ?? '',
            policyTypes: ['OKTA_SIGN_ON', 'MFA_ENROLL', 'ACCESS_POLICY', 'PROFILE_ENROLLMENT'],
            policyContext: { user: { id: ids.userId ?? '' }, groups: { ids: [ids.groupId ?? ''] } },
          },
        ],
      });
      fixture({
        ...removable,
        make: { operation: `POST ${policy}/clone`, name: ({ object }) => `[cloned] ${textAt(object, 'name')}` },
        find,
        parents: [made],
      });
    }
    declareRules(made, ruleBodies[type] as (context: BodyContext) => { [key: string]: Json }, added[type]?.rule);
  }

  // Its group has no members, so that it applies to nobody.
  const enroll = (context: BodyContext) => ({
    name: context.name,
    type: 'MFA_ENROLL',
    conditions: forNobody(context),
    settings: {
      type: 'AUTHENTICATORS',
      authenticators: ['okta_password', 'okta_email'].map((key) => ({ key, enroll: { self: 'REQUIRED' } })),
    },
  });
  const enrollment = fixture({
    ...removable,
    make: { operation: `POST ${policies}`, body: enroll, alsoSend: gracePeriod },
    find: { path: `${policies}?type=MFA_ENROLL`, name: '/name' },
    parents: [group],
  });
  call(`PUT ${policy}`, { on: enrollment, body: enroll, alsoSend: [gracePeriod] });

  function declareRules(of: Fixture, body: (context: BodyContext) => { [key: string]: Json }, tried?: Trial): void {
    const made = fixture({
      parameter: 'ruleId',
      make: { operation: `POST ${rules}`, body, ...(tried && { alsoSend: tried }) },
      remove: [`DELETE ${rule}`],
      // A rule is removed with its policy, so that no `find` is needed.
      parents: [of],
    });
    call(`GET ${rules}`, { on: of });
    call(`GET ${rule}`, { on: made });
    call(`PUT ${rule}`, { on: made, body, alsoSend: tried ? [tried] : [] });
    call(`POST ${rule}/lifecycle/deactivate`, { on: made });
    call(`GET ${rule}`, { on: made });
    call(`POST ${rule}/lifecycle/activate`, { on: made });
  }
});
