import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { profiles } from '../../reference-org/profile.js';
import { readInventory, secretNames, withTag } from '../../src/cli/fleet/inventory.js';
import { withInventoryNames } from '../../src/cli/fleet/inventory-names.js';
import { matrixOf, partOf } from '../../src/cli/fleet/parts.js';
import { readSecret } from '../../src/cli/fleet/secret.js';
import { faultOf } from '../../src/io/files.js';
import { output } from '../../src/io/output.js';
import { runMain } from '../cli/run-main.js';
import { report } from '../report/sample-report.js';

const token = `00${'x'.repeat(40)}`;
const folder = mkdtempSync(join(tmpdir(), 'inventory-'));

function fileWith(text: string, name = 'orgs.yaml'): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const valid = `
orgs:
  - name: acme
    url: https://acme.oktapreview.com
    token: { env: ACME_TOKEN }
    tiers: [read, write]
    tags: [eu, prod]
  - name: beta
    url: https://beta.okta.com/
    oauth: { clientId: 0oaBeta, privateKey: { file: keys/beta.pem }, scopes: [okta.users.read] }
    from: 2024.08.3
    tags: [us]
  - name: local
    profile: mixed
`;

test('an inventory is read as YAML and as JSON', () => {
  const inventory = readInventory(fileWith(valid));
  expect(inventory.orgs.map(({ name }) => name)).toEqual(['acme', 'beta', 'local']);
  expect(secretNames(inventory)).toEqual(['ACME_TOKEN']);
  expect(withTag(inventory.orgs, 'us').map(({ name }) => name)).toEqual(['beta']);
  expect(() => withTag(inventory.orgs, 'asia')).toThrow('No org has the tag `asia`: use one of eu, prod, us.');
  expect(
    readInventory(fileWith(JSON.stringify(inventory.orgs.length && { orgs: inventory.orgs }), 'orgs.json')),
  ).toEqual(inventory);
});

test('each profile of the reference org is valid in an inventory, and in the report of its run', () => {
  const text = `orgs: [${profiles.map((profile) => `{ name: ${profile}, profile: ${profile} }`).join(', ')}]`;
  expect(readInventory(fileWith(text)).orgs.map(({ profile }) => profile)).toEqual(profiles);
  for (const profile of profiles) {
    const made = report([]);
    const ofProfile = { ...made, org: { ...made.org, reference: profile } };
    expect([profile, faultOf('report', ofProfile)]).toEqual([profile, undefined]);
  }
});

describe.each([
  ['a token as text', `token: ${token}`, '/orgs/0/token'],
  ['any text as a token', 'token: hunter22', '/orgs/0/token'],
  ['a token as the name of a variable', `token: { env: ${token} }`, '/orgs/0/token/env'],
  ['a token in a command', `token: { command: [echo, ${token}] }`, '/orgs/0/token/command/1'],
  ['a token as a tag', `tags: [${token}]`, '/orgs/0/tags/0'],
  ['a token as a name of a field', `${token}: 1`, '/orgs/0/…'],
  ['a key', 'oauth: { clientId: a, privateKey: "-----BEGIN PRIVATE KEY-----\\nMIIE" }', '/orgs/0/oauth/privateKey'],
])('%s in the inventory', (_, field, place) => {
  test('is refused in one sentence that does not contain it', async () => {
    const file = fileWith(`orgs:\n  - name: acme\n    url: https://acme.okta.com\n    ${field}\n`);
    const { code, out, err } = await runMain(['fleet', file]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      `${file} contains a secret at ${place}: remove it, and name its source, for example token: {env: ACME_TOKEN}.\n`,
    );
  });
});

test.each([
  ['orgs: []', 'must NOT have fewer than 1 items'],
  ['orgs: [{ name: a }]', '/orgs/0 (a) needs either `url` or the `profile` of a reference org.'],
  ['orgs: [{ name: a, url: "https://a.okta.com" }]', '/orgs/0 (a) needs either `token` or `oauth`.'],
  ['orgs: [{ name: a, profile: mixed, token: { env: T } }]', 'is a reference org, which takes no `token` or `oauth`.'],
  ['orgs: [{ name: a, profile: mixed }, { name: A, profile: mixed }]', '/orgs/1 (A) has the name of another org.'],
  ['orgs: [{ name: ../a, profile: mixed }]', '/orgs/0/name must match pattern'],
  ['orgs: [{ name: a, url: "https://u:p@a.okta.com", token: { env: T } }]', '/orgs/0/url must match pattern'],
  ['orgs: [{ name: a, url: "https://a.okta.com", token: { env: T, file: f } }]', '/orgs/0/token must NOT have more'],
])('the invalid inventory %s: exit code 2 and one sentence', async (text, sentence) => {
  const { code, err } = await runMain(['fleet', fileWith(text)]);
  expect([code, err.trimEnd().split('\n').length]).toEqual([2, 1]);
  expect(err).toContain(sentence);
});

test('a secret is read from a variable, a file and a command, and is kept out of the output', async () => {
  vi.stubEnv('FLEET_TEST_SECRET', ' secret-of-variable ');
  fileWith('secret-of-file\n', 'secret.txt');
  const print = "process.stdout.write('secret-of-' + 'command')";
  expect(await readSecret({ env: 'FLEET_TEST_SECRET' }, folder, 'token')).toBe('secret-of-variable');
  expect(await readSecret({ file: 'secret.txt' }, folder, 'token')).toBe('secret-of-file');
  expect(await readSecret({ command: [process.execPath, '-e', print] }, folder, 'token')).toBe('secret-of-command');
  expect(output.clean('secret-of-variable secret-of-file secret-of-command')).not.toContain('secret-of');
  vi.unstubAllEnvs();
});

test.each([
  [
    { env: 'FLEET_TEST_UNSET' },
    'The token is not set: its source is the environment variable FLEET_TEST_UNSET; set it.',
  ],
  [
    { file: 'none.txt' },
    'The token cannot be read (ENOENT): its source is the file none.txt; correct the file or its path.',
  ],
  [
    { command: [process.execPath, '-e', 'console.log("hidden"); process.exit(3)'] },
    `The token cannot be read (3): its source is the command ${process.execPath}; run the command, and correct what it reports.`,
  ],
])('a source that has no secret, %j: one sentence', async (source, sentence) => {
  await expect(readSecret(source, folder, 'token')).rejects.toThrow(sentence);
});

const many = (n: number) => Array.from({ length: n }, (_, i) => ({ name: `org${i}`, profile: 'mixed' as const }));

test('a matrix has one job for each org, and groups beyond 256', () => {
  expect(matrixOf(many(2))).toEqual({
    include: [
      { name: 'org0', index: 0, of: 2 },
      { name: 'org1', index: 1, of: 2 },
    ],
  });
  const { include } = matrixOf(many(300));
  expect(include).toHaveLength(256);
  expect(include[0]).toEqual({ name: 'org0 and 1 more', index: 0, of: 256 });
  expect(matrixOf(many(10), 3).include.map(({ name }) => name)).toEqual([
    'org0 and 3 more',
    'org1 and 2 more',
    'org2 and 2 more',
  ]);
});

test.each([1, 7, 256, 300])('%i parts contain each of 300 orgs once', (of) => {
  const parts = Array.from({ length: of }, (_, i) => partOf(many(300), i, of)).flat();
  expect(parts.map(({ name }) => name).sort()).toEqual(
    many(300)
      .map(({ name }) => name)
      .sort(),
  );
});

test('a matrix of the command contains no source of a secret', async () => {
  const { code, out } = await runMain(['fleet', fileWith(valid), '--matrix', '--tag', 'eu']);
  expect([code, out]).toEqual([0, '{"include":[{"name":"acme","index":0,"of":1}]}\n']);
});

test.each([
  [['--index', '3', '--of', '3'], '--index 3 is not below --of 3: the first part is 0.\n'],
  [['--index', '3'], 'Use --index and --of together, or --of with --matrix. See --help.\n'],
])('%j: one sentence', async (options, err) => {
  expect(await runMain(['fleet', fileWith(valid), ...options])).toEqual({ code: 2, out: '', err });
});

test('messages of a run name the source of a secret, and the fields of the inventory', () => {
  const text = 'check OKTA_CLIENT_TOKEN, OKTA_CLIENT_PRIVATEKEY, OKTA_CLIENT_PRIVATEKEYID and OKTA_CONTRACTS_POLICY';
  const command = { command: ['vault', 'read', 'secret-path'] };
  expect(withInventoryNames(text, { name: 'acme', token: command })).toBe(
    'check token (from the command vault), oauth.privateKey, oauth.keyId and OKTA_CONTRACTS_POLICY',
  );
  const oauth = { clientId: '0oa1', privateKey: { file: 'keys/acme.pem' } };
  expect(withInventoryNames(text, { name: 'acme', oauth })).toContain('oauth.privateKey (from the file keys/acme.pem)');
});
