import { describe, expect, test } from 'vitest';
import { type Checked, createCheck, isInconclusive } from '../../src/contract/check.js';
import type { Schema } from '../../src/contract/model.js';
import { requestChangesOf } from '../../src/contract/request-changes.js';
import { makeExchange, type RawExchange } from '../../src/domain/exchange.js';
import type { AssertionEvidence } from '../../src/domain/finding.js';
import type { OperationId } from '../../src/domain/operation.js';
import { smallCatalogue } from './small-catalogue.js';

const since = '2025.08.0';
const size: Schema = { type: 'object', properties: { width: { type: 'integer' }, old: { not: {}, removedIn: since } } };
const thing: Schema = {
  type: 'object',
  required: ['name', 'type'],
  properties: {
    name: { type: 'string', minLength: 2 },
    type: { type: 'string', enum: ['A', 'B'] },
    color: { type: 'string', openEnum: ['RED'] },
    secret: { type: 'string', enum: ['X'] },
    status: { not: {}, removedIn: since },
    legacy: { type: 'string', removedIn: since, disputed: 'Okta still documents it' },
    id: { type: 'string', readOnly: true },
    created: { type: 'string', format: 'date-time', readOnly: true },
    limit: { type: 'integer', changedIn: since, before: { type: ['string'] } },
    use: {
      type: 'string',
      enum: ['new', 'old'],
      changedIn: since,
      was: 'one of two',
      before: { enum: ['gone', 'old'] },
    },
    sizes: { type: 'array', items: size },
    byName: { type: 'object', additionalProperties: size },
  },
  allOf: [
    {
      if: { required: ['type'], properties: { type: { const: 'B' } } },
      then: { properties: { owner: { type: 'string', requiredIn: since }, mode: { not: {}, removedIn: since } } },
    },
  ],
  unevaluatedProperties: false,
};

const create = 'POST /api/v1/things';
const form = 'POST /api/v1/forms';
const upload = 'POST /api/v1/uploads';
const list = 'GET /api/v1/things';
const newly = 'GET /api/v1/streams';
const conditional = 'DELETE /api/v1/things';
const optional = 'PUT /api/v1/options';
const variants = 'PUT /api/v1/shapes';
const done = { answers: { 200: { body: 'any' as const } } };
const catalogue = smallCatalogue(
  {
    [create]: { ...done, request: 'thing.schema.json' },
    [optional]: { ...done, request: 'option.schema.json' },
    [variants]: { ...done, request: 'shape.schema.json' },
    [form]: { ...done, request: 'form.schema.json', contentTypes: ['application/x-www-form-urlencoded'] },
    [upload]: { ...done, request: 'option.schema.json', contentTypes: ['application/x-pem-file', 'application/json'] },
    [list]: {
      ...done,
      query: {
        limit: { type: 'integer', maximum: 200 },
        expand: { type: 'string', removedIn: since },
        sort: { type: 'string', enum: ['asc', 'desc'], changedIn: since, before: {} },
        order: { type: 'string', enum: ['up', 'down'], changedIn: since, before: { enum: ['up', 'left'] } },
        most: { type: 'integer', changedIn: since, before: { type: ['string'] } },
        type: { type: 'string', openEnum: ['A'] },
        all: { type: 'boolean' },
        ids: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
        after: { type: 'string', enum: ['a'] },
        deep: { type: 'object', properties: { page: { type: 'integer' } }, unevaluatedProperties: false },
      },
      requiredQuery: ['type'],
    },
    [conditional]: {
      ...done,
      headers: {
        'If-Match': { type: 'string', pattern: '^"[^"]*"$', addedIn: since },
        Prefer: { type: 'string', openEnum: ['respond-async'] },
        'X-Mode': { type: 'string', enum: ['a', 'b'], changedIn: since, before: { enum: ['a', 'gone'] } },
        'X-Old': { removedIn: since },
        'X-Sure': { type: 'string' },
        'X-New': { type: 'string', requiredIn: since },
      },
      requiredHeaders: ['X-Sure'],
    },
    [newly]: { ...done, query: { stream: { type: 'string', requiredIn: since } } },
    'POST /api/v1/things/{id}/start': done,
  },
  {
    thing,
    shape: {
      type: 'object',
      properties: { type: { type: 'string' }, size: { type: 'string' } },
      allOf: ['round', 'square'].map((type) => ({
        if: { required: ['type'], properties: { type: { const: type } } },
        then: { properties: { [type === 'round' ? 'radius' : 'width']: { type: 'integer' } } },
      })),
      unevaluatedProperties: false,
    },
    option: { type: 'object', properties: { on: { type: 'boolean' } } },
    form: { type: 'object', required: ['grant'], properties: { grant: { type: 'string', enum: ['A'] } } },
  },
);
const check = createCheck(catalogue);

type Request = Partial<RawExchange['request'] & Pick<RawExchange, 'isComplete'>>;
const invalid = { errorCode: 'E0000001', errorSummary: 'x', errorLink: 'x', errorId: 'x', errorCauses: [] };

function checked(id: OperationId, { isComplete = false, ...request }: Request, status = 429, by = check): Checked {
  const operation = catalogue.operations.get(id);
  if (!operation) throw new Error(`There is no operation ${id}`);
  const url = `https://org.example.com${operation.template}`;
  const body = status === 400 ? invalid : undefined;
  return by(
    operation,
    makeExchange({
      id: '1',
      isComplete,
      request: { method: operation.method, url, ...request },
      response: { status, headers: { 'content-type': 'application/json' }, body },
    }),
  );
}

/** The verdict of a request, and its findings: level, pointer, message. */
function verdictOn(id: OperationId, request: Request, status = 429): [Checked['request'], ...string[]] {
  const { request: verdict, findings } = checked(id, request, status);
  const ofRequest = findings.filter(({ kind }) => kind === 'request');
  return [verdict, ...ofRequest.map(({ level, pointer, message }) => `${level} ${pointer} ${message}`)];
}

const good = { name: 'abc', type: 'A' };
const sent = (body: RawExchange['request']['body']) => verdictOn(create, { body });

describe('the body of a request', () => {
  test('that matches the contract is accepted', () => {
    expect(sent(good)).toEqual(['accepted']);
    expect(
      sent({ ...good, type: 'B', owner: 'x', limit: 3, sizes: [{ width: 1 }], byName: { a: { width: 1 } } }),
    ).toEqual(['accepted']);
  });

  test('that no edition accepts is rejected, with the failed assertion', () => {
    expect(sent({ name: 7 })).toEqual([
      'rejected',
      'warning /type Missing required property `type`',
      'warning /name Expected string, got a number',
    ]);
    expect(sent({ ...good, sizes: [{ width: 'x' }, { width: 'y' }] })).toEqual([
      'rejected',
      'warning /sizes/*/width Expected integer, got a string of 1 character',
    ]);
    expect(sent('nonsense')[0]).toBe('rejected');
    expect(sent([good])[0]).toBe('rejected');
    const { findings } = checked(create, { body: { name: 7, type: 'A' } });
    expect(findings).toMatchObject([
      {
        kind: 'request',
        contract: 'things/thing.schema.json#/properties/name/type',
        evidence: { documents: 'edition', satisfied: 0 },
      },
    ]);
  });

  test('that only the previous edition accepts names the edition', () => {
    expect(sent({ ...good, status: 'ACTIVE' })).toEqual([
      'previous only',
      'warning /status `status` is no longer accepted in the body since 2025.08.0',
    ]);
    expect(sent({ ...good, type: 'B' })).toEqual([
      'previous only',
      'warning /owner `owner` is required in the body since 2025.08.0',
    ]);
    expect(sent({ ...good, limit: '3' })).toEqual([
      'previous only',
      'warning /limit `limit` was changed in 2025.08.0: Expected integer, got a string of 1 character',
    ]);
    expect(sent({ ...good, sizes: [{ old: 1 }, { old: 2 }], byName: { x: { old: 1 } } })).toEqual([
      'previous only',
      'warning /sizes/*/old `old` is no longer accepted in the body since 2025.08.0',
      'warning /byName/*/old `old` is no longer accepted in the body since 2025.08.0',
    ]);
    expect(sent({ ...good, status: 'ACTIVE', name: 7 })[0]).toBe('rejected');
  });

  test('is compared with the alternative that applies', () => {
    expect(sent({ ...good, type: 'B', owner: 'x', mode: 1 })[0]).toBe('previous only');
    expect(sent({ ...good, mode: 1 })).toEqual(['accepted']);
  });

  test('that neither edition accepts is rejected, although the edition changed the property', () => {
    expect(sent({ ...good, use: 'gone' })).toEqual([
      'previous only',
      'warning /use `use` was changed in 2025.08.0: Expected one of new, old, got gone',
    ]);
    expect(sent({ ...good, use: 'never' })[0]).toBe('rejected');
    expect(sent({ ...good, use: 7 })).toEqual(['rejected', 'warning /use Expected string, got a number']);
    expect(sent({ ...good, limit: true })[0]).toBe('rejected');
  });

  test('with null has notices at most, although null is in no list of values', () => {
    expect(sent({ ...good, use: null })[0]).toBe('accepted');
  });

  test('that has a property of another variant has a notice', () => {
    const body = { size: 'L', type: 'round', radius: 1 };
    expect(verdictOn(variants, { body })).toEqual(['accepted']);
    expect(verdictOn(variants, { body: { ...body, width: 1 } })).toEqual([
      'accepted',
      expect.stringMatching(/^notice \/width Unknown property/),
    ]);
    // Any variant may apply.
    expect(verdictOn(variants, { body: { radius: 1, width: 1 } })).toEqual(['accepted']);
  });

  test('may contain disputed properties', () => {
    expect(sent({ ...good, legacy: 'x' })).toEqual([
      'accepted',
      'notice /legacy `legacy` is no longer accepted in the body since 2025.08.0. Disputed: Okta still documents it',
    ]);
  });

  test('with read-only properties is accepted with a finding, whatever they contain', () => {
    expect(sent({ ...good, id: 'x', created: 7 })).toEqual([
      'accepted',
      'warning /id `id` is read-only: do not send it',
      'warning /created `created` is read-only: do not send it',
    ]);
  });

  test('with unknown properties and values is accepted with notices', () => {
    const [verdict, ...findings] = sent({ ...good, surprise: 1, color: 'BLUE' });
    expect(verdict).toBe('accepted');
    expect(findings.sort()).toEqual([
      expect.stringMatching(/^notice \/color Expected a known value \(RED\), got/),
      expect.stringMatching(/^notice \/unknown-\w{4} Unknown property `unknown-\w{4}`$/),
    ]);
  });

  test('is not checked where a secret was replaced', () => {
    expect(sent({ ...good, secret: 'top secret' })).toEqual(['accepted']);
    expect(sent({ ...good, type: 'REDACTED' })).toEqual(['accepted']);
    expect(sent({ ...good, secret: 7 })[0]).toBe('rejected');
  });
});

describe('the evidence of an assertion', () => {
  const levelsWith = (evidence: Partial<AssertionEvidence>, body: RawExchange['request']['body']) => {
    const known = { documents: 'both' as const, satisfied: 90, violated: 0, orgs: 3, kinds: 2, ...evidence };
    const strict = createCheck({ ...catalogue, evidence: { of: () => known } });
    const { request, findings } = checked(create, { body }, 429, strict);
    return [request, ...findings.map(({ level }) => level)];
  };

  test('makes a finding a violation if it is strong', () => {
    expect(levelsWith({}, { ...good, name: 7 })).toEqual(['rejected', 'violation']);
    expect(levelsWith({ orgs: 1 }, { ...good, name: 7 })).toEqual(['rejected', 'warning']);
    expect(levelsWith({}, { ...good, status: 'x' })).toEqual(['previous only', 'warning']);
    expect(levelsWith({}, { ...good, limit: 'x' })).toEqual(['previous only', 'warning']);
  });

  test('makes it a notice if the org accepted such a request before', () => {
    expect(levelsWith({ violated: 1 }, { ...good, name: 7 })).toEqual(['accepted', 'notice']);
    expect(levelsWith({ violated: 1 }, { ...good, id: 'x' })).toEqual(['accepted', 'notice']);
  });

  test('is required: an assertion without support has no finding, and null is a notice at most', () => {
    expect(levelsWith({ documents: 'none', satisfied: 0, orgs: 0 }, { ...good, name: 7 })).toEqual(['accepted']);
    expect(levelsWith({ satisfied: 0 }, { ...good, name: null })).toEqual(['accepted']);
    expect(levelsWith({}, { ...good, name: null })).toEqual(['accepted', 'notice']);
  });
});

describe('a request without a body', () => {
  test('of a recording is not checked, because recorders leave bodies out', () => {
    expect(verdictOn(create, {})).toEqual([undefined]);
    expect(verdictOn(create, { body: null })).toEqual([undefined]);
    expect(verdictOn(create, {}, 400)).toEqual([undefined]);
  });

  test('that is known to have none lacks the required properties', () => {
    expect(verdictOn(create, { isComplete: true })[0]).toBe('rejected');
    expect(verdictOn(optional, { isComplete: true })).toEqual(['accepted']);
  });

  test('is not checked if the contract does not describe one', () => {
    expect(verdictOn('POST /api/v1/things/{id}/start', { body: good })).toEqual([undefined]);
  });
});

describe('the content type of a request', () => {
  const withType = (id: OperationId, type: string, body: RawExchange['request']['body']) =>
    verdictOn(id, { headers: { 'Content-Type': type }, body });

  test('has to be one that the operation accepts', () => {
    expect(withType(create, 'application/json; charset=UTF-8', good)).toEqual(['accepted']);
    expect(withType(create, 'application/json; okta-response=omitCredentials', good)).toEqual(['accepted']);
    expect(withType(create, 'text/plain', good)).toEqual([
      'rejected',
      'warning  Expected content type application/json, got text/plain',
    ]);
    expect(withType(upload, 'text/plain', 'x')).toEqual([
      'rejected',
      'warning  Expected content type application/x-pem-file or application/json, got text/plain',
    ]);
  });

  test('decides how the body is read', () => {
    expect(verdictOn(form, { body: 'grant=A' })).toEqual(['accepted']);
    expect(verdictOn(form, { body: 'grant=B' })[0]).toBe('rejected');
    expect(withType(upload, 'application/x-pem-file', '-----BEGIN')).toEqual([undefined]);
  });
});

describe('query parameters', () => {
  const asked = (query: string) => verdictOn(list, { url: `https://org.example.com/api/v1/things?${query}` });

  test('that match the contract are accepted', () => {
    expect(asked('type=A&limit=20&sort=asc&all=true&ids=a,b&deep=x#x')).toEqual(['accepted']);
    expect(asked('type=A&ids=a&ids=b')).toEqual(['accepted']);
  });

  test('have findings at the name of the parameter', () => {
    expect(asked('type=A&limit=201')[1]).toMatch(/^warning \?limit Must be <= 200/);
    expect(asked('type=A&limit=many')).toEqual([
      'rejected',
      'warning ?limit Expected integer, got a string of 4 characters',
    ]);
    expect(asked('type=A&ids=abcd')[0]).toBe('rejected');
    expect(asked('limit=2')).toEqual(['rejected', 'warning ?type Missing required query parameter `type`']);
    expect(asked('type=Z')).toEqual(['accepted', expect.stringMatching(/^notice \?type Expected a known value/)]);
    expect(asked('type=A&surprise=1')).toEqual([
      'accepted',
      expect.stringMatching(/^notice \?unknown-\w{4} Unknown query/),
    ]);
  });

  test('that are required are not checked in a recording without a query, unless the org refused the request', () => {
    const missing = 'warning ?type Missing required query parameter `type`';
    expect(verdictOn(list, {})).toEqual([undefined]);
    expect(verdictOn(list, {}, 400)).toEqual(['rejected', missing]);
    expect(verdictOn(list, { isComplete: true })).toEqual(['rejected', missing]);
  });

  test('that only the previous edition accepts name the edition', () => {
    expect(asked('type=A&expand=x')).toEqual([
      'previous only',
      'warning ?expand `expand` is no longer accepted as a query parameter since 2025.08.0',
    ]);
    expect(asked('type=A&sort=up')[0]).toBe('previous only');
    expect(verdictOn(newly, { isComplete: true })).toEqual([
      'previous only',
      'warning ?stream `stream` is required as a query parameter since 2025.08.0',
    ]);
    expect(verdictOn(newly, {})).toEqual([undefined]);
  });

  test('that neither edition accepts are rejected, although the edition changed them', () => {
    expect(asked('type=A&order=left')).toEqual([
      'previous only',
      expect.stringMatching(/^warning \?order `order` was changed in 2025\.08\.0: Expected one of up, down/),
    ]);
    expect(asked('type=A&order=north')).toEqual([
      'rejected',
      expect.stringMatching(/^warning \?order Expected one of up, down/),
    ]);
    expect(asked('type=A&most=many')[0]).toBe('previous only');
    expect(asked('type=A&most=3&order=up')).toEqual(['accepted']);
  });

  test('that are objects are read from their parts, or from JSON', () => {
    expect(asked('type=A&deep[page]=2')).toEqual(['accepted']);
    expect(asked('type=A&deep[page]=x')).toEqual([
      'rejected',
      'warning ?deep Expected integer, got a string of 1 character',
    ]);
    expect(asked('type=A&deep[other]=2')).toEqual(['accepted', expect.stringMatching(/^notice \?deep Unknown/)]);
    expect(asked(`type=A&deep=${encodeURIComponent('{"page":"x"}')}`)[0]).toBe('rejected');
    expect(asked('type=A&deep[page=2')[0]).toBe('accepted');
  });

  test('have changes', () => {
    const operation = catalogue.operations.get(list);
    const changes = operation ? requestChangesOf(catalogue, operation) : [];
    expect(changes.map(({ kind, pointer, was }) => [kind, pointer, was])).toEqual([
      ['removed', '?expand', undefined],
      ['changed', '?sort', 'any value'],
      ['changed', '?order', 'one of up, left'],
      ['changed', '?most', 'a text'],
    ]);
    const stream = catalogue.operations.get(newly);
    expect(stream && requestChangesOf(catalogue, stream)).toMatchObject([{ kind: 'required', pointer: '?stream' }]);
  });

  test('are not checked where a secret was replaced', () => {
    expect(asked('type=A&after=REDACTED')).toEqual(['accepted']);
  });
});

describe('headers of a request', () => {
  const needed = { 'x-sure': 'yes', 'x-new': 'yes' };
  const withHeaders = (headers: Record<string, string>, isComplete = true) =>
    verdictOn(conditional, { headers, isComplete });

  test('that match the contract are accepted, and others are not checked', () => {
    expect(withHeaders({ ...needed, 'if-match': '"a"', prefer: 'respond-async', 'x-trace': '1' })).toEqual([
      'accepted',
    ]);
  });

  test('have findings at the name of the header', () => {
    expect(withHeaders({ ...needed, 'if-match': 'a' })).toEqual([
      'rejected',
      expect.stringMatching(/^warning header If-Match /),
    ]);
    expect(withHeaders({ ...needed, prefer: 'wait' })).toEqual([
      'accepted',
      expect.stringMatching(/^notice header Prefer Expected a known value/),
    ]);
    expect(withHeaders({ ...needed, 'x-mode': 'gone' })[0]).toBe('previous only');
    expect(withHeaders({ ...needed, 'x-mode': 'never' })[0]).toBe('rejected');
    expect(withHeaders({ ...needed, 'x-old': '1' })).toEqual([
      'previous only',
      'warning header X-Old `X-Old` is no longer accepted as a request header since 2025.08.0',
    ]);
  });

  test('that are missing have findings, unless a recording leaves headers out', () => {
    expect(withHeaders({})).toEqual([
      'rejected',
      'warning header X-Sure Missing required request header `X-Sure`',
      'warning header X-New `X-New` is required as a request header since 2025.08.0',
    ]);
    expect(withHeaders({}, false)).toEqual([undefined]);
    expect(withHeaders({ prefer: 'respond-async' }, false)).toEqual(['accepted']);
  });

  test('have changes', () => {
    const operation = catalogue.operations.get(conditional);
    expect(operation && requestChangesOf(catalogue, operation).map(({ id }) => id)).toEqual([
      `${conditional}: added header If-Match in requests`,
      `${conditional}: changed header X-Mode in requests`,
      `${conditional}: removed header X-Old in requests`,
      `${conditional}: required header X-New in requests`,
    ]);
  });
});

describe('the response to a request', () => {
  test('that is refused as expected has no finding of its own', () => {
    expect(verdictOn(create, { body: { type: 'A' } }, 400)).toEqual([
      'rejected',
      'warning /name Missing required property `name`',
    ]);
  });

  test('that does not fit the contract of the request is a finding', () => {
    expect(verdictOn(create, { body: good }, 400)).toEqual([
      'accepted',
      'warning  The org refused a request that the contract accepts (400 E0000001)',
    ]);
    expect(verdictOn(create, { body: { type: 'A' } }, 200)).toContain(
      'warning  The org accepted a request that no edition accepts (200)',
    );
    expect(verdictOn(create, { body: { ...good, status: 1 } }, 200)).toContain(
      'warning  The org accepted a request that only the previous edition accepts (200)',
    );
    expect(verdictOn(create, { body: good }, 200)).toEqual(['accepted']);
  });

  test('has a verdict that does not depend on the request', () => {
    expect(checked(create, { body: { type: 'A' } }, 200).verdict).toBe('pass');
    expect(isInconclusive(checked(create, { body: { type: 'A' } }, 400))).toBe(true);
  });
});
