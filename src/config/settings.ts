import { effects } from '../domain/operation.js';

/** What a setting is: how its text is checked, its default as people write it, and one sentence for the documentation. */
export type Setting = { description: string } & (
  | { kind: 'text' | 'secret' | 'list' | 'path'; default?: string }
  | { kind: 'boolean'; default: 'false' | 'true' }
  | { kind: 'number'; from: number; to: number; default: string; onReferenceOrg?: string }
  | { kind: 'choice'; of: readonly string[]; default: string }
  | { kind: 'choices'; of: readonly string[] }
);

/** Every setting: the names of Okta's SDKs first, then those of this project. */
export const settings = {
  OKTA_CLIENT_ORGURL: { kind: 'text', description: 'Your org, as https://your-org.oktapreview.com.' },
  OKTA_CLIENT_TOKEN: { kind: 'secret', description: 'An API token of the org.' },
  OKTA_CLIENT_AUTHORIZATIONMODE: {
    kind: 'choice',
    of: ['SSWS', 'PrivateKey'],
    default: 'SSWS',
    description: 'SSWS (an API token) or PrivateKey (an OAuth 2.0 service app).',
  },
  OKTA_CLIENT_CLIENTID: { kind: 'text', description: 'The client id of the service app.' },
  OKTA_CLIENT_PRIVATEKEY: { kind: 'secret', description: 'Its private key: PEM, JWK, or the path of a file.' },
  OKTA_CLIENT_PRIVATEKEYID: { kind: 'text', description: 'The id of the key.' },
  OKTA_CLIENT_KEYID: { kind: 'text', description: "The id of the key, by the name of Okta's Node.js SDK." },
  OKTA_CLIENT_SCOPES: { kind: 'list', description: 'Scopes to request instead of those that the operations need.' },

  OKTA_CONTRACTS_TIERS: { kind: 'list', default: 'read', description: 'What a run may do: read, write, org.' },
  OKTA_CONTRACTS_NAMED: { kind: 'list', description: 'Irreversible operations that a run may send to a live org.' },
  OKTA_CONTRACTS_ALLOW: {
    kind: 'choices',
    of: effects,
    description: 'Effects of writes that a run may cause on a live org: user-activation, admin-roles.',
  },
  OKTA_CONTRACTS_RATE_SHARE: {
    kind: 'number',
    from: 0.01,
    to: 1,
    default: '0.5',
    // Nothing else sends requests to the reference org.
    onReferenceOrg: '1',
    description: 'The share of each rate limit that a run may use.',
  },
  OKTA_CONTRACTS_CONCURRENCY: {
    kind: 'number',
    from: 1,
    to: 75,
    default: '15',
    onReferenceOrg: '75',
    description: 'The number of simultaneous requests.',
  },
  OKTA_CONTRACTS_TIMEOUT: {
    kind: 'number',
    from: 0.5,
    to: 600,
    default: '30',
    description: 'The longest time that a response may take, in seconds.',
  },
  OKTA_CONTRACTS_STRICT: { kind: 'boolean', default: 'false', description: 'Warnings fail the run.' },
  OKTA_CONTRACTS_STALE: {
    kind: 'choice',
    of: ['fail', 'warn'],
    default: 'fail',
    description: 'Whether a removed property that the org still serves fails the run.',
  },
  OKTA_CONTRACTS_MIN_COVERAGE: {
    kind: 'number',
    from: 0,
    to: 1,
    default: '0.5',
    description: 'The least share of the verifiable operations that must be verified.',
  },
  OKTA_CONTRACTS_WAIVERS: { kind: 'path', description: 'The file of accepted findings.' },
  OKTA_CONTRACTS_BASELINE: { kind: 'path', description: 'An earlier report: only new findings fail the run.' },
  OKTA_CONTRACTS_REPORTS: { kind: 'path', default: 'reports', description: 'The folder for the reports.' },
  OKTA_CONTRACTS_ENV: { kind: 'path', default: '.env', description: 'The file of settings.' },
  OKTA_CONTRACTS_REQUIRE_ORG: {
    kind: 'boolean',
    default: 'false',
    description: 'Stop if no org is configured, instead of using the reference org.',
  },
  OKTA_CONTRACTS_PROFILE: {
    kind: 'choice',
    of: ['current', 'previous', 'observed'],
    default: 'current',
    description: 'The profile of the reference org.',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** Names that only the project's own checks read. */
const ofTheProjectsChecks = ['OKTA_CONTRACTS_FACTS', 'OKTA_CONTRACTS_RECORDINGS', 'OKTA_CONTRACTS_SHARED'];

/**
 * Names that Okta's SDKs read and this project does not need. Groups are written differently in each SDK:
 * `OKTA_CLIENT_RATELIMIT_MAXRETRIES`, `OKTA_CLIENT_RATE_LIMIT_MAX_RETRIES`.
 */
const ofOktasSdks = new RegExp(
  `^OKTA_CLIENT_(?:${[
    '(?:CACHE|CACHEMANAGER|DPOP|LOGGING|LOG|PROXY|RATE_?LIMIT|RETRY)(?:_?[A-Z_]+)?',
    '(?:CONNECTION|REQUEST)_?TIMEOUT',
    'MAX_?RETRIES',
    'USER_?AGENT(?:_?EXTRA)?',
    'CLIENT_?ASSERTION',
    'ENCRYPTION_?TYPE',
    'JWK',
    'KID',
    'AUTHENTICATION_?SCHEME',
    'O?AUTH2?_?ACCESS_?TOKEN',
    'OAUTH_?TOKEN_?RENEWAL_?OFFSET',
    'DISABLE_?HTTPS_?CHECK',
  ].join('|')})$`,
);

/** Whether a name that starts with `OKTA_CLIENT_` or `OKTA_CONTRACTS_` is one that a process may be given. */
export function isKnownName(name: string): boolean {
  return Object.hasOwn(settings, name) || ofTheProjectsChecks.includes(name) || ofOktasSdks.test(name);
}
