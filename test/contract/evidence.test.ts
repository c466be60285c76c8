import { describe, expect, test } from 'vitest';
import { toFiles } from '../../.ci/assertion-evidence.js';
import { type DocumentObject, statementOf } from '../../.ci/document.js';
import { Evidences, formatEvidence } from '../../src/contract/evidence.js';
import { levelOf } from '../../src/contract/levels.js';
import type { AssertionEvidence } from '../../src/domain/finding.js';

const file = 'things/thing.schema.json';
const recorded: AssertionEvidence = { documents: 'both', satisfied: 119, violated: 1, orgs: 3, kinds: 2 };
const once: AssertionEvidence = { documents: 'none', satisfied: 1, violated: 0, orgs: 1, kinds: 1 };
const documentedOnly: AssertionEvidence = { documents: 'edition', satisfied: 0, violated: 0, orgs: 0, kinds: 0 };
const unsupported: AssertionEvidence = { ...documentedOnly, documents: 'none' };

describe('evidence.json', () => {
  const given = new Map([
    [`${file}#/properties/id/null`, recorded],
    [`${file}#/properties/id/type`, recorded],
    [`${file}#/properties/id/format`, once],
    [`${file}#/properties/x5t#S256/type`, once],
    [`${file}#/required/id`, recorded],
    [`${file}#/required/name`, recorded],
    [`${file}#/type`, recorded],
    [`${file}#/properties/name/type`, documentedOnly],
    [`${file}#/properties/name/null`, unsupported],
    [`${file}#/properties/more/null`, documentedOnly],
    ['things/operations.json#GET /things/{id}/status', recorded],
    ['things/operations.json#GET /things/{id}/body', once],
    ['things/operations.json#GET /things/{id}/content-type', recorded],
  ]);
  const written = toFiles(given).get('things') ?? {};

  test('assertions with equal evidence share an entry', () => {
    expect(formatEvidence(recorded)).toBe('both 119/120 3/2');
    expect(written).toEqual({
      'thing.schema.json': {
        '': { 'required id name': 'both 119/120 3/2', type: 'both 119/120 3/2' },
        '/properties/id': { 'null type': 'both 119/120 3/2', format: 'none 1/1 1/1' },
        '/properties/more': { null: 'edition 0/0 0/0' },
        '/properties/x5t#S256': { type: 'none 1/1 1/1' },
      },
      'operations.json': {
        'GET /things/{id}': { 'status content-type': 'both 119/120 3/2', body: 'none 1/1 1/1' },
      },
    });
  });

  test('is read as it was written; what is not listed is documented only, and may be null', () => {
    const evidences = new Evidences((resource) => (resource === 'things' ? { assertions: written } : {}));
    for (const [id, evidence] of given) expect(evidences.of(id)).toEqual(evidence);
    expect(evidences.of('others/other.schema.json#/type')).toEqual(documentedOnly);
    expect(levelOf(evidences.of('others/other.schema.json#/null'))).toBeUndefined();
    expect(levelOf(evidences.of(`${file}#/properties/more/null`))).toBe('warning');
  });
});

describe('what a document says about an assertion', () => {
  const says = (keyword: string, expected: unknown, schema?: object, parent: object = {}) =>
    statementOf(keyword, expected, schema ? [schema as DocumentObject] : [], [parent as DocumentObject], 'id');

  test.each([
    ['type', 'string', { type: 'string' }, 'states'],
    ['type', ['string', 'null'], { type: 'string' }, 'states'],
    ['type', 'number', { type: 'integer' }, 'states'],
    ['type', 'object', { properties: {} }, 'states'],
    ['type', 'object', { additionalProperties: {} }, 'states'],
    ['type', 'object', { additionalProperties: true }, 'silent'],
    ['type', 'string', { type: 'array', items: {} }, 'contradicts'],
    ['type', 'string', {}, 'silent'],
    ['type', 'string', undefined, 'silent'],
    ['null', 'string', { type: 'string' }, 'implies'],
    ['null', 'string', { type: 'string', nullable: false }, 'states'],
    ['null', 'string', { type: 'string', nullable: true }, 'contradicts'],
    ['null', 'string', undefined, 'silent'],
    ['format', 'date-time', { format: 'date-time' }, 'states'],
    ['format', 'date-time', { type: 'string' }, 'silent'],
    ['enum', ['A', 'B'], { enum: ['A'] }, 'states'],
    ['enum', ['A'], { enum: ['A', 'B'] }, 'contradicts'],
    ['enum', ['A'], { type: 'string' }, 'silent'],
    ['const', 'A', { enum: ['A'] }, 'states'],
    ['const', 'A', { enum: ['A', 'B'] }, 'silent'],
    ['maxLength', 10, { maxLength: 10 }, 'states'],
    ['maxLength', 10, { maxLength: 20 }, 'silent'],
  ])('%s %j in %j: %4$s', (keyword, expected, schema, statement) => {
    expect(says(keyword, expected, schema)).toBe(statement);
  });

  test('a property is required where the schema of its object lists it', () => {
    expect(says('required', undefined, undefined, { required: ['id'] })).toBe('states');
    expect(says('required', undefined, {}, { required: ['name'] })).toBe('silent');
  });
});
