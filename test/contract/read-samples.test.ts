import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readContractFile } from '../../src/contract/files.js';
import { Schemas } from '../../src/contract/schemas.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import { loadSamples } from './read-samples.js';

const folder = ownContractsFolder();

/** Reads the contracts with other samples of one schema. */
const load = (samples: object) => {
  const written = { schema: 'log-event.schema.json#/$defs/list', valid: { one: {} }, invalid: {}, ...samples };
  const read = (file: string) =>
    file === 'logs/samples/log-event-list.json' ? written : readContractFile(folder, file);
  return () =>
    loadSamples(folder, new Schemas(folder, read)).find(({ file }) => file === 'logs/samples/log-event-list.json');
};
const invalid = { other: { set: { '': 'x' }, finds: ['type '] } };

test('a sample may contain other samples, with changes', () => {
  const samples = load({
    valid: {
      one: { id: '1', name: 'a' },
      two: { $sample: '#one', set: { '/manager': { $sample: '#one', remove: ['/name'] } } },
      list: [{ $sample: '#two' }],
    },
    invalid,
  })();
  expect(samples?.valid).toEqual({
    one: { id: '1', name: 'a' },
    two: { id: '1', name: 'a', manager: { id: '1' } },
    list: [{ id: '1', name: 'a', manager: { id: '1' } }],
  });
});

test('a sample may be one of another file of the resource', () => {
  const samples = load({ valid: { one: { $sample: 'log-event.json#none' } }, invalid });
  expect(samples).toThrow(
    'contracts/logs/samples/log-event-list.json: no valid sample is named "logs/samples/log-event.json#none"',
  );
});

test('a sample that contains itself is an error', () => {
  expect(load({ valid: { one: [{ $sample: '#one' }] }, invalid })).toThrow(
    '"logs/samples/log-event-list.json#one" contains itself',
  );
});

test.each([
  ['an edit with another key', { valid: { one: { $sample: '#two', sets: {} } }, invalid }],
  ['an unknown kind of finding', { breaks: { one: { '': { absent: 'id' } } } }],
  ['names with a comma', { breaks: { one: { '': { missing: 'id, name' } } } }],
  ['a pointer without a slash', { breaks: { one: { profile: { missing: 'id' } } } }],
  ['an expectation without findings', { invalid: { other: { set: { '': 'x' }, finds: [] } } }],
  ['no edits at all', { invalid: undefined }],
])('the schema of sample files rejects %s', (_, samples) => {
  expect(load(samples)).toThrow('contracts/logs/samples/log-event-list.json is not a contract');
});

test('the example in CONTRIBUTING.md is a sample file', () => {
  const contributing = readFileSync(new URL('../../CONTRIBUTING.md', import.meta.url), 'utf8');
  const example = /```json\n([^`]+"breaks"[^`]+)```/.exec(contributing)?.[1] ?? '';
  const samples = load(JSON.parse(example))();
  expect(Object.keys(samples?.valid ?? {})).toEqual(['a hook', 'an inactive hook']);
  expect(samples?.invalid.map(({ finds }) => finds.join(', '))).toEqual([
    'missing /id',
    'type /id',
    'missing /channel',
    'type /channel',
    'missing /status',
    'type /status, value /status',
    'value /status',
    'removed /metadata',
    'type ',
    'missing /channel/type',
    'type /channel/type',
    'missing /channel/headers/*/key',
    'missing /channel/headers/*/value',
    'value /id',
  ]);
});
