import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ReferenceOrg } from '../../reference-org/index.js';
import type { Recipe } from '../../src/org/journal/journal.js';
import { ended, group, leave, name, run } from '../org/sweep-support.js';
import { runCli, runIn } from './run-suites.js';
import { withOrg } from './with-org.js';

const access = (org: ReferenceOrg) => ({ OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token });
const oneSuite = ['suites/org-metadata.test.ts'];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-e2e-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder in which a killed run left a group on an org; `Everyone` is in its journal, too. */
async function killedRun(org: ReferenceOrg): Promise<string> {
  const ask = async (method: string, body?: object) => {
    const answer = await fetch(`${org.url}/api/v1/groups`, {
      method,
      headers: { authorization: `SSWS ${org.token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return (await answer.json()) as never;
  };
  const groups = (await ask('GET')) as { id: string }[];
  const made = (await ask('POST', { profile: { name: name(1) } })) as { id: string };
  const journal = leave(
    [
      [group, made.id],
      [{ ...group, name: name(2) }, groups[0]?.id ?? ''],
      [{ ...group, remove: [{ request: 'DELETE @127.0.0.1:9599/steal' }] } as unknown as Recipe],
    ],
    { org: org.url, process: { pid: ended } },
  );
  appendFileSync(journal.file, 'half a li\n');
  const folder = newFolder();
  mkdirSync(join(folder, '.okta-contracts'));
  cpSync(journal.folder, join(folder, '.okta-contracts/journal'), { recursive: true });
  return folder;
}

const writes = (org: ReferenceOrg) => org.requests().filter(({ method }) => method !== 'GET' && method !== 'HEAD');

test('the read tier after a killed run writes nothing, and reports the objects left and how to remove them', () =>
  withOrg({}, async (org) => {
    const folder = await killedRun(org);
    const before = writes(org).length;
    const { output, code } = await runIn(folder, access(org), oneSuite);
    expect(code).toBe(0);
    expect(writes(org).slice(before)).toEqual([]);
    expect(output).toMatch(
      /An earlier run \(0 minutes ago\) may have left 2 objects: 2 groups\. Remove them with: .*sweep/,
    );
    expect(output).toContain('Not used: 1 invalid entry of the journal');
    expect(output).toContain('Not used: 1 line of the journal');
    expect(existsSync(join(folder, '.okta-contracts/journal', `${run}.ndjson`))).toBe(true);
  }));

test.each([
  [
    'the write tier',
    (folder: string, env: Record<string, string>) => runIn(folder, { ...env, OKTA_CONTRACTS_TIERS: 'write' }, oneSuite),
    1,
    // A run locks the org after its sweep, and unlocks it.
    ['POST', 'DELETE'],
  ],
  ['the sweep command', (folder: string, env: Record<string, string>) => runCli(['sweep'], env, folder), 1, []],
] as const)("%s removes what has the run's name, leaves the rest, and says both", (_, start, expected, ofTheLock) =>
  withOrg({}, async (org) => {
    const folder = await killedRun(org);
    const seeded = org.objects().filter((object) => !org.leftovers().includes(object));
    const before = writes(org).length;
    const { output, code } = await start(folder, access(org));
    const sent = writes(org).slice(before);
    expect(sent.map(({ method }) => method)).toEqual(['DELETE', ...ofTheLock]);
    expect(org.leftovers()).toEqual([]);
    expect(org.objects()).toEqual(seeded);
    expect(output).toMatch(/Removed 1 object of (an earlier run|earlier runs): 1 group\./);
    expect(output).toContain('Not removed: 1 object without the name that the run gave (1 group).');
    expect(output).toContain('Not used: 1 invalid entry of the journal');
    expect(output).not.toContain(org.token);
    expect(code).toBe(expected);
  }),
);

test('the sweep command writes only to orgs with write access', async () => {
  const env = { OKTA_CLIENT_ORGURL: 'https://sweep-test.invalid', OKTA_CLIENT_TOKEN: 'a-token' };
  const { code, output } = await runCli(['sweep'], env, newFolder());
  expect([code, output]).toEqual([
    2,
    'A sweep writes, and sweep-test.invalid is not a preview org: name it (OKTA_CONTRACTS_TIERS=write:sweep-test.invalid) to sweep it.\n',
  ]);
  const named = await runCli(['sweep'], { ...env, OKTA_CONTRACTS_TIERS: 'write:sweep-test.invalid' }, newFolder());
  expect([named.code, named.output]).toEqual([
    2,
    expect.stringContaining('https://sweep-test.invalid does not respond'),
  ]);
});

test('the sweep command sends nothing in the read tier', () =>
  withOrg({}, async (org) => {
    const folder = await killedRun(org);
    const before = org.requests().length;
    const { code, output } = await runCli(['sweep'], { ...access(org), OKTA_CONTRACTS_TIERS: 'read' }, folder);
    expect([code, output]).toEqual([
      2,
      'A sweep writes, and OKTA_CONTRACTS_TIERS does not allow the write tier: set OKTA_CONTRACTS_TIERS=write to sweep the org.\n',
    ]);
    expect(org.requests().length).toBe(before);
  }));

test.each([
  ['the journal', '.okta-contracts'],
  ['reports', 'reports'],
])('where %s cannot be written, a run says so in one sentence before any request', (what, file) =>
  withOrg({}, async (org) => {
    const folder = newFolder();
    writeFileSync(join(folder, file), '');
    const { code, output } = await runIn(folder, { ...access(org), OKTA_CONTRACTS_TIERS: 'write' }, oneSuite);
    expect(code).toBe(2);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toMatch(new RegExp(`${what} cannot be written to .*${file}`, 'i'));
    expect(org.requests()).toEqual([]);
  }),
);

test('a disk that becomes full ends a run cleanly: nothing is created without an entry, and no objects are left', () =>
  withOrg({ latencyMs: 5 }, async (org) => {
    const folder = newFolder();
    // The journal cannot be written after the fifth object.
    const full = join(folder, 'full.cjs');
    writeFileSync(
      full,
      `const fs = require('node:fs');
       const write = fs.writeSync;
       let journaled = 0;
       fs.writeSync = (handle, bytes, ...rest) => {
         if (String(bytes).includes('"intended"') && ++journaled > 5) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
         return write(handle, bytes, ...rest);
       };
       require('node:module').syncBuiltinESMExports();`,
    );
    const env = { ...access(org), OKTA_CONTRACTS_TIERS: 'write', NODE_OPTIONS: `--require ${full}` };
    const { code, output } = await runIn(folder, env, []);
    expect(code).toBe(2);
    expect(output).toMatch(/^The journal cannot be written to .* \(the disk is full\): /m);
    expect(output).not.toContain('Internal error');
    expect(org.leftovers()).toEqual([]);
    expect(readdirSync(join(folder, '.okta-contracts/journal'))).toEqual([]);
  }));
