import { forbidden, invalid, notFound } from '../errors.js';
import { lifecycle, nextStep } from '../lifecycle.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import { hasSince, type JsonObject, type OrgState, timestamp } from '../state.js';

const path = '/api/v1/authenticators';
const oktaVerifySettings: JsonObject = {
  compliance: { fips: 'OPTIONAL' },
  channelBinding: { style: 'NUMBER_CHALLENGE', required: 'NEVER' },
  userVerification: 'PREFERRED',
  userVerificationMethods: ['BIOMETRICS'],
  appInstanceId: '',
};

/** Authenticators. Each org has most of them, and none can be deleted. */
export const resource: Resource = { scope: 'okta.authenticators', serve };

function serve(routes: Routes, state: OrgState): void {
  const objects = objectsOf(state);
  const { authenticators, methods, get, method, make, present, presentMethod } = objects;
  routes.on(`GET ${path}`, () => ({ body: [...authenticators.values()].map(present) }));
  routes.on(`POST ${path}`, ({ body }) => {
    const { key, name } = body;
    if (typeof key !== 'string' || typeof name !== 'string')
      throw invalid('key', 'key: The field cannot be left blank');
    if (key !== 'custom_app' && [...authenticators.values()].some((known) => known.key === key))
      throw invalid('key', 'key: The authenticator is there already.');
    const its = {
      ...(body.settings ? { settings: body.settings } : {}),
      ...(body.provider ? { provider: body.provider } : {}),
    };
    return { body: present(make(key, key === 'custom_app' ? 'app' : 'security_key', name, 'ACTIVE', its, [])) };
  });
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => {
    const authenticator = get(ids[0]);
    const { settings = authenticator.settings, name = authenticator.name } = body;
    return {
      body: present(
        Object.assign(authenticator, {
          name: name ?? null,
          ...(settings === undefined ? {} : { settings }),
          lastUpdated: timestamp(state),
        }),
      ),
    };
  });
  routes.on(`GET ${path}/{id}/methods`, ({ ids }) => ({
    body: (methods.get(String(get(ids[0]).id)) ?? []).map((its) => presentMethod(ids[0], its)),
  }));
  routes.on(`GET ${path}/{id}/methods/{type}`, ({ ids }) => ({ body: presentMethod(ids[0], method(ids)) }));
  routes.on(`PUT ${path}/{id}/methods/{type}`, ({ ids, body }) => ({
    body: presentMethod(
      ids[0],
      Object.assign(method(ids), body.settings === undefined ? {} : { settings: body.settings }),
    ),
  }));
  for (const [verb, status] of lifecycle) {
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => {
      const authenticator = get(ids[0]);
      // A policy of this org uses mails.
      if (status === 'INACTIVE' && ['okta_email', 'okta_password'].includes(String(authenticator.key)))
        throw forbidden('E0000148', 'Cannot modify or disable this authenticator because it is enabled in a policy.');
      return { body: present(Object.assign(authenticator, { status, lastUpdated: timestamp(state) })) };
    });
    routes.on(`POST ${path}/{id}/methods/{type}/lifecycle/${verb}`, ({ ids }) => ({
      body: presentMethod(ids[0], Object.assign(method(ids), { status })),
    }));
  }
  serveAppConfiguration(routes, state, objects);
  createDefaults(objects);
}

/** Registers the public configuration of custom authenticators. */
function serveAppConfiguration(routes: Routes, state: OrgState, objects: ReturnType<typeof objectsOf>): void {
  const { authenticators } = objects;
  routes.on(
    'GET /.well-known/app-authenticator-configuration',
    ({ query }) => {
      const client = query.get('oauthClientId');
      if (!client) throw invalid('oauthClientId', 'oauthClientId: The parameter is missing.');
      const apps = [...authenticators.values()].filter(
        (known) => known.key === 'custom_app' && (known.settings as JsonObject).oauthClientId === client,
      );
      return {
        body: apps.map((app) => ({
          authenticatorId: app.id ?? null,
          orgId: '00o0a1b2c3d4e5f60r70',
          key: 'custom_app',
          name: app.name ?? null,
          type: 'app',
          createdDate: app.created ?? null,
          lastUpdated: app.lastUpdated ?? null,
          settings: { userVerification: 'PREFERRED' },
          appAuthenticatorEnrollEndpoint: `${state.url()}/idp/authenticators`,
          supportedMethods: [
            {
              type: 'push',
              status: 'ACTIVE',
              settings: { keyProtection: 'ANY', algorithms: ['ES256'], transactionTypes: ['LOGIN'] },
            },
          ],
        })),
      };
    },
    { isPublic: true },
  );
}

/** Creates the objects that every org has. */
function createDefaults({ previous, passkeys, passkeyTexts, make }: ReturnType<typeof objectsOf>): void {
  make('okta_email', 'email', 'Email', 'ACTIVE', { settings: { allowedFor: 'any', tokenLifetimeInMinutes: 5 } }, [
    active('email'),
  ]);
  make('okta_password', 'password', 'Password', 'ACTIVE', {}, [active('password')]);
  make('phone_number', 'phone', 'Phone', 'ACTIVE', { settings: { allowedFor: 'recovery' } }, [
    active('sms'),
    { type: 'voice', status: 'INACTIVE' },
  ]);
  make(
    'security_question',
    'security_question',
    'Security Question',
    'ACTIVE',
    { settings: { allowedFor: 'recovery' } },
    [active('security_question')],
  );
  make('okta_verify', 'app', 'Okta Verify', 'ACTIVE', { settings: structuredClone(oktaVerifySettings) }, [
    active('push', { keyProtection: 'ANY', algorithms: ['ES256'], transactionTypes: ['LOGIN'] }),
    active('totp', { timeIntervalInSeconds: 30, encoding: 'Base32', algorithm: 'HMACSHA1', passCodeLength: 6 }),
  ]);
  // Sign-in by autofill was added in the current edition.
  const autofill = previous ? {} : { enableAutofillUI: false };
  make('webauthn', 'security_key', 'Security Key or Biometric', 'INACTIVE', passkeyTexts, [
    active('webauthn', { userVerification: 'PREFERRED', attachment: 'ANY', ...autofill, ...passkeys }),
  ]);
  make(
    'custom_app',
    'app',
    'An app',
    'ACTIVE',
    {
      settings: {
        userVerification: 'PREFERRED',
        appInstanceId: '0oa0a1b2c3d4e5f60r70',
        oauthClientId: '0oa0a1b2c3d4e5f60r70',
      },
      provider: { type: 'PUSH', configuration: { fcm: { id: 'ppc0a1b2c3d4e5f60r70' } } },
    },
    [active('push', { keyProtection: 'ANY', algorithms: ['ES256'], transactionTypes: ['LOGIN'] })],
  );
  // Temporary access codes were added in the current edition.
  if (!previous) {
    const complexity = { numbers: true, letters: true, specialCharacters: false };
    const configuration = { minTtl: 10, maxTtl: 60, defaultTtl: 20, length: 16, multiUseAllowed: false, complexity };
    make('tac', 'tac', 'Temporary Access Code', 'ACTIVE', { provider: { type: 'tac', configuration } }, [
      active('tac'),
    ]);
  }
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const authenticators = state.collection('authenticators');
  const methods = new Map<string, JsonObject[]>();
  const previous = state.profile === 'previous';
  const passkeys = passkeySettings(state);
  const passkeyTexts = hasSince(state, '2026.03.0') ? { description: 'Sign in with a passkey' } : {};
  const get = (id = ''): JsonObject => {
    const authenticator = authenticators.get(id);
    if (!authenticator) throw notFound(id, 'Authenticator');
    return authenticator;
  };
  const method = (ids: string[]): JsonObject => {
    const found = methods.get(String(get(ids[0]).id))?.find(({ type }) => type === ids[1]);
    if (!found) throw notFound(ids[1] ?? '', 'AuthenticatorMethod');
    return found;
  };
  const make = (
    key: string,
    type: string,
    name: string,
    status: string,
    more: JsonObject,
    its: JsonObject[],
  ): JsonObject => {
    const at = timestamp(state);
    const id = state.newId('aut');
    const authenticator: JsonObject = { type, id, key, status, name, created: at, lastUpdated: at, ...more };
    authenticators.set(id, authenticator);
    methods.set(id, its);
    return authenticator;
  };
  const steps = (self: string, object: JsonObject): JsonObject => {
    const verb = nextStep(object);
    return { [verb]: link(`${self}/lifecycle/${verb}`, 'POST') };
  };
  const present = (authenticator: JsonObject): JsonObject => {
    const self = `${state.url()}${path}/${authenticator.id}`;
    const enrolls = authenticator.key === 'okta_verify' || authenticator.key === 'custom_app';
    return {
      ...authenticator,
      _links: {
        self: link(self, 'GET', 'PUT'),
        methods: link(`${self}/methods`, 'GET'),
        ...(enrolls ? { enroll: { ...link(`${state.url()}/idp/authenticators`, 'POST') } } : {}),
        // The password authenticator is always active.
        ...(authenticator.key === 'okta_password' ? {} : steps(self, authenticator)),
      },
    };
  };
  const presentMethod = (authenticatorId: string | undefined, its: JsonObject): JsonObject => {
    const self = `${state.url()}${path}/${authenticatorId}/methods/${its.type}`;
    return { ...its, _links: { self: link(self, 'GET', 'PUT'), ...steps(self, its) } };
  };
  return { authenticators, methods, previous, passkeys, passkeyTexts, get, method, make, present, presentMethod };
}

/** The settings of passkeys that later editions added. */
function passkeySettings(state: OrgState): JsonObject {
  return {
    ...(hasSince(state, '2025.10.0')
      ? { rpId: { enabled: false, domain: { name: 'example.com', validationStatus: 'NOT_STARTED' } } }
      : {}),
    ...(hasSince(state, '2026.03.0')
      ? {
          userVerificationForVerify: 'PREFERRED',
          residentKeyRequirement: 'REQUIRED',
          showSignInWithAPasskeyButton: false,
          certBasedAttestationValidation: false,
          allowSyncablePasskeys: true,
          hardwareProtected: false,
          fipsCompliant: false,
        }
      : {}),
  };
}

/** An active method of an authenticator. */
function active(type: string, settings?: JsonObject): JsonObject {
  return { type, status: 'ACTIVE', ...(settings ? { settings } : {}) };
}
