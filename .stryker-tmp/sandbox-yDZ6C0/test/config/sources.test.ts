// @ts-nocheck
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { loadFailureSettings, loadSettings } from '../../src/config/load.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-test-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

/** Puts files below the folder: `work/` is the working directory, `home/` the home. */
function put(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const load = (env: Record<string, string> = {}) =>
  loadSettings({ env: { ...env }, cwd: join(folder, 'work'), home: join(folder, 'home') });

function messageOf(env: Record<string, string> = {}): string {
  try {
    load(env);
  } catch (error) {
    expect(error).toMatchObject({ name: 'ContractsError', code: 'CONFIG' });
    return (error as Error).message;
  }
  throw new Error('the settings were accepted');
}

const yaml = (org: string, token: string) => `okta:\n  client:\n    orgUrl: https://${org}\n    token: ${token}\n`;
const work = 'work/okta.yaml';
const home = 'home/.okta/okta.yaml';
const orgOf = ({ org }: ReturnType<typeof load>) => (org.kind === 'live' ? [org.url, org.auth] : org.kind);
const token = (text: string) => ({ scheme: 'SSWS', token: text });

test('uses the org of ~/.okta/okta.yaml and reports the file', () => {
  put({ [home]: yaml('home.okta.com', '00home') });
  expect(orgOf(load())).toEqual(['https://home.okta.com', token('00home')]);
  expect(load().files).toEqual(['~/.okta/okta.yaml']);
});

test('precedence is that of the SDKs: environment, .env, okta.yaml, ~/.okta/okta.yaml', () => {
  put({ [home]: yaml('home.okta.com', '00home') });
  put({ [work]: yaml('work.okta.com', '00work') });
  expect(orgOf(load())).toEqual(['https://work.okta.com', token('00work')]);
  expect(load().files).toEqual(['okta.yaml']);
  put({ 'work/.env': 'OKTA_CLIENT_ORGURL=https://dotenv.okta.com\nOKTA_CLIENT_TOKEN=00dotenv\n' });
  expect(orgOf(load())).toEqual(['https://dotenv.okta.com', token('00dotenv')]);
  expect(load().files).toBeUndefined();
  const env = { OKTA_CLIENT_ORGURL: 'https://env.okta.com', OKTA_CLIENT_TOKEN: '00env' };
  expect(orgOf(load(env))).toEqual(['https://env.okta.com', token('00env')]);
});

test('settings of one org are merged from several sources', () => {
  put({ [work]: 'okta:\n  client:\n    orgUrl: https://acme.okta.com\n', [home]: yaml('acme.okta.com/', '00home') });
  expect(orgOf(load())).toEqual(['https://acme.okta.com', token('00home')]);
  expect(load().files).toEqual(['okta.yaml', '~/.okta/okta.yaml']);
  expect(orgOf(load({ OKTA_CLIENT_TOKEN: '00env' }))).toEqual(['https://acme.okta.com', token('00env')]);
});

test('credentials in a file for one org are not used for another', () => {
  put({ [home]: yaml('home.okta.com', '00home') });
  expect(messageOf({ OKTA_CLIENT_ORGURL: 'https://other.okta.com' })).toContain('OKTA_CLIENT_TOKEN is not');
  // A gateway on this machine, which passes requests on to the org of the file.
  expect(orgOf(load({ OKTA_CLIENT_ORGURL: 'http://127.0.0.1:8080' }))).toEqual([
    'http://127.0.0.1:8080',
    token('00home'),
  ]);
});

test('okta.yaml is not read if OKTA_CONTRACTS_ENV or OKTA_CONTRACTS_PROFILE is set', () => {
  put({ [home]: yaml('home.okta.com', '00home'), 'work/preview.env': '' });
  expect(load({ OKTA_CONTRACTS_PROFILE: 'previous' }).org).toEqual({ kind: 'reference', profile: 'previous' });
  expect(load({ OKTA_CONTRACTS_ENV: 'preview.env' }).org.kind).toBe('reference');
});

test('reads a client with a private key, and accepts settings of an SDK that are not used', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const lines = pem
    .trim()
    .split('\n')
    .map((line) => `      ${line}`);
  put({
    [home]: [
      'okta:',
      '  client:',
      '    connectionTimeout: 30',
      '    orgUrl: https://acme.okta.com',
      '    authorizationMode: PrivateKey',
      '    clientId: 0oa1',
      '    privateKey: |',
      ...lines,
      '    privateKeyId: a-key',
      '    scopes:',
      '      - okta.users.read',
      '      - okta.groups.read',
      '    rateLimit:',
      '      maxRetries: 4',
      '    proxy:',
      '      port:',
      '  testing:',
      '    disableHttpsCheck: false',
    ].join('\n'),
  });
  expect(load().org).toMatchObject({
    url: 'https://acme.okta.com',
    auth: { scheme: 'OAuth', clientId: '0oa1', keyId: 'a-key', scopes: ['okta.users.read', 'okta.groups.read'] },
  });
});

test('a token of digits stays a text', () => {
  put({ [home]: yaml('acme.okta.com', '00123') });
  expect(orgOf(load())).toEqual(['https://acme.okta.com', token('00123')]);
});

test.each(['', '# nothing', 'okta:', 'okta:\n  client:', 'a text', '- a list'])(
  'a file without settings: %j',
  (text) => {
    put({ [home]: text, [work]: text });
    expect(load().org.kind).toBe('reference');
  },
);

test.each([
  ['okta:\n  client: {', 'okta.yaml is not valid YAML (line 2): correct or remove the file.'],
  [`${yaml('a.okta.com', '00secret')}x`.repeat(2000), 'okta.yaml is larger than 64 KiB: correct or remove the file.'],
  [
    'okta:\n  client:\n    orgURI: 00secret',
    'Unknown setting `okta.client.orgURI`. Did you mean `okta.client.orgUrl`? Correct okta.yaml.',
  ],
  ['okta:\n  client:\n    00secret_1: x', 'Unknown setting `okta.client.…`. Did you mean'],
  [
    'okta:\n  client:\n    token:\n      - [00secret]',
    'okta.yaml has an invalid okta.client.token: write a text or a list of texts.',
  ],
  [
    'okta:\n  client:\n    token: 00secret',
    'OKTA_CLIENT_TOKEN is set and OKTA_CLIENT_ORGURL is not: set the URL of your org, or unset both to use the reference org. Some settings come from okta.yaml.',
  ],
  ['okta: &a\n  client: &b\n    proxy: &c {host: *a, port: *b}', 'okta.yaml '],
  [
    `okta:\n  client:\n    a: &a [${'x,'.repeat(9)}x]\n    b: &b [${'*a,'.repeat(9)}*a]\n    c: [${'*b,'.repeat(9)}*b]`,
    'okta.yaml is not valid YAML: correct or remove the file.',
  ],
  [`okta: ${'['.repeat(20_000)}`, 'okta.yaml is not valid YAML'],
])('an invalid file stops the run with one sentence, without its content (%#)', (text, message) => {
  put({ [work]: text });
  const said = messageOf();
  expect(said).toContain(message);
  expect(said).not.toContain('00secret');
});

test('an unknown name in .env stops a run, a check of traffic and a gateway', () => {
  put({ 'work/.env': 'OKTA_CONTRACTS_TIER=write\n' });
  expect(messageOf()).toBe('Unknown setting `OKTA_CONTRACTS_TIER`. Did you mean `OKTA_CONTRACTS_TIERS`?');
  process.env.OKTA_CONTRACTS_TIER = 'write';
  onTestFinished(() => void delete process.env.OKTA_CONTRACTS_TIER);
  expect(() => loadFailureSettings({})).toThrow('Did you mean `OKTA_CONTRACTS_TIERS`?');
});
