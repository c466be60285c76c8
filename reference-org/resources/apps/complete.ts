import { invalid } from '../../errors.js';
import { hasSince, type JsonObject, type OrgState } from '../../state.js';
import { keyIdOf } from './key-ids.js';

type Parts = Record<string, JsonObject | undefined>;

/** An app as the org stores it: the given values, and the defaults of its sign-on mode. */
export function completeApp(state: OrgState, id: string, given: JsonObject): JsonObject {
  const { visibility, credentials, settings } = given as Parts;
  const mode = String(given.signOnMode ?? 'BOOKMARK');
  const name = String(given.name ?? (mode === 'SAML_2_0' ? `okta-contracts_${id}` : 'oidc_client'));
  const since = state.profile !== 'previous';
  return {
    name,
    label: given.label ?? null,
    signOnMode: mode,
    features: Array.isArray(given.features) && !since ? given.features : [],
    accessibility: { selfService: false, errorRedirectUrl: null, loginRedirectUrl: null },
    visibility: {
      autoLaunch: false,
      autoSubmitToolbar: false,
      hide: { iOS: false, web: false },
      appLinks: { [`${name}_link`]: true },
      ...visibility,
    },
    // Universal logout and entitlement management were added in the current edition.
    ...(since ? { universalLogout: { status: 'UNSUPPORTED' } } : {}),
    ...(hasSince(state, '2025.10.0') && mode === 'OPENID_CONNECT'
      ? { expressConfiguration: { supportedCapabilities: ['SSO'], enabledCapabilities: [] } }
      : {}),
    credentials: {
      userNameTemplate: { template: '$' + '{source.login}', type: 'BUILT_IN' },
      signing: mode === 'OPENID_CONNECT' || mode === 'SAML_2_0' ? { kid: keyIdOf(id) } : {},
      ...(mode === 'BASIC_AUTH' ? { scheme: 'EDIT_USERNAME_AND_PASSWORD', revealPassword: false } : {}),
      ...(mode === 'OPENID_CONNECT' ? { oauthClient: client(id, (credentials?.oauthClient ?? {}) as JsonObject) } : {}),
    },
    settings: {
      implicitAssignment: false,
      manualProvisioning: false,
      ...(since ? { emOptInStatus: 'NONE' } : {}),
      notes: { admin: null, enduser: null },
      notifications: { vpn: { network: { connection: 'DISABLED' }, message: null, helpUrl: null } },
      app: settings?.app ?? {},
      ...(mode === 'OPENID_CONNECT'
        ? { oauthClient: clientSettings((settings?.oauthClient ?? {}) as JsonObject, since) }
        : {}),
      ...(mode === 'SAML_2_0' ? { signOn: samlSettings(since, (settings?.signOn ?? {}) as JsonObject) } : {}),
    },
  };
}

function client(id: string, given: JsonObject): JsonObject {
  return {
    autoKeyRotation: true,
    client_id: id,
    token_endpoint_auth_method: given.token_endpoint_auth_method ?? 'client_secret_basic',
    pkce_required: false,
    ...(given.token_endpoint_auth_method === 'private_key_jwt' ? {} : { client_secret: 'invented' }),
  };
}

function clientSettings(given: JsonObject, since: boolean): JsonObject {
  const keys = ((given.jwks as JsonObject | undefined)?.keys ?? []) as JsonObject[];
  if (!since && keys.some(({ kid }) => kid === null)) throw invalid('kid', 'kid: must be a text');
  return {
    client_uri: null,
    logo_uri: null,
    redirect_uris: given.redirect_uris ?? [],
    response_types: given.response_types ?? ['token'],
    grant_types: given.grant_types ?? ['client_credentials'],
    application_type: given.application_type ?? 'service',
    consent_method: 'TRUSTED',
    issuer_mode: 'DYNAMIC',
    idp_initiated_login: { mode: 'DISABLED', default_scope: [] },
    wildcard_redirect: 'DISABLED',
    dpop_bound_access_tokens: false,
    // Rules for the network of a client were added in the current edition.
    ...(since && given.network ? { network: given.network } : {}),
    ...(keys.length > 0
      ? {
          jwks: {
            keys: keys.map(({ alg = 'RS256', ...key }, n) => ({
              ...key,
              status: 'ACTIVE',
              // The edition replaced `alg` by `id`, and ignores it in requests.
              ...(since ? { id: `pks0a1b2c3d4e5f60r7${n}` } : { alg }),
            })),
          },
        }
      : {}),
  };
}

function samlSettings(since: boolean, given: JsonObject): JsonObject {
  const at = 'https://sp.example.com/acs';
  return {
    defaultRelayState: '',
    ssoAcsUrl: at,
    idpIssuer: 'https://www.example.com/exk0a1b2c3d4e5f60r70',
    audience: 'https://sp.example.com',
    recipient: at,
    destination: at,
    subjectNameIdTemplate: 'user.userName',
    subjectNameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
    responseSigned: true,
    assertionSigned: true,
    signatureAlgorithm: 'RSA_SHA256',
    digestAlgorithm: 'SHA256',
    honorForceAuthn: true,
    authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
    spIssuer: null,
    requestCompressed: false,
    attributeStatements: [],
    inlineHooks: [],
    acsEndpoints: [],
    allowMultipleAcsEndpoints: false,
    samlSignedRequestEnabled: false,
    slo: { enabled: false },
    // Encrypted assertions were added in the current edition.
    ...(since ? { assertionEncryption: given.assertionEncryption ?? { enabled: false } } : {}),
  };
}
