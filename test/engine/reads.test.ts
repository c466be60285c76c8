import { expect, test } from 'vitest';
import type { OperationContract } from '../../src/contract/model.js';
import type { OperationId } from '../../src/domain/operation.js';
import { callsOf, fixturesOf, foundIn } from '../../src/engine/model.js';
import { makePlan, type Vocabulary } from '../../src/engine/plan.js';
import type { ReadsOptions } from '../../src/engine/reads.js';

/** A catalogue of GET operations, each with the resource that it belongs to. */
function catalogueOf(
  operations: Record<string, string | [resource: string, more: Partial<OperationContract>]>,
  notRequested: Record<string, string> = {},
) {
  const entries = Object.entries(operations).map(([template, value]): [OperationId, OperationContract] => {
    const [resource, more] = typeof value === 'string' ? [value, {}] : value;
    const id: OperationId = `GET /${template.slice(1)}`;
    return [id, { id, resource, method: 'GET', template, ...more } as OperationContract];
  });
  return {
    operations: new Map(entries),
    notRequested: new Map(Object.entries(notRequested) as [OperationId, string][]),
  };
}

/** What a suite of themes plans: each call with its objects, each object with its list. */
function planOf(
  catalogue: ReturnType<typeof catalogueOf>,
  options: ReadsOptions | undefined = {},
  define: (words: Vocabulary) => ReadsOptions = () => ({}),
) {
  const plan = makePlan(
    'themes',
    (words) => {
      const more = define(words);
      words.reads({ ...options, ...more });
    },
    () => catalogue,
  );
  const calls = callsOf(plan).map(({ operation, fixtures }) => [
    operation,
    ...fixtures.map(({ spec }) => `${spec.parameter}${spec.aliases?.length ? ` ${spec.aliases}` : ''}`),
  ]);
  const lists = fixturesOf(plan).map(
    ({ spec }) => `${spec.shared ? 'shared ' : ''}${foundIn(spec).map(({ operation }) => operation)}`,
  );
  return { calls, lists, notRequested: Object.fromEntries(plan.notRequested), plan };
}

const themes = {
  '/brands': 'brands',
  '/brands/{brandId}': 'brands',
  '/brands/{brandId}/themes': 'themes',
  '/brands/{id}/themes/{themeId}': 'themes',
} as const;

test('objects are found by the lists before them in the path, and the list of another resource is shared', () => {
  const { calls, lists } = planOf(catalogueOf(themes));
  expect(calls).toEqual([['GET /brands/{id}/themes/{themeId}', 'id brandId', 'themeId']]);
  expect(lists).toEqual(['shared GET /brands', 'GET /brands/{brandId}/themes']);
});

test('an operation without parameters is called once', () => {
  const { calls } = planOf(catalogueOf({ '/themes/settings': 'themes', '/other': 'brands' }));
  expect(calls).toEqual([['GET /themes/settings']]);
});

test('an operation that the suite calls itself is not planned again, wherever the suite calls reads', () => {
  const catalogue = catalogueOf({ '/themes/settings': 'themes', '/themes/more': 'themes' });
  const plan = makePlan(
    'themes',
    ({ reads, call }) => {
      reads();
      call('GET /themes/settings');
    },
    () => catalogue,
  );
  expect(callsOf(plan).map(({ operation }) => operation)).toEqual(['GET /themes/settings', 'GET /themes/more']);
});

test('a list that is only read if nothing can be created has a call of its own', () => {
  const { calls } = planOf(catalogueOf({ '/themes': 'themes' }), {}, ({ fixture }) => {
    fixture({
      parameter: 'themeId',
      make: { operation: 'POST /themes' },
      found: { operation: 'GET /themes' },
      remove: ['DELETE /themes/{themeId}'],
      mark: '/name',
    });
    return {};
  });
  expect(calls).toEqual([['GET /themes']]);
});

test('a fixture of the suite and a value fill parameters instead of a list', () => {
  const catalogue = catalogueOf({ ...themes, '/brands/{brandId}/templates/{name}': 'themes' });
  const { calls, lists } = planOf(catalogue, { with: { name: 'Welcome' } }, ({ fixture }) => ({
    on: fixture({ parameter: 'brandId', aliases: ['id'], found: { operation: 'GET /brands' } }),
  }));
  expect(lists).toEqual(['GET /brands', 'GET /brands/{brandId}/themes']);
  expect(calls).toEqual([
    ['GET /brands/{id}/themes/{themeId}', 'brandId id', 'themeId'],
    ['GET /brands/{brandId}/templates/{name}', 'brandId id'],
  ]);
});

test('an operation whose list is missing or is not requested is not planned, with the reason', () => {
  const { '/brands': _, ...without } = themes;
  const reason = { 'GET /brands/{brandId}/themes': 'no list contains a value of {brandId}' };
  expect(planOf(catalogueOf(without)).notRequested).toMatchObject(reason);
  const excluded = planOf(catalogueOf(themes, { 'GET /brands': 'It is not safe' }));
  expect(excluded.notRequested).toMatchObject(reason);
  // Not even the lists of objects that no call needs.
  expect([excluded.calls, excluded.lists]).toEqual([[], []]);
});

test('an operation of not-requested.json is neither planned nor a list', () => {
  const { calls, lists, notRequested } = planOf(
    catalogueOf(themes, { 'GET /brands/{id}/themes/{themeId}': 'It needs a browser session' }),
  );
  expect(calls).toEqual([['GET /brands/{brandId}/themes', 'brandId id']]);
  expect(lists).toEqual(['shared GET /brands']);
  expect(notRequested).toEqual({});
});

test('a required query parameter must be given, for a list as well', () => {
  const catalogue = catalogueOf({
    '/brands': ['brands', { requiredQuery: ['type'] }],
    '/brands/{brandId}/themes': 'themes',
    '/themes/search': ['themes', { requiredQuery: ['q', 'after'] }],
  });
  expect(planOf(catalogue)).toMatchObject({
    calls: [],
    notRequested: {
      'GET /brands/{brandId}/themes': 'GET /brands requires the query parameter type',
      'GET /themes/search': 'GET /themes/search requires the query parameter q and after',
    },
  });
  const query = { 'GET /brands': { type: 'any' }, 'GET /themes/search': { q: 'a', after: '1' } };
  const { plan, notRequested } = planOf(catalogue, { query });
  expect(notRequested).toEqual({});
  expect(callsOf(plan).map(({ options }) => options.query)).toEqual([undefined, { q: 'a', after: '1' }]);
  expect(fixturesOf(plan).map(({ spec }) => foundIn(spec)[0]?.query)).toEqual([{ type: 'any' }]);
});

test('a page of a list is small, where a request can choose its size', () => {
  const limit = { query: { limit: { type: 'integer' } } };
  const { plan } = planOf(
    catalogueOf({
      '/themes': ['themes', limit],
      '/fixed': ['themes', { ...limit, paging: { links: 'header', limit: false } }],
      '/other': 'themes',
    }),
  );
  expect(callsOf(plan).map(({ options }) => options.query)).toEqual([{ limit: '20' }, undefined, undefined]);
});

test('the last word of a parameter is the property that contains its value', () => {
  const { plan } = planOf(
    catalogueOf({
      '/templates': 'themes',
      '/templates/{templateName}': 'themes',
      '/keys': ['themes', { paging: { links: 'header', id: 'keyId' } }],
      '/keys/{keyId}': 'themes',
      '/users': 'users',
      '/users/{userIdOrLogin}/themes': 'themes',
    }),
  );
  const places = fixturesOf(plan).map(({ spec }) => [spec.parameter, ...(foundIn(spec)[0]?.idAt ?? [])]);
  expect(places).toEqual([
    ['templateName', 'name', 'templateName', 'id'],
    ['keyId', 'keyId', 'id', 'key_id', 'kid'],
    ['userIdOrLogin', 'id', 'userIdOrLogin', 'user_id_or_login', 'kid'],
  ]);
});

test('a suite can name the property that contains the value of a parameter', () => {
  const catalogue = catalogueOf({ '/links': 'themes', '/links/{linkName}': 'themes' });
  const { plan } = planOf(catalogue, { id: { linkName: '/primary/name' } });
  expect(fixturesOf(plan).map(({ spec }) => foundIn(spec)[0]?.idAt)).toEqual([['/primary/name']]);
});

test('suites share the list of another resource under one name, with all names of its parameter', () => {
  const catalogue = catalogueOf({
    '/brands': 'brands',
    '/brands/{brandId}/themes': 'themes',
    '/brands/{id}/pages': 'pages',
    '/brands/{id}': 'brands',
  });
  const specsOf = (name: string) =>
    fixturesOf(
      makePlan(
        name,
        ({ reads }) => reads(),
        () => catalogue,
      ),
    ).map(({ spec }) => spec);
  const [ofThemes] = specsOf('themes');
  const [ofPages] = specsOf('pages');
  expect(ofThemes?.shared).toBe(ofPages?.shared);
  for (const spec of [ofThemes, ofPages])
    expect([spec?.parameter, ...(spec?.aliases ?? [])].toSorted()).toEqual(['brandId', 'id']);
  // The list of the own resource counts for its operation.
  expect(specsOf('brands').map(({ shared }) => shared)).toEqual([undefined]);
});
