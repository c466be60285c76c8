import { describe, expect, test, vi } from 'vitest';
import { type Checked, createCheck, isInconclusive } from '../../src/contract/check.js';
import type { OperationContract, Schema } from '../../src/contract/model.js';
import { type Headers, makeExchange } from '../../src/domain/exchange.js';
import type { AssertionEvidence } from '../../src/domain/finding.js';
import type { Json } from '../../src/domain/json.js';
import type { OperationId } from '../../src/domain/operation.js';
import { smallCatalogue } from './small-catalogue.js';

const addedIn = '2025.08.0';
const changed = { changedIn: '2025.08.0', was: 'another form' };
const removed = { removedIn: '2025.08.0', not: {} };
const disputed = { removedIn: '2025.08.0', disputed: 'Okta still documents it' };

const thing: Schema = {
  type: 'object',
  required: ['id', 'added'],
  properties: {
    id: { type: 'string' },
    state: { type: 'string', openEnum: ['ON', 'OFF'] },
    added: { type: 'string', addedIn },
    old: removed,
    legacy: { ...disputed, type: 'object', properties: { size: { type: 'number' } } },
    profile: {
      ...changed,
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string' },
        label: { type: 'string', openEnum: ['A', 'B'] },
        'old/name': removed,
        address: { ...changed, type: 'object', properties: { city: { type: 'string' } } },
      },
      unevaluatedProperties: false,
    },
    profileUrl: { type: 'string' },
  },
  unevaluatedProperties: false,
};
const mark: Schema = { properties: { mark: removed } };
/** `mark` was removed from both alternatives, which is one change at two places of the schema; `part` only from the first one. */
const alternatives: Schema = {
  type: 'array',
  items: {
    type: 'object',
    if: { properties: { kind: { const: 'A' } } },
    then: { properties: { ...mark.properties, part: removed } },
    else: mark,
  },
};

const one = 'GET /api/v1/things/{thingId}';
const answers = { 200: { schema: 'thing.schema.json' } };
const catalogue = smallCatalogue(
  {
    [one]: { answers },
    'POST /api/v1/things': { answers: { 200: { body: 'any' }, 201: { ...answers[200], removedIn: '2025.08.0' } } },
    'GET /api/v1/things': { answers: { 200: { schema: 'alternatives.schema.json' }, 203: answers[200] } },
    'DELETE /api/v1/things/{thingId}': { answers: { 204: { body: 'empty' } }, errors: [405, 501] },
    'GET /api/v1/things/{thingId}/link': { answers: { 300: { body: 'empty' }, 302: { body: 'any' } } },
    'GET /api/v1/things/new': { category: 'new', answers },
    'GET /api/v1/things/deprecated': { category: 'deprecated', answers },
  },
  { thing, alternatives },
);
const check = createCheck(catalogue);

const json = { 'content-type': 'application/json' };
const error = { errorCode: 'E0000007', errorSummary: 'x', errorLink: 'x', errorId: 'x', errorCauses: [] };
const notServed = { ...error, errorCode: 'E0000008' };
const good = { id: '1', added: 'x' };

/** Checks a response. @param evidence of all assertions, for the tests of levels */
function checked(
  id: OperationId,
  status: number,
  headers: Headers,
  body?: Json,
  evidence?: AssertionEvidence,
): Checked {
  const operation = catalogue.operations.get(id);
  if (!operation) throw new Error(`There is no operation ${id}`);
  const checkWith = evidence ? createCheck({ ...catalogue, evidence: { of: () => evidence } }) : check;
  return checkWith(
    operation,
    makeExchange({
      id: '1',
      request: { method: operation.method, url: 'https://org.example.com/api/v1/things/1' },
      response: { status, headers, body },
    }),
  );
}

/** The findings of a response, one line each: kind, pointer, message, and the change without the operation. */
function findings(id: OperationId, status: number, headers: Headers, body?: Json): string[] {
  return checked(id, status, headers, body).findings.map(({ kind, pointer, message, change }) =>
    [kind, pointer, message, ...(change ? [`(${change.slice(id.length + 2)})`] : [])].filter(Boolean).join(' '),
  );
}

describe('the body of a response', () => {
  test('that matches the schema has no findings', () => {
    const { refusal, ...rest } = checked(one, 200, json, good);
    expect(rest).toMatchObject({ verdict: 'pass', findings: [] });
    expect(refusal).toBeUndefined();
  });

  test('is compared with the schema of its status', () => {
    expect(checked(one, 200, json, { ...good, id: 1 }).findings).toMatchObject([
      {
        kind: 'type',
        pointer: '/id',
        message: 'Expected string, got a number',
        contract: 'things/thing.schema.json#/properties/id/type',
        count: 1,
      },
    ]);
    expect(findings('GET /api/v1/things', 203, json, { id: '1', added: 2 })).toHaveLength(1);
    expect(findings('GET /api/v1/things', 200, json, [])).toEqual([]);
  });

  test('may contain unknown properties and values, which are reported', () => {
    expect(findings(one, 200, json, { ...good, state: 'BROKEN', extra: 1 })).toEqual([
      expect.stringMatching(/^unknown-value \/state /),
      expect.stringMatching(/^undocumented \/unknown-[0-9a-f]{4} Unknown property/),
    ]);
  });

  test.each([
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/scim+json',
    'application/vnd.x-1.2+json;v=1',
  ])('may have the content type %s', (type) => {
    expect(findings(one, 200, { 'content-type': type }, good)).toEqual([]);
  });

  test('may have no content type, and only the first of several counts', () => {
    expect(findings(one, 200, {}, good)).toEqual([]);
    expect(findings(one, 200, { 'content-type': ['application/json', 'text/html'] }, good)).toEqual([]);
  });

  test.each<[string, string]>([
    ['text/html; charset=utf-8', 'text/html'],
    ['text/json', 'an unknown content type (#'],
    ['application/jsonp', 'an unknown content type (#'],
    ['application/+json', 'an unknown content type (#'],
    ['x-application/json', 'an unknown content type (#'],
    ['text/plain, application/json', 'an unknown content type (#'],
  ])('with the content type %s is not compared with the schema', (type, shown) => {
    const { findings: found, observations } = checked(one, 200, { 'content-type': type }, { old: 1 });
    expect(found).toMatchObject([
      {
        kind: 'content-type',
        pointer: '',
        message: expect.stringContaining(`Expected JSON, got ${shown}`),
        contract: `things/operations.json#${one}`,
      },
    ]);
    expect(observations.size).toBe(0);
  });

  test.each([undefined, ''])('must exist if the contract has a schema (%j)', (body) => {
    const { findings: found, observations } = checked(one, 200, json, body);
    expect(found).toMatchObject([
      {
        kind: 'body',
        pointer: '',
        message: 'Expected JSON with status 200, got no body',
        contract: `things/operations.json#${one}`,
      },
    ]);
    // An empty response shows nothing about the changes inside a body.
    expect(observations.size).toBe(0);
  });

  test('must not exist if the contract says so', () => {
    const remove = 'DELETE /api/v1/things/{thingId}';
    expect(findings(remove, 204, {})).toEqual([]);
    expect(findings(remove, 204, {}, '')).toEqual([]);
    expect(checked(remove, 204, json, {}).findings).toMatchObject([
      {
        kind: 'body',
        pointer: '',
        message: 'Expected no body with status 204, got an object with 0 properties',
        contract: `things/operations.json#${remove}`,
      },
    ]);
  });

  test('may be anything if the contract says so', () => {
    for (const body of [undefined, '', '<html>', { id: 1 }])
      expect(findings('POST /api/v1/things', 200, { 'content-type': 'text/html' }, body)).toEqual([]);
  });
});

describe('a body over a limit', () => {
  const deep = JSON.parse('['.repeat(150) + ']'.repeat(150)) as Json;

  test('is reported, also with a status that the contract does not have', () => {
    for (const status of [200, 202, 503])
      expect(findings(one, status, json, deep)).toEqual([
        'body The body is nested deeper than 100 levels; it was not checked further',
      ]);
    expect(checked(one, 200, json, deep).findings[0]?.contract).toBe(`things/operations.json#${one}`);
  });

  test('has no finding if the contract allows any body', () => {
    expect(findings('POST /api/v1/things', 200, json, deep)).toEqual([]);
  });

  test('of errors is reported once', () => {
    const validate = vi.spyOn(catalogue.schemas, 'validate');
    const found = { errors: [], unlisted: 0, isIncomplete: false };
    const contract = `things/operations.json#${one}`;
    validate.mockReturnValueOnce({ ...found, unlisted: 7, isIncomplete: true });
    expect(checked(one, 200, json, good).findings).toMatchObject([
      { kind: 'body', pointer: '', message: 'Too many errors: the remaining elements were not checked', contract },
    ]);
    validate.mockReturnValueOnce({ ...found, unlisted: 7 });
    expect(checked(one, 200, json, good).findings).toMatchObject([
      { kind: 'undocumented', pointer: '', message: 'More unknown properties, not listed', count: 7, contract },
    ]);
    // This is not a fault of the error object.
    validate.mockReturnValueOnce({ ...found, isIncomplete: true });
    expect(checked(one, 404, json, error).findings).toMatchObject([
      { kind: 'body', message: 'Too many errors: the remaining elements were not checked' },
    ]);
    validate.mockRestore();
  });
});

describe('a redirect', () => {
  const link = 'GET /api/v1/things/{thingId}/link';

  test.each([300, 302])('with the status %i must have a Location header', (status) => {
    expect(findings(link, status, { location: 'https://org.example.com/' })).toEqual([]);
    expect(checked(link, status, {}).findings).toMatchObject([
      {
        kind: 'status',
        pointer: '',
        message: `Missing \`Location\` header with status ${status}`,
        contract: `things/operations.json#${link}`,
      },
    ]);
  });
});

describe('a status that the contract does not have', () => {
  test.each<[OperationId, number, string]>([
    [one, 202, '200'],
    [one, 399, '200'],
    [one, 400, '200, 404 or 429'],
    [one, 409, '200, 404 or 429'],
    ['DELETE /api/v1/things/{thingId}', 302, '204'],
    ['DELETE /api/v1/things/{thingId}', 418, '204, 404, 405, 429 or 501'],
    ['POST /api/v1/things', 404, '200, 201 or 429'],
  ])('is reported with those that it has: %s, %i', (id, status, expected) => {
    expect(checked(id, status, json, error).findings).toMatchObject([
      {
        kind: 'status',
        pointer: '',
        message: `Expected status ${expected}, got ${status}`,
        contract: `things/operations.json#${id}`,
      },
    ]);
  });

  test('is expected if it is an error of the operation, of any operation, or of any write', () => {
    expect(findings(one, 404, json, error)).toEqual([]);
    expect(findings(one, 503, json, error)).toEqual([]);
    expect(findings('POST /api/v1/things', 409, json, error)).toEqual([]);
    expect(findings('DELETE /api/v1/things/{thingId}', 501, json, error)).toEqual([]);
  });

  test('has no observations of changes', () => {
    expect(checked(one, 404, json, { ...error, old: 1 }).observations.size).toBe(0);
  });
});

describe('an expected error', () => {
  test('must be an error object of Okta', () => {
    const { errorId: _, ...incomplete } = error;
    expect(checked(one, 404, json, { ...incomplete, errorSummary: 1 }).findings).toMatchObject([
      {
        kind: 'error-shape',
        pointer: '/errorId',
        message: 'Error object: Missing required property `errorId`',
        contract: expect.stringMatching(/^shared\/error\.schema\.json#\/required/),
      },
      {
        kind: 'error-shape',
        pointer: '/errorSummary',
        message: 'Error object: Expected string, got a number',
        contract: 'shared/error.schema.json#/properties/errorSummary/type',
      },
    ]);
  });

  test('is read as JSON without a content type as well', () => {
    expect(findings(one, 404, {}, { ...error, errorId: 1 })).toEqual([
      'error-shape /errorId Error object: Expected string, got a number',
    ]);
    expect(findings(one, 404, {}, [error])).toEqual([
      expect.stringMatching(/^error-shape Error object: Expected object/),
    ]);
    const types = { 'content-type': ['application/json', 'text/html'] };
    expect(findings(one, 404, types, 'no JSON')).toEqual([
      'error-shape Error object: Expected object, got a string of 7 characters',
    ]);
  });

  test('may contain unknown properties', () => {
    expect(findings(one, 404, json, { ...error, extra: 1 })).toEqual([
      expect.stringMatching(/^undocumented \/unknown-[0-9a-f]{4} Unknown property/),
    ]);
  });

  test.each<[string, Headers, Json | undefined]>([
    ['no body', json, undefined],
    ['an empty body', json, ''],
    ['a page of an edge server', { 'content-type': 'text/html' }, '<html>'],
    ['a text without a content type', {}, 'unavailable'],
    ['null without a content type', {}, null],
    ['a JSON object of an edge server', json, { status: 503, message: 'unavailable' }],
  ])('is accepted with %s', (_, headers, body) => {
    expect(findings(one, 503, headers, body)).toEqual([]);
  });

  test.each<[string, Json]>([
    ['a status only', { status: 503 }],
    ['a message only', { message: 'unavailable' }],
    ['an error code, a status and a message', { errorCode: 'E0000009', status: 503, message: 'unavailable' }],
    ['none of these', {}],
  ])('that has %s is compared with the error object', (_, body) => {
    expect(findings(one, 503, json, body)).toContain(
      'error-shape /errorSummary Error object: Missing required property `errorSummary`',
    );
  });
});

describe('an operation that the org does not serve', () => {
  test('is reported', () => {
    expect(checked(one, 404, json, notServed)).toMatchObject({
      refusal: 'not served',
      findings: [
        {
          kind: 'status',
          pointer: '',
          message: 'This org does not serve the operation (404)',
          contract: `things/operations.json#${one}`,
        },
      ],
    });
    expect(checked(one, 404, json, notServed).findings[0]?.change).toBeUndefined();
  });

  test('belongs to the change that adds it, if it is new', () => {
    expect(checked('GET /api/v1/things/new', 404, json, notServed).findings).toMatchObject([
      {
        message: 'This org does not serve the operation yet (404)',
        change: 'GET /api/v1/things/new: new operation',
      },
    ]);
  });

  test('has no finding if it is deprecated', () => {
    expect(checked('GET /api/v1/things/deprecated', 410, json, {})).toMatchObject({ refusal: 'gone', findings: [] });
  });
});

describe('a removed property', () => {
  test('that is still returned is reported with its change and the number of places', () => {
    expect(checked('GET /api/v1/things', 200, json, [{ mark: 1 }, { mark: null }, {}]).findings).toMatchObject([
      {
        kind: 'removed',
        pointer: '/*/mark',
        message: '`mark` was removed in 2025.08.0 but is still returned',
        count: 2,
        change: 'GET /api/v1/things: removed /*/mark',
        contract: expect.stringMatching(/^things\/alternatives\.schema\.json#\/items\/.*properties\/mark$/),
      },
    ]);
  });

  test('is named by the last part of its pointer', () => {
    expect(findings(one, 200, json, { ...good, profile: { name: 'x', 'old/name': 1 } })).toEqual([
      'removed /profile/old~1name `old~1name` was removed in 2025.08.0 but is still returned (removed /profile/old~1name)',
    ]);
  });

  test('whose removal is disputed is reported with the reason', () => {
    expect(findings(one, 200, json, { ...good, legacy: {} })).toEqual([
      'removed /legacy `legacy` was removed in 2025.08.0 but is still returned. Disputed: Okta still documents it (removed /legacy)',
    ]);
  });
});

describe('a removed status', () => {
  test('is reported, and its body is still compared with the schema', () => {
    const create = 'POST /api/v1/things';
    expect(findings(create, 201, json, { ...good, id: 1 })).toEqual([
      'type /id Expected string, got a number',
      'removed Status 201 was removed in 2025.08.0 but is still returned (removed status 201)',
    ]);
    expect(checked(create, 201, json, good).findings).toMatchObject([
      { pointer: '', contract: `things/operations.json#${create}` },
    ]);
  });
});

describe('observations of changes', () => {
  const counts = (result: Checked) =>
    Object.fromEntries(
      [...result.observations].map(([id, { present, absent }]) => [id.replace(/^.*: /, ''), [present, absent]]),
    );

  test('count the objects with and without the property', () => {
    expect(counts(checked(one, 200, json, { ...good, profile: { name: 'x' } }))).toEqual({
      'added /added': [1, 0],
      'removed /old': [0, 1],
      'removed /legacy': [0, 1],
      'changed /profile': [1, 0],
      'removed /profile/old~1name': [0, 1],
      'changed /profile/address': [0, 1],
    });
  });

  test('are added up over the alternatives of a schema', () => {
    const list = [{ kind: 'A', mark: 1 }, { kind: 'A' }, { kind: 'B', mark: 1 }, { kind: 'C', mark: 1 }, { kind: 'C' }];
    const result = checked('GET /api/v1/things', 200, json, list);
    expect(counts(result)['removed /*/mark']).toEqual([3, 2]);
    expect([...result.observations.values()][0]?.change).toMatchObject({ kind: 'removed', pointer: '/*/mark' });
  });

  test('count only objects to which an alternative applies', () => {
    const list = [{ kind: 'A', part: 1 }, { kind: 'A' }, { kind: 'A' }, { kind: 'B', part: 1 }, { kind: 'B' }];
    expect(counts(checked('GET /api/v1/things', 200, json, list))['removed /*/part']).toEqual([1, 2]);
  });

  test('are made for a body that does not match the schema as well', () => {
    expect(counts(checked(one, 200, json, { added: 1 }))).toMatchObject({ 'added /added': [1, 0] });
  });
});

describe('a finding inside a response belongs to', () => {
  const changeOf = (body: Json, pointer: string) =>
    checked(one, 200, json, body).findings.find((finding) => finding.pointer === pointer)?.change ?? 'no change';

  test.each<[string, Json, string, string]>([
    ['a change at its location', { profile: 1 }, '/profile', 'changed /profile'],
    ['a change above its location', { profile: { name: 1 } }, '/profile/name', 'changed /profile'],
    ['a change above a missing property', { profile: {} }, '/profile/name', 'changed /profile'],
    [
      'the innermost change',
      { profile: { address: { city: 1 } } },
      '/profile/address/city',
      'changed /profile/address',
    ],
    ['the removal at its location', { legacy: 1 }, '/legacy', 'removed /legacy'],
    ['the addition of a property that is missing', { added: undefined as never }, '/added', 'added /added'],
  ])('%s', (_, more, pointer, change) => {
    const body = JSON.parse(JSON.stringify({ ...good, ...(more as object) })) as Json;
    expect(changeOf(body, pointer)).toBe(`${one}: ${change}`);
  });

  test.each<[string, Json, string]>([
    ['at another location', { id: 1 }, '/id'],
    ['at a location whose name begins like that of a change', { profileUrl: 1 }, '/profileUrl'],
    ['below a removed property', { legacy: { size: 'x' } }, '/legacy/size'],
    ['at an added property that is not missing', { added: 1 }, '/added'],
  ])('no change if it is %s', (_, more, pointer) => {
    const body = { ...good, ...(more as object) };
    expect(findings(one, 200, json, body).join()).toContain(pointer);
    expect(changeOf(body, pointer)).toBe('no change');
  });

  test.each([
    ['property', 'undocumented', { extra: 1 }],
    ['value', 'unknown-value', { label: 'C' }],
  ])('no change if it is an unknown %s', (_, kind, more) => {
    const { findings: found } = checked(one, 200, json, { ...good, profile: { name: 'x', ...more } });
    expect(found).toMatchObject([{ kind }]);
    expect(found[0]?.change).toBeUndefined();
  });
});

describe('levels', () => {
  const recorded = (orgs: number, violated = 0): AssertionEvidence => ({
    documents: 'both',
    satisfied: 3,
    violated,
    orgs,
    kinds: 1,
  });
  const level = (result: Checked) => result.findings.map((finding) => finding.level);

  test('an unexpected status is a violation only if recordings of several orgs confirm the others', () => {
    expect(level(checked(one, 418, json, error, recorded(2)))).toEqual(['violation']);
    expect(level(checked(one, 418, json, error, recorded(1)))).toEqual(['warning']);
    expect(level(checked(one, 418, json, error, recorded(2, 1)))).toEqual(['warning']);
    expect(level(checked(one, 418, json, error))).toEqual(['warning']);
    expect(level(checked(one, 400, json, error))).toEqual(['warning']);
    expect(level(checked(one, 302, { location: 'x' }, undefined, recorded(2)))).toEqual(['violation']);
    expect(level(checked(one, 302, { location: 'x' }))).toEqual(['warning']);
  });

  test('what was removed is stale, and the verdict says so', () => {
    const still = checked(one, 200, json, { ...good, old: 1 });
    expect([still.verdict, ...level(still)]).toEqual(['stale', 'stale']);
    expect(level(checked('POST /api/v1/things', 201, json, good))).toEqual(['stale']);
    expect(level(checked(one, 200, json, { ...good, legacy: {} }))).toEqual(['warning']);
  });

  test('a body or a redirect is as certain as its evidence', () => {
    const link = 'GET /api/v1/things/{thingId}/link';
    const cases = [
      [one, 200, json, undefined],
      ['DELETE /api/v1/things/{thingId}', 204, json, {}],
      [link, 302, {}, undefined],
    ] as const;
    for (const [id, status, headers, body] of cases) {
      expect(level(checked(id, status, headers, body, recorded(2)))).toEqual(['violation']);
      const { verdict, findings: found } = checked(id, status, headers, body);
      expect(verdict).toBe('pass');
      expect(found).toMatchObject([{ level: 'warning', evidence: { documents: 'edition', satisfied: 0, orgs: 0 } }]);
    }
  });

  test('the responses of all operations are evidence for JSON as content type', () => {
    const html = { 'content-type': 'text/html' };
    const { findings: found } = checked(one, 200, html, '<html>');
    expect(found).toMatchObject([{ kind: 'content-type', level: 'violation' }]);
    expect(found[0]?.evidence?.orgs).toBeGreaterThan(2);
    expect(level(checked(one, 200, html, '<html>', recorded(1)))).toEqual(['warning']);
  });

  test('an added property that is missing is not returned yet, which is stale', () => {
    const later = checked(one, 200, json, { id: '1' });
    expect(later.verdict).toBe('stale');
    expect(later.findings).toMatchObject([
      {
        kind: 'not-yet',
        pointer: '/added',
        message: '`added` was added in 2025.08.0 but is not returned yet',
        change: `${one}: added /added`,
      },
    ]);
  });

  test('a new operation that the org does not serve is stale, another is as certain as its recorded responses', () => {
    expect(level(checked('GET /api/v1/things/new', 404, json, notServed))).toEqual(['stale']);
    expect(checked(one, 404, json, notServed, recorded(2)).verdict).toBe('violation');
    expect(level(checked(one, 404, json, notServed))).toEqual(['warning']);
  });
});

describe('an exchange shows nothing about the contract', () => {
  test('if it is an error that any operation may return', () => {
    expect(isInconclusive(checked(one, 404, json, error))).toBe(true);
    expect(isInconclusive(checked(one, 404, json, { ...error, extra: 1 }))).toBe(true);
    expect(isInconclusive(checked('GET /api/v1/things/deprecated', 410, json, {}))).toBe(true);
  });

  test('but not if it is a successful response', () => {
    expect(isInconclusive(checked(one, 200, json, good))).toBe(false);
  });

  test('but not if it is an error with a finding', () => {
    expect(isInconclusive(checked(one, 404, json, { ...error, errorId: 1 }))).toBe(false);
    expect(isInconclusive(checked(one, 404, json, { ...error, errorId: 1, extra: 1 }))).toBe(false);
    expect(isInconclusive(checked(one, 418, json, error))).toBe(false);
    expect(isInconclusive(checked(one, 404, json, notServed))).toBe(false);
    expect(isInconclusive({ ...checked(one, 404, json, notServed), findings: [] })).toBe(false);
  });
});

describe('prepare', () => {
  const parts: Record<string, Schema> = {
    body: { type: 'object' },
    variant: { type: 'object', if: { required: ['kind'] }, then: { properties: { mark: removed } } },
  };
  const create = 'POST /api/v1/things';

  test('compiles every schema that a check of the operation needs', () => {
    const small = smallCatalogue(
      {
        [create]: {
          request: 'body.schema.json',
          answers: { 200: { schema: 'variant.schema.json' }, 204: { body: 'empty' } },
        },
      },
      parts,
    );
    const prepared = createCheck(small);
    const validator = vi.spyOn(small.schemas, 'validator');
    const operation = small.operations.get(create) as OperationContract;
    // The schemas of list elements are compiled with the first list.
    const places = () => validator.mock.calls.map(([place]) => place).filter((place) => !place.endsWith('/items'));
    prepared.prepare(operation);
    const compiled = places();
    expect(compiled).toContain('things/body.schema.json');
    validator.mockClear();
    const request = { method: 'POST', url: 'https://org.example.com/api/v1/things' };
    for (const [status, body] of [
      [200, { kind: 1, mark: 1 }],
      [204, undefined],
      [429, error],
    ] as const)
      prepared(operation, makeExchange({ id: '1', request, response: { status, headers: json, body } }));
    expect(compiled).toEqual(expect.arrayContaining(places()));
    // A condition is compiled once for all responses.
    expect(places().filter((place) => place.endsWith('/if'))).toEqual([]);
  });

  test.each([
    ['of the request', { request: 'none.schema.json', answers: { 204: { body: 'empty' } } }],
    ['of a response', { answers: { 200: { schema: 'none.schema.json' } } }],
  ] as const)('reports a schema %s that does not exist', (_, entry) => {
    const small = smallCatalogue({ [create]: entry }, parts);
    expect(() => createCheck(small).prepare(small.operations.get(create) as OperationContract)).toThrow(
      'contracts/things/none.schema.json cannot be read',
    );
  });
});

describe('a response that is reduced on request', () => {
  const reduced = (body: Json): Checked => {
    const operation = catalogue.operations.get(one) as OperationContract;
    const request = { method: 'GET', url: 'https://org.example.com/api/v1/things/1?useOptimization=true' } as const;
    return check(
      { ...operation, reducedBy: ['query useOptimization'] },
      makeExchange({ id: '1', request, response: { status: 200, headers: json, body } }),
    );
  };
  const counts = (checked: Checked) =>
    [...checked.observations.values()].map(({ change, present, absent }) => [change.pointer, present, absent]);

  test('shows removed properties that it has', () => {
    const checked = reduced({ id: '1', old: 1 });
    expect(checked.findings.map(({ kind, pointer }) => `${kind} ${pointer}`)).toEqual(['removed /old']);
    expect(counts(checked)).toEqual([['/old', 1, 0]]);
  });

  test('shows nothing by what it does not have', () => {
    const checked = reduced({ id: '1' });
    expect(checked.findings).toEqual([]);
    expect(counts(checked)).toEqual([]);
  });
});
