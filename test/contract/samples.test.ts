import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { createCheck } from '../../src/contract/check.js';
import { listFiles, listResources, ownContractsFolder } from '../../src/contract/files.js';
import type { OperationContract } from '../../src/contract/model.js';
import { applyEdit, loadSamples } from '../../src/contract/samples.js';
import type { Finding, Json } from '../../src/words.js';

const folder = ownContractsFolder();
const catalogue = loadCatalogue(folder);
const check = createCheck(catalogue);
const samples = loadSamples(folder, catalogue.schemas);

/** An operation that answers what a sample is a sample of. */
function operationFor(place: string): OperationContract {
  const [resource = ''] = place.split('/');
  return {
    id: `GET /${place}`,
    resource,
    method: 'GET',
    template: `/${place}`,
    scope: 'fixture',
    access: [],
    answers: { '200': { schema: place.slice(resource.length + 1) } },
    errors: [],
  };
}

function checkSample(place: string, body: Json) {
  return check(operationFor(place), {
    id: place,
    request: { method: 'GET', url: 'https://org.example.com/' },
    response: { status: 200, headers: { 'content-type': 'application/json' }, body },
  });
}

function summary(findings: Finding[]): string[] {
  const lines = findings
    .filter((finding) => finding.kind !== 'undocumented')
    .map((finding) => `${finding.kind} ${finding.pointer}`);
  return [...new Set(lines)].sort();
}

test('every schema has samples', () => {
  const sampled = new Set(samples.map((sample) => sample.place.split('#')[0]));
  const all = [...listResources(folder), 'shared'].flatMap((resource) => listFiles(folder, resource, '.schema.json'));
  expect(all.filter((file) => !sampled.has(file))).toEqual([]);
});

describe.each(samples.map((sample) => [sample.file, sample] as const))('%s', (_, sample) => {
  for (const [name, body] of Object.entries(sample.valid)) {
    test(`keeps the contract: ${name}`, () => {
      expect(checkSample(sample.place, body).findings).toEqual([]);
    });
  }
  for (const [name, edit] of Object.entries(sample.invalid)) {
    test(`breaks it: ${name}`, () => {
      expect(summary(checkSample(sample.place, applyEdit(sample, edit)).findings)).toEqual([...edit.finds].sort());
    });
  }
  for (const [name, edit] of Object.entries(sample.before ?? {})) {
    test(`is as before: ${name}`, () => {
      const { findings, sightings } = checkSample(sample.place, applyEdit(sample, edit));
      const named = [...sightings.values()].filter(({ change, present, absent }) =>
        change.kind === 'removed'
          ? present > 0
          : change.kind === 'added'
            ? absent > 0
            : findings.some((finding) => finding.change === change.id),
      );
      expect(named.map(({ change }) => `${change.kind} ${change.pointer}`).sort()).toEqual([...edit.names].sort());
    });
  }
});
