import { forbidden, invalid, notFound } from '../../errors.js';
import { lifecycle, nextStep } from '../../lifecycle.js';
import { link } from '../../links.js';
import { page } from '../../pages.js';
import type { Resource, Routes } from '../../resource.js';
import { hasSince, type JsonObject, type OrgState, timestamp } from '../../state.js';

export const path = '/api/v1/idps';
/** Endpoints of social providers. Other providers name their own endpoints. */
const social: Record<string, [authorization: string, token: string]> = {
  FACEBOOK: ['https://social.example.com/dialog/oauth', 'https://social.example.com/oauth/access_token'],
  GOOGLE: ['https://accounts.example.com/o/oauth2/auth', 'https://accounts.example.com/oauth2/v3/token'],
  MICROSOFT: ['https://login.example.com/common/oauth2/v2.0/authorize', 'https://login.example.com/oauth2/v2.0/token'],
};

const newSettings = [
  ['settings', 'participateSlo'],
  ['settings', 'sendApplicationContext'],
];

/** Identity providers. An active one is deactivated before it is deleted. Responses contain the client secret. */
export const resource: Resource = { scope: 'okta.idps', serve };

function serve(routes: Routes, state: OrgState): void {
  const objects = objectsOf(state);
  const { providers, get, read, make, present } = objects;
  routes.on(`GET ${path}`, ({ query }) => {
    const wanted = query.get('q') ?? '';
    // Providers that verify identities were added in the current edition.
    if (state.profile === 'previous' && query.get('type')?.startsWith('IDV_'))
      throw invalid('type', 'type: The value is not known.');
    const found = [...providers.values()].filter(
      (provider) => String(provider.name).startsWith(wanted) && (query.get('type') ?? provider.type) === provider.type,
    );
    const { items, links } = page(found, query, state.url() + path, 20);
    return { body: items.map(present), links };
  });
  routes.on(`POST ${path}`, ({ body }) => ({ body: present(make(body)) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => {
    const provider = Object.assign(get(ids[0]), read(body), { lastUpdated: timestamp(state) });
    // Only this response has no time of creation.
    return { body: { ...present(provider), created: null } };
  });
  routes.on(`DELETE ${path}/{id}`, ({ ids }) => {
    const provider = get(ids[0]);
    if (provider.status === 'ACTIVE')
      throw forbidden('E0000056', 'Delete identity provider forbidden while it is active.');
    providers.delete(String(provider.id));
    return { status: 204 };
  });
  for (const [verb, status] of lifecycle) {
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => ({
      body: present(Object.assign(get(ids[0]), { status, lastUpdated: timestamp(state) })),
    }));
  }
  createDefaults(objects, state);
}

/** Creates the objects that every org has. */
function createDefaults({ make }: ReturnType<typeof objectsOf>, state: OrgState): void {
  // The additions of the current edition are visible at the providers that each org has.
  const added = state.profile === 'current';
  make({
    type: 'SAML2',
    name: 'Partner',
    policy: added ? { accountLink: { action: 'AUTO', filter: { users: { excludeAdmins: true } } } } : {},
    protocol: {
      credentials: {
        trust: { issuer: 'https://idp.example.com', audience: 'https://www.example.com/sp', kid: 'a-key' },
      },
      ...(added
        ? {
            endpoints: { slo: { url: 'https://idp.example.com/slo', binding: 'HTTP-POST' } },
            settings: { participateSlo: true, sendApplicationContext: false },
          }
        : {}),
    },
  });
  make({
    type: 'GOOGLE',
    name: 'Social',
    protocol: {
      type: 'OIDC',
      scopes: ['openid'],
      credentials: { client: { client_id: 'invented', client_secret: 'invented' } },
    },
  });
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const providers = state.collection('idps');
  const get = (id: string | undefined) => findProvider(state, id);
  const read = (body: JsonObject): JsonObject => {
    const { name, type } = body;
    if (typeof name !== 'string' || name === '') throw invalid('name', 'name: The field cannot be left blank');
    if (typeof type !== 'string') throw invalid('type', 'type: The field cannot be left blank');
    return {
      ...(type === 'SAML2' ? {} : { issuerMode: body.issuerMode ?? 'ORG_URL' }),
      name,
      type,
      protocol: protocolOf(
        state,
        type,
        known((body.protocol ?? {}) as JsonObject, ['endpoints', 'slo'], ...newSettings),
      ),
      policy: policyOf(state, known((body.policy ?? {}) as JsonObject, ['accountLink', 'filter', 'users'])),
    };
  };
  /** Without what the current edition added: the previous one ignores it. */
  const known = (given: JsonObject, ...added: string[][]): JsonObject =>
    state.profile === 'previous' ? added.reduce(without, given) : given;
  const make = (body: JsonObject): JsonObject => {
    const at = timestamp(state);
    const id = state.newId('0oa');
    const provider: JsonObject = { id, status: 'ACTIVE', created: at, lastUpdated: at, ...read(body) };
    providers.set(id, provider);
    return provider;
  };
  const present = (provider: JsonObject) => presentProvider(state, provider);
  return { providers, get, read, make, present };
}

/** Finds an identity provider. Throws 404 if there is none. */
export function findProvider(state: OrgState, id = ''): JsonObject {
  const provider = state.collection('idps').get(id);
  if (!provider) throw notFound(id, 'IdpTrust');
  return provider;
}

/** An identity provider as responses show it. */
export function presentProvider(state: OrgState, provider: JsonObject): JsonObject {
  const org = state.url();
  const self = `${org}${path}/${provider.id}`;
  const verb = nextStep(provider);
  return {
    ...provider,
    _links:
      provider.type === 'SAML2'
        ? {
            metadata: { ...link(`${self}/metadata.xml`, 'GET'), type: 'application/xml' },
            acs: { ...link(`${org}/sso/saml2/${provider.id}`, 'POST'), type: 'application/xml' },
            users: link(`${self}/users`, 'GET'),
            [verb]: link(`${self}/lifecycle/${verb}`, 'POST'),
          }
        : {
            authorize: { ...link(`${org}/oauth2/v1/authorize?idp=${provider.id}`, 'GET'), templated: true },
            clientRedirectUri: link(`${org}/oauth2/v1/authorize/callback`, 'POST'),
          },
  };
}

/** A copy of an object without the property at a path. */
function without(object: JsonObject, [name = '', ...rest]: string[]): JsonObject {
  const { [name]: value, ...others } = object;
  if (value === undefined || value === null || rest.length === 0) return others;
  return { ...others, [name]: without(value as JsonObject, rest) };
}

function policyOf(state: OrgState, given: JsonObject): JsonObject {
  const { accountLink, provisioning, subject } = given as Record<string, JsonObject | undefined>;
  return {
    provisioning: {
      action: 'AUTO',
      profileMaster: false,
      groups: { action: 'NONE' },
      conditions: { deprovisioned: { action: 'NONE' }, suspended: { action: 'NONE' } },
      ...provisioning,
    },
    accountLink: { filter: null, action: 'AUTO', ...accountLink },
    subject: {
      userNameTemplate: { template: 'idpuser.email' },
      filter: null,
      matchType: 'USERNAME',
      matchAttribute: null,
      ...subject,
    },
    ...(hasSince(state, '2026.03.0') ? { trustClaims: given.trustClaims ?? false } : {}),
    maxClockSkew: given.maxClockSkew ?? 0,
    transformedUsernameMatchingEnabled: false,
  };
}

function protocolOf(state: OrgState, type: string, given: JsonObject): JsonObject {
  const { credentials = {}, endpoints = {}, settings = {} } = given as Record<string, JsonObject | undefined>;
  if (type === 'SAML2') {
    const { trust = {} } = credentials as Record<string, JsonObject | undefined>;
    return {
      type: 'SAML2',
      endpoints: {
        sso: {
          url: 'https://idp.example.com',
          binding: 'HTTP-POST',
          destination: 'https://idp.example.com',
        },
        acs: { binding: 'HTTP-POST', type: 'INSTANCE' },
        ...endpoints,
      },
      algorithms: {
        request: {
          signature: { algorithm: 'SHA-256', scope: 'REQUEST' },
          ...(hasSince(state, '2026.03.0') ? { digest: 'SHA-256' } : {}),
        },
        response: { signature: { algorithm: 'SHA-256', scope: 'ANY' } },
      },
      settings: {
        nameFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
        honorPersistentNameId: false,
        ...settings,
      },
      credentials: {
        trust: { revocation: null, revocationCacheLifetime: 0, ...trust },
        signing: { kid: 'the-key-of-the-org' },
      },
    };
  }
  const { client } = credentials as Record<string, JsonObject | undefined>;
  // The current edition does not limit them.
  const most = state.profile === 'previous' ? 1024 : Number.POSITIVE_INFINITY;
  for (const [name, value] of Object.entries(client ?? {}))
    if (String(value).length > most) throw invalid(name, `${name}: The value is too long.`);
  if (!client) throw invalid('protocol', 'protocol.credentials.client: The field cannot be left blank');
  const [authorization, token] = social[type] ?? [];
  return {
    type: type === 'FACEBOOK' ? 'OAUTH2' : 'OIDC',
    endpoints:
      authorization && token
        ? {
            authorization: { url: authorization, binding: 'HTTP-REDIRECT' },
            token: { url: token, binding: 'HTTP-POST' },
          }
        : endpoints,
    ...(type === 'OIDC'
      ? {
          algorithms: { request: { signature: { algorithm: 'HS256', scope: 'REQUEST' } } },
          issuer: given.issuer ?? null,
          ...(given.settings ? { settings } : {}),
        }
      : {}),
    scopes: given.scopes ?? [],
    credentials: { client: { client_id: client.client_id ?? null, client_secret: client.client_secret ?? null } },
  };
}
