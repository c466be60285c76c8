import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Example, exampleResponses } from '../../.ci/example-responses.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import type { OperationContract } from '../../src/contract/model.js';
import type { OperationId } from '../../src/domain/operation.js';
import { checkResponse } from '../../src/library/check-response.js';
import { loadSamples } from './read-samples.js';

const catalogue = loadCatalogue();
const samples = loadSamples(fileURLToPath(new URL('../../contracts', import.meta.url)), catalogue.schemas);
const { edition, previous } = catalogue.edition;
const of = {
  edition: exampleResponses(catalogue, samples, edition),
  previous: exampleResponses(catalogue, samples, previous),
};

/** The findings of all examples. The links of an example do not lead to the template of its path. */
function findingsIn(examples: Record<OperationId, Example>) {
  return Object.entries(examples).flatMap(([operation, example]) =>
    checkResponse(operation as OperationId, example)
      .findings.filter(({ level, kind }) => level !== 'notice' && kind !== 'paging')
      .map(({ kind, pointer, change }) => ({ operation, kind, pointer, change })),
  );
}

/** Whether a sample exists for the response of an operation: imported schemas have none. */
const isWritten = ({ answers }: OperationContract) =>
  Object.values(answers).some(({ schema = '' }) => !schema.includes('documented.schema.json#'));

test('each operation whose schema is not imported has an example that matches its contract', () => {
  const written = [...catalogue.operations.values()].filter(isWritten);
  expect(written.length).toBeGreaterThan(400);
  expect(Object.keys(of.edition)).toEqual(written.map(({ id }) => id));
  expect(findingsIn(of.edition)).toEqual([]);
});

test('each operation that the previous edition has has an example, which differs by changes only', () => {
  const before = [...catalogue.operations.values()].filter(
    (operation) => operation.category !== 'new' && isWritten(operation),
  );
  expect(Object.keys(of.previous)).toEqual(before.map(({ id }) => id));
  const findings = findingsIn(of.previous);
  expect(findings.filter(({ change }) => change === undefined)).toEqual([]);
  expect(new Set(findings.map(({ change }) => change)).size).toBeGreaterThan(90);
  expect(findings).toContainEqual(
    expect.objectContaining({ operation: 'GET /api/v1/inlineHooks', kind: 'removed', pointer: '/*/metadata' }),
  );
});

test('examples are small, and have no value of an org', () => {
  for (const examples of Object.values(of)) {
    const text = JSON.stringify(examples);
    expect(text.length).toBeLessThan(250_000);
    const hosts = new Set([...text.matchAll(/https?:\/\/([^/"]+)/g)].map(([, host = '']) => host.replace(/:\d+$/, '')));
    expect(
      [...hosts].filter(
        (host) => !/(^|\.)(example\.(com|org)|invalid)$|^(json-schema\.org|schemas\.okta\.com)$/.test(host),
      ),
    ).toEqual([]);
  }
});
