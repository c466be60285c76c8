import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { blankOperation, goSdk, newest, nodeSdk, pythonSdk, type SdkSource } from '../../.ci/sdk-sources.js';
import { namesOf, sdkMethodsOf } from '../../src/assess/guide/sdk-methods.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { readContractFile } from '../../src/contract/files.js';
import { ownContractsFolder } from '../../src/io/package-root.js';

const catalogue = loadCatalogue();
const methods = Object.entries(sdkMethodsOf(catalogue)).flatMap(([operation, method]) =>
  method ? [{ operation, method }] : [],
);
const shared = process.env.OKTA_CONTRACTS_SHARED;

test.each([
  [{ tag: 'User', id: 'getUser' }, 'get_user', 'GetUser', 'GetUserAsync'],
  [{ tag: 'User', id: 'listUsers', list: true }, 'list_users', 'ListUsers', 'ListUsers'],
  [
    { tag: 'Authenticator', id: 'listAllCustomAAGUIDs', list: true },
    'list_all_custom_aaguids',
    'ListAllCustomAAGUIDs',
    'ListAllCustomAAGUIDs',
  ],
  [
    { tag: 'SSFTransmitter', id: 'getWellknownSsfMetadata' },
    'get_wellknown_ssf_metadata',
    'GetWellknownSsfMetadata',
    'GetWellknownSsfMetadataAsync',
  ],
] as const)('the names of %o follow the rules of each language', (method, python, go, dotnet) => {
  const { tag, id } = method;
  expect(namesOf(method)).toMatchObject({
    python: `${tag}Api.${python}`,
    go: `${tag}API.${go}`,
    java: `${tag}Api.${id}`,
    dotnet: `${tag}Api.${dotnet}`,
  });
});

test('an SDK without the operation has no name', () => {
  const names = namesOf({ tag: 'RiskEvent', id: 'sendRiskEvents', without: ['python', 'go'] });
  expect(Object.keys(names)).toEqual(['node', 'java', 'dotnet']);
});

test('every operation has names', () => {
  expect(methods.map(({ operation }) => operation).sort()).toEqual([...catalogue.operations.keys()].sort());
});

/** The names that the source of an SDK does not have. */
function unknownIn(source: SdkSource, sdk: 'node' | 'python' | 'go'): string[] {
  return methods.flatMap(({ operation, method }) => {
    const name = namesOf(method)[sdk];
    return name === undefined || source.get(blankOperation(operation))?.includes(name) ? [] : [`${operation}: ${name}`];
  });
}

test("Okta's SDK for Node.js has every method", () => {
  expect(unknownIn(nodeSdk(), 'node')).toEqual([]);
});

describe.runIf(shared)('with the sources of the SDKs', () => {
  const folder = join(shared ?? '', 'sdks');

  test('the SDKs for Python and Go have every method', { timeout: 120_000 }, () => {
    expect(unknownIn(pythonSdk(newest(folder, 'python')), 'python')).toEqual([]);
    // Go's SDK has the operation at another path.
    expect(unknownIn(goSdk(newest(folder, 'golang')), 'go')).toEqual([
      'POST /api/v1/directories/{appInstanceId}/groups/modify: DirectoriesIntegrationAPI.UpdateADGroupMembership',
    ]);
  });

  test('every link to a release note is a link of its table of contents, with its date', () => {
    const file = join(shared ?? '', 'okta-release-notes', 'identity-engine-2025.md.gz');
    const text = gunzipSync(readFileSync(file)).toString('utf8');
    const { notes } = readContractFile(ownContractsFolder(), 'guides.json') as {
      notes: { release?: { date: string; url: string } }[];
    };
    const releases = notes.flatMap(({ release }) => release ?? []);
    expect(releases.length).toBeGreaterThan(10);
    for (const { url, date } of releases) {
      const rows = text.split('\n').filter((line) => line.includes(`(#${url.split('#')[1]})`));
      const dates = rows.map((row) => new Date(`${row.split('|').at(-2)?.trim()} UTC`).toISOString().slice(0, 10));
      expect([url, ...dates]).toEqual([url, date]);
    }
  });
});
