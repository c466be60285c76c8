import { effects } from '../domain/operation.js';

/**
 * One setting: how its value is checked, and how it is documented. README.md and .env.example are generated from this table
 * (`npm run docs`). A `secret` is never shown.
 */
export type Setting = {
  /** One sentence. */
  description: string;
  /** Further sentences. */
  details?: string;
  /** The default, if it is not a fixed value. */
  defaultNote?: string;
  /** The default for the reference org, if it differs. */
  onReferenceOrg?: string;
  /** The value in .env.example, if it is not the default. */
  example?: string;
} & (
  | { kind: 'text' | 'secret' | 'path'; default?: string }
  | { kind: 'list'; of?: readonly string[]; default?: string }
  | { kind: 'boolean'; default: 'false' | 'true' }
  | { kind: 'number'; from: number; to: number; default: string }
  | { kind: 'choice'; of: readonly string[]; default: string }
  | { kind: 'choices'; of: readonly string[] }
);

/** All settings: the names of Okta's SDKs first, then those of this project. */
export const settings = {
  OKTA_CLIENT_ORGURL: {
    kind: 'text',
    defaultNote: 'none (the reference org is used)',
    example: 'https://your-org.oktapreview.com',
    description: 'URL of your org.',
    details: 'Start with a preview org. Do not use the -admin address.',
  },
  OKTA_CLIENT_TOKEN: {
    kind: 'secret',
    description: 'API token of the org.',
    details:
      'Create it in Security > API > Tokens. It has the rights of the administrator who created it. Read-only is enough for the read tier; all operations of the write tier need a super administrator.',
  },
  OKTA_CLIENT_AUTHORIZATIONMODE: {
    kind: 'choice',
    of: ['SSWS', 'PrivateKey'],
    default: 'SSWS',
    description: 'SSWS: an API token; PrivateKey: an OAuth 2.0 service app.',
    details: 'A service app is recommended. It needs scopes and an administrator role.',
  },
  OKTA_CLIENT_CLIENTID: { kind: 'text', description: 'Client id of the service app.' },
  OKTA_CLIENT_PRIVATEKEY: { kind: 'secret', description: 'Its private key: PEM or JWK, or the path of a file.' },
  OKTA_CLIENT_PRIVATEKEYID: { kind: 'text', description: 'Id of the key.' },
  OKTA_CLIENT_KEYID: { kind: 'text', description: "The same, by the name of Okta's Node.js SDK." },
  OKTA_CLIENT_SCOPES: {
    kind: 'list',
    defaultNote: 'what the selected operations need and the app was granted',
    description: 'Scopes to request.',
  },

  OKTA_CONTRACTS_FROM: {
    kind: 'text',
    defaultNote: '2024.08.3',
    example: '2025.08.0',
    description: 'The edition that your code was written for.',
    details:
      '`okta-contracts editions` lists the editions. A run is about the changes after it, up to OKTA_CONTRACTS_TO.',
  },
  OKTA_CONTRACTS_TO: {
    kind: 'text',
    defaultNote: '2025.08.0',
    example: '2026.03.0',
    description: 'The edition that the org is compared with.',
  },

  OKTA_CONTRACTS_TIERS: {
    kind: 'list',
    of: ['read', 'write', 'org'],
    default: 'read',
    onReferenceOrg: 'all',
    description: 'What a run may do: read, write (only to objects that it created), org (also settings of the org).',
    details:
      'write and org are allowed on *.oktapreview.com only, or on a host that is named here: write:your-org.okta.com.',
  },
  OKTA_CONTRACTS_RATE_SHARE: {
    kind: 'number',
    from: 0.01,
    to: 1,
    default: '0.5',
    // Only the run sends requests to the reference org.
    onReferenceOrg: '1',
    description: 'Share of each rate limit that a run may use.',
  },
  OKTA_CONTRACTS_CONCURRENCY: {
    kind: 'number',
    from: 1,
    to: 75,
    default: '15',
    onReferenceOrg: '75',
    description: 'Maximum number of concurrent requests.',
  },
  OKTA_CONTRACTS_TIMEOUT: {
    kind: 'number',
    from: 0.5,
    to: 600,
    default: '30',
    description: 'Timeout of a request in seconds.',
  },
  OKTA_CONTRACTS_NAMED: {
    kind: 'list',
    example: 'POST /api/v1/risk/events/ip',
    description: 'Operations with a wide effect that a live org may get.',
    details:
      'Operations that affect people or the whole org, or that are irreversible (support access, orders, activations). A live org gets them only if they are listed here. At its end, a run revokes what it granted and deactivates what it activated.',
  },
  OKTA_CONTRACTS_ALLOW: {
    kind: 'choices',
    of: effects,
    example: 'user-activation',
    description: 'Side effects that a live org may have.',
    details:
      'user-activation activates users although that may create accounts in other systems. admin-roles grants administrator roles to objects of the run; your security team will see this.',
  },
  OKTA_CONTRACTS_STRICT: {
    kind: 'boolean',
    default: 'false',
    description: 'true: warnings (findings with weak evidence) fail the run.',
  },
  OKTA_CONTRACTS_STALE: {
    kind: 'choice',
    of: ['fail', 'warn'],
    default: 'fail',
    description: 'warn: a removed property that is still returned does not fail the run.',
  },
  OKTA_CONTRACTS_MIN_COVERAGE: {
    kind: 'number',
    from: 0,
    to: 1,
    default: '0.5',
    description: 'Minimum share of the verifiable operations that must be verified.',
    details:
      'Operations are verifiable if the tier, the scopes, the role and the features of the org allow them. A run that verifies no operation always fails.',
  },
  OKTA_CONTRACTS_WAIVERS: {
    kind: 'path',
    defaultNote: 'waivers.json or waivers.yaml, if present',
    example: 'waivers.json',
    description: 'File of accepted findings.',
  },
  OKTA_CONTRACTS_BASELINE: {
    kind: 'path',
    defaultNote: 'accepted.json, if present',
    example: 'baseline.json',
    description: 'Accepted findings, or an earlier report.json: only new findings fail the run.',
  },
  OKTA_CONTRACTS_USED_BY: {
    kind: 'path',
    example: 'client.har',
    description: 'Recorded requests of a client, or a list of operations: the report shows what concerns it.',
    details: 'The verdict and the exit code are those of the whole run.',
  },
  OKTA_CONTRACTS_SDK: {
    kind: 'list',
    example: 'python',
    description: 'SDKs that each response is also passed to, to see if they can read it.',
    details:
      'python, python:PATH, node, node:PATH, go:PATH or exec:PROGRAM, separated by commas. The same as the option `--sdk`. The SDKs run on this machine, without a token. They do not change the verdict on the org.',
  },
  OKTA_CONTRACTS_SDK_FAILS: {
    kind: 'boolean',
    default: 'false',
    description: 'true: the exit code is 1 if an SDK cannot read a response.',
    details: 'The same as the option `--sdk-fails`.',
  },
  OKTA_CONTRACTS_NOTIFY_WEBHOOK: {
    kind: 'secret',
    description: 'URL that `notify --webhook` sends events to.',
  },
  OKTA_CONTRACTS_NOTIFY_SLACK: {
    kind: 'secret',
    description: 'URL of the incoming webhook of Slack that `notify --slack` sends messages to.',
  },
  OKTA_CONTRACTS_REPORTS: { kind: 'path', default: 'reports', description: 'Folder for the reports.' },
  OKTA_CONTRACTS_FULL: {
    kind: 'boolean',
    default: 'false',
    description: 'true: the terminal shows everything, instead of at most 60 lines.',
    details: 'The same as the option `--full`.',
  },
  OKTA_CONTRACTS_ENV: { kind: 'path', default: '.env', description: 'File of settings.' },
  OKTA_CONTRACTS_REQUIRE_ORG: {
    kind: 'boolean',
    default: 'false',
    description: 'true: stop if no org is configured, instead of using the reference org.',
    details: 'For CI.',
  },
  OKTA_CONTRACTS_PROFILE: {
    kind: 'choice',
    of: ['current', 'previous', 'observed', 'mixed', 'newest'],
    default: 'current',
    description: 'Profile of the reference org.',
    details:
      'current: edition 2025.08.0, as documented; previous: edition 2024.08.3; observed: as real orgs respond; mixed: half of the changes are applied; newest: edition 2026.05.1.',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** Names that only the checks of this project read. */
const namesOfChecks = [
  'OKTA_CONTRACTS_FACTS',
  'OKTA_CONTRACTS_RECORDINGS',
  'OKTA_CONTRACTS_REQUIRE_BROWSER',
  'OKTA_CONTRACTS_SHARED',
];

/**
 * Names that Okta's SDKs read and this project does not use. The SDKs spell groups differently:
 * `OKTA_CLIENT_RATELIMIT_MAXRETRIES`, `OKTA_CLIENT_RATE_LIMIT_MAX_RETRIES`.
 */
const namesOfSdks = new RegExp(
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

/** Whether a name that starts with `OKTA_CLIENT_` or `OKTA_CONTRACTS_` is known. */
export function isKnownName(name: string): boolean {
  return Object.hasOwn(settings, name) || namesOfChecks.includes(name) || namesOfSdks.test(name);
}
