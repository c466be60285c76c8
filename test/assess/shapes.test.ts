import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addToShapes, isShapesFile, readShapes, renderShapes, withinBound } from '../../src/assess/shapes/file.js';
import { forget } from '../../src/assess/shapes/forget.js';
import { mergeShapes } from '../../src/assess/shapes/merge.js';
import { bounds, type Shape } from '../../src/assess/shapes/model.js';
import { OwnHistory } from '../../src/assess/shapes/own-history.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { createCheck } from '../../src/contract/check.js';
import { makeExchange } from '../../src/domain/exchange.js';
import { type Finding, makeFinding } from '../../src/domain/finding.js';
import type { Json, JsonObject } from '../../src/domain/json.js';
import type { OperationId } from '../../src/domain/operation.js';
import { faultOf } from '../../src/io/files.js';

const catalogue = loadCatalogue();
const check = createCheck(catalogue);
const groups: OperationId = 'GET /api/v1/groups';

function operationOf(id: OperationId) {
  const operation = catalogue.operations.get(id);
  if (!operation) throw new Error(`no ${id}`);
  return operation;
}

function exchangeOf(body: Json, day = '2026-03-01', id: OperationId = groups, status = 200) {
  const url = `https://acme.okta.com${id.split(' ')[1]?.replace(/\{[^}]+\}/g, '00u1')}`;
  return makeExchange({
    id: '1',
    recordedAt: `${day}T00:00:00.000Z`,
    request: { method: 'GET', url },
    response: { status, headers: { 'content-type': 'application/json' }, body },
  });
}

const group = (more: JsonObject = {}): JsonObject => ({
  id: '00g1emaKYZTWRYYRRTSK',
  created: '2026-01-01T00:00:00.000Z',
  lastUpdated: '2026-01-01T00:00:00.000Z',
  lastMembershipUpdated: '2026-01-01T00:00:00.000Z',
  objectClass: ['okta:user_group'],
  type: 'OKTA_GROUP',
  profile: { name: 'Payroll Amsterdam', costCentreOfAcme: 'AMS-7' },
  ...more,
});

/** What an org returned: `times` responses, on the days in turn. */
function learned(body: Json, times = 20, days = ['2026-02-01', '2026-02-02'], id: OperationId = groups): Shape[] {
  const history = new OwnHistory(catalogue, []);
  for (let i = 0; i < times; i += 1) {
    const exchange = exchangeOf(body, days[i % days.length], id);
    history.learn(operationOf(id), exchange, check(operationOf(id), exchange));
  }
  return history.learned;
}

function driftsOf(shapes: readonly Shape[], body: Json, day?: string): Finding[] {
  const { findings } = new OwnHistory(catalogue, shapes).around(check)(operationOf(groups), exchangeOf(body, day));
  return findings.filter(({ kind }) => kind === 'drift');
}

function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}

test.each([
  [{}, 'Missing, but present in 20 earlier responses of this org'],
  [{ stats: null }, 'Is null, but object in 20 earlier responses of this org'],
  [{ stats: [] }, 'Is array, but object in 20 earlier responses of this org'],
])('what an org always did and no longer does is drift: %j', (embedded, message) => {
  const before = group({ _embedded: { stats: { usersCount: 1 } } });
  const shapes = learned([before]);
  expect(driftsOf(shapes, [before])).toEqual([]);
  expect(driftsOf(shapes, [before, group({ _embedded: embedded as JsonObject })])).toMatchObject([
    { pointer: '/*/_embedded/stats', level: 'violation', message, count: 1 },
  ]);
});

test('a format that was always kept is settled', () => {
  const of = (updated: string) => [group({ _embedded: { lastUpdated: updated } })];
  const shapes = learned(of('2026-01-01T00:00:00.000Z'));
  expect(driftsOf(shapes, of('2027-01-01T00:00:00Z'))).toEqual([]);
  expect(driftsOf(shapes, of('yesterday'))).toMatchObject([
    {
      pointer: '/*/_embedded/lastUpdated',
      message: 'Not of the format date-time, unlike in 20 earlier responses of this org',
    },
  ]);
});

test('a finding that fails already is not repeated as drift', () => {
  const broken = without(group(), 'lastMembershipUpdated');
  expect(check(operationOf(groups), exchangeOf([broken])).verdict).toBe('violation');
  expect(driftsOf(learned([group()]), [broken])).toEqual([]);
});

test('a warning becomes a violation, from fewer responses', () => {
  const warned = check(operationOf(groups), exchangeOf([group()])).findings.filter(({ level }) => level === 'warning');
  expect(warned).toEqual([]);
  const warning = {
    ...makeFinding(groups, 200, { kind: 'missing', pointer: '/*/_embedded', message: '', contract: 'a' }),
    level: 'warning' as const,
  };
  const warns = Object.assign(() => ({ verdict: 'pass' as const, findings: [warning], observations: new Map() }), {
    prepare: () => undefined,
  });
  const shapes = learned([group({ _embedded: {} })], 6);
  const { verdict, findings } = new OwnHistory(catalogue, shapes).around(warns)(
    operationOf(groups),
    exchangeOf([group()]),
  );
  expect(verdict).toBe('violation');
  expect(findings).toMatchObject([{ kind: 'drift', level: 'violation', contract: 'a' }]);
  expect(driftsOf(shapes, [group()])).toEqual([]);
});

test('a finding about the request is kept, and does not make drift more certain', () => {
  const parts = {
    kind: 'request' as const,
    level: 'warning' as const,
    pointer: '/*/_embedded',
    message: '',
    contract: 'a',
  };
  const ofRequest = makeFinding(groups, 200, parts);
  const warns = Object.assign(() => ({ verdict: 'pass' as const, findings: [ofRequest], observations: new Map() }), {
    prepare: () => undefined,
  });
  const findingsAfter = (times: number) =>
    new OwnHistory(catalogue, learned([group({ _embedded: {} })], times))
      .around(warns)(operationOf(groups), exchangeOf([group()]))
      .findings.map(({ kind }) => kind);
  expect(findingsAfter(6)).toEqual(['request']);
  expect(findingsAfter(20)).toEqual(['request', 'drift']);
});

test('a location without an assertion is covered', () => {
  const shapes = learned([group({ _embedded: { stats: { usersCount: 1 } } })]);
  expect(driftsOf(shapes, [group()])).toMatchObject([{ pointer: '/*/_embedded', level: 'violation' }]);
});

test.each([
  ['few responses', 5, ['2026-02-01', '2026-02-02']],
  ['one day', 40, ['2026-02-01']],
])('%s settle nothing', (_, times, days) => {
  expect(driftsOf(learned([group()], times, days), [without(group(), 'objectClass')])).toEqual([]);
});

test('a variant that is new is not expected to have what others have', () => {
  const shapes = learned([group()]);
  expect(driftsOf(shapes, [without(group({ type: 'APP_GROUP' }), 'objectClass')])).toEqual([]);
});

test('a deviation is not unlearned by the run that finds it, and is accepted once the org has shown it as often', () => {
  let shapes = learned([group({ _embedded: {} })]);
  for (const [day, found] of [
    ['2026-03-01', 1],
    ['2026-03-02', 1],
    ['2026-03-03', 1],
    ['2026-03-04', 1],
    ['2026-03-05', 1],
    ['2026-03-06', 1],
    ['2026-03-07', 0],
  ] as const) {
    const history = new OwnHistory(catalogue, shapes);
    const { findings } = history.around(check)(operationOf(groups), exchangeOf([group()], day));
    expect(findings.filter(({ kind }) => kind === 'drift')).toHaveLength(found);
    shapes = mergeShapes([...shapes, ...history.learned]);
  }
});

test('a location is forgotten, and its siblings are not', () => {
  const { shapes, forgotten } = forget(learned([group()]), groups, ['/*/objectClass']);
  expect(forgotten).toBe(1);
  expect(driftsOf(shapes, [without(group(), 'objectClass')])).toEqual([]);
  expect(driftsOf(shapes, [without(group(), 'lastMembershipUpdated')]).length).toBeLessThanOrEqual(1);
});

test('a location is expected again once the org has returned it often enough since it was forgotten', () => {
  const before = group({ _embedded: {} });
  const { shapes } = forget(learned([before]), groups, ['/*/_embedded']);
  for (const shape of shapes) expect(faultOf('shapes', JSON.parse(JSON.stringify(shape)))).toBeUndefined();
  const since = (times: number, days?: string[]) => mergeShapes([...shapes, ...learned([before], times, days)]);
  expect(driftsOf(since(19), [group()])).toEqual([]);
  expect(driftsOf(since(20, ['2026-02-03']), [group()])).toEqual([]);
  expect(driftsOf(since(20), [group()])).toMatchObject([
    { pointer: '/*/_embedded', message: 'Missing, but present in 20 earlier responses of this org' },
  ]);
  const withAbsent = mergeShapes([...since(20), ...learned([group()], 1)]);
  expect(driftsOf(withAbsent, [group()])).toEqual([]);
  const forgottenAgain = forget(withAbsent, groups, ['/*/_embedded']).shapes;
  expect(driftsOf(mergeShapes([...forgottenAgain, ...learned([before])]), [group()])).toHaveLength(1);
});

test('the order of merging does not matter for a forgotten location', () => {
  const { shapes } = forget(learned([group()]), groups, ['/*/objectClass']);
  const parts = [shapes, learned([group()], 3), learned([without(group(), 'objectClass')], 2), learned([group()], 4)];
  const merged = mergeShapes(parts.flat());
  expect(mergeShapes(parts.reverse().flat())).toEqual(merged);
  expect(mergeShapes([...mergeShapes(parts.slice(0, 2).flat()), ...mergeShapes(parts.slice(2).flat())])).toEqual(
    merged,
  );
});

test('shapes of an earlier version are read', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'shapes-')), 'shapes.ndjson');
  writeFileSync(file, renderShapes(learned([group()]).map((shape) => ({ ...shape, version: 1 as const }))));
  expect(readShapes(file)).toEqual(learned([group()]));
});

const servers: OperationId = 'GET /api/v1/authorizationServers/{authServerId}';
const server = (allow: string[]): JsonObject => ({
  status: 'ACTIVE',
  _links: { self: { href: 'https://acme.okta.com/x', hints: { allow } } },
});

function memberDrifts(shapes: readonly Shape[], id: OperationId, body: Json): Finding[] {
  const { findings } = new OwnHistory(catalogue, shapes).around(silent)(
    operationOf(id),
    exchangeOf(body, undefined, id),
  );
  return findings.filter(({ kind }) => kind === 'drift');
}

/** A check without findings. */
const silent = Object.assign(() => ({ verdict: 'pass' as const, findings: [], observations: new Map() }), {
  prepare: () => undefined,
});

test('members of closed sets are learned, and no other value', () => {
  const shapes = learned(server(['GET', 'PUT', 'ofAcme']), 20, undefined, servers);
  const locations = shapes.flatMap(({ containers }) =>
    containers.flatMap(({ properties }) => Object.values(properties)),
  );
  const allowed = locations.find(({ members }) => members?.GET);
  expect(allowed).toMatchObject({ members: { GET: 20, PUT: 20 }, unlisted: 20 });
  expect(locations.filter(({ members }) => members?.ACTIVE)).toHaveLength(1);
  expect(renderShapes(shapes)).not.toContain('ofAcme');
  for (const shape of shapes) expect(faultOf('shapes', JSON.parse(JSON.stringify(shape)))).toBeUndefined();
});

test('a location has at most 20 members, whatever the order of merging', () => {
  const of = (from: number): Shape[] =>
    learned([group()], 1).map((shape) => ({
      ...shape,
      containers: shape.containers.map((container) => ({
        ...container,
        properties: Object.fromEntries(
          Object.entries(container.properties).map(([name, location]) => [
            name,
            {
              ...location,
              members: Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`M${10 + from + i}`, 1])),
            },
          ]),
        ),
      })),
    }));
  const merged = mergeShapes([...of(0), ...of(12)]);
  expect(mergeShapes([...of(12), ...of(0)])).toEqual(merged);
  const members = merged[0]?.containers.at(-1)?.properties.name?.members ?? {};
  expect(Object.keys(members)).toHaveLength(bounds.members);
  expect(members).toMatchObject({ M10: 1, M22: 2 });
});

const metadata: OperationId = 'GET /.well-known/okta-organization';

test.each<[string, OperationId, Json, Json, string, string]>([
  ['the only member of a value', metadata, { pipeline: 'idx' }, { pipeline: 'v1' }, '/pipeline', 'idx'],
  ['a member of a list', servers, server(['GET', 'PUT']), server(['GET']), '/_links/self/hints/allow/*', 'PUT'],
])('%s that is no longer returned is a warning', (_, id, before, after, pointer, member) => {
  const shapes = learned(before, 20, undefined, id);
  expect(memberDrifts(shapes, id, before)).toEqual([]);
  expect(memberDrifts(shapes, id, after)).toMatchObject([
    { pointer, level: 'warning', message: `Not ${member}, unlike in 20 earlier responses of this org` },
  ]);
  expect(memberDrifts(learned(before, 19, undefined, id), id, after)).toEqual([]);
  expect(memberDrifts(learned(before, 20, ['2026-02-01'], id), id, after)).toEqual([]);
});

test.each([
  ['first', ['ACTIVE', 'INACTIVE']],
  ['last', ['INACTIVE', 'ACTIVE']],
])(
  'a lost member that comes %s does not weaken another drift at the same pointer',
  (place, [lost = '', absent = '']) => {
    const list: OperationId = 'GET /api/v1/authorizationServers';
    const shapes = learned(
      ['ACTIVE', 'INACTIVE'].map((status) => ({ status, issuerMode: 'ORG_URL' })),
      20,
      undefined,
      list,
    );
    const other = { status: lost, issuerMode: 'CUSTOM_URL' };
    expect(memberDrifts(shapes, list, [other])).toMatchObject([{ pointer: '/*/issuerMode', level: 'warning' }]);
    const [first, last] = place === 'first' ? [other, { status: absent }] : [{ status: absent }, other];
    expect(memberDrifts(shapes, list, [first, last])).toMatchObject([
      { pointer: '/*/issuerMode', level: 'violation', count: 2, message: expect.stringMatching(/^Missing/) },
    ]);
  },
);

test.each<[string, OperationId, Json, Json]>([
  ['a further member of a list', servers, server(['GET']), server(['GET', 'PUT'])],
  ['another status', servers, server(['GET']), { ...server(['GET']), status: 'INACTIVE' }],
  [
    'another setting',
    'GET /api/v1/apps/{appId}',
    { signOnMode: 'BOOKMARK', settings: { emOptInStatus: 'NONE' } },
    { signOnMode: 'BOOKMARK', settings: { emOptInStatus: 'ENABLED' } },
  ],
])('%s is not drift', (_, id, before, after) => {
  expect(memberDrifts(learned(before, 20, undefined, id), id, after)).toEqual([]);
});

test('a value that had two members has no rule', () => {
  const both = mergeShapes(['idx', 'v1'].flatMap((pipeline) => learned({ pipeline }, 20, undefined, metadata)));
  expect(memberDrifts(both, metadata, { pipeline: 'v2' })).toEqual([]);
});

test('a lost member is accepted once the org has shown it as often', () => {
  let shapes = learned({ pipeline: 'idx' }, 20, undefined, metadata);
  const found: number[] = [];
  for (let day = 1; day <= 7; day += 1) {
    const history = new OwnHistory(catalogue, shapes);
    const { findings } = history.around(silent)(
      operationOf(metadata),
      exchangeOf({ pipeline: 'v1' }, `2026-03-0${day}`, metadata),
    );
    found.push(findings.length);
    shapes = mergeShapes([...shapes, ...history.learned]);
  }
  expect(found).toEqual([1, 1, 1, 1, 1, 1, 0]);
});

test('deviating responses do not count to what settles a rule, and the message does not count them', () => {
  const before = group({ _embedded: {} });
  let shapes = learned([before], 19);
  // The contract warns, so that the deviations are counted.
  const warning = {
    ...makeFinding(groups, 200, { kind: 'missing', pointer: '/*/_embedded', message: '', contract: 'a' }),
    level: 'warning' as const,
  };
  const warns = Object.assign(() => ({ verdict: 'pass' as const, findings: [warning], observations: new Map() }), {
    prepare: () => undefined,
  });
  const history = new OwnHistory(catalogue, shapes);
  for (let i = 0; i < 3; i += 1) {
    const { findings } = history.around(warns)(operationOf(groups), exchangeOf([group()], '2026-03-01'));
    expect(findings[0]?.message).toBe('Missing, but present in 19 earlier responses of this org');
  }
  shapes = mergeShapes([...shapes, ...history.learned]);
  expect(driftsOf(shapes, [group()])).toEqual([]);
  expect(driftsOf(mergeShapes([...shapes, ...learned([before], 1)]), [group()])).toMatchObject([
    { message: 'Missing, but present in 20 earlier responses of this org' },
  ]);
});

test('a warning is kept where another finding fails already', () => {
  const parts = { pointer: '/*/_embedded', message: '', contract: 'a' };
  const findings = [
    { ...makeFinding(groups, 200, { ...parts, kind: 'missing' }), level: 'warning' as const },
    makeFinding(groups, 200, { ...parts, kind: 'removed' }),
  ];
  const both = Object.assign(() => ({ verdict: 'stale' as const, findings, observations: new Map() }), {
    prepare: () => undefined,
  });
  const checked = new OwnHistory(catalogue, learned([group({ _embedded: {} })])).around(both)(
    operationOf(groups),
    exchangeOf([group()]),
  );
  expect(checked.findings).toEqual(findings);
});

test('an object and a list at one pointer are learned as if each came alone', () => {
  const bodies = [[group({ _embedded: { a: [{ id: 1 }] } })], [group({ _embedded: { a: { id: 1 } } })]];
  const together = new OwnHistory(catalogue, []);
  const alone = bodies.flatMap((body) => learned(body, 1, ['2026-01-01']));
  for (const body of bodies) {
    const exchange = exchangeOf(body, '2026-01-01');
    together.learn(operationOf(groups), exchange, check(operationOf(groups), exchange));
  }
  expect(together.learned).toEqual(mergeShapes(alone));
});

test('nothing is learned without need', () => {
  const history = new OwnHistory(catalogue, []);
  history.around(check, false)(operationOf(groups), exchangeOf([group()]));
  expect(history.learned).toEqual([]);
});

test('nothing is learned from an error, or from a page that is no JSON', () => {
  const history = new OwnHistory(catalogue, []);
  const compare = history.around(check);
  compare(operationOf(groups), exchangeOf({ errorCode: 'E0000011' }, '2026-01-01', groups, 401));
  compare(operationOf(groups), exchangeOf('<html>', '2026-01-01'));
  compare(operationOf('GET /api/v1/users'), exchangeOf([group()], '2026-01-01', groups, 404));
  expect(history.learned.filter(({ containers }) => containers.some(({ at }) => at !== 'response'))).toEqual([]);
});

test('the file contains no value and no name that people chose', () => {
  const users: OperationId = 'GET /api/v1/users';
  const shapes = [
    ...learned([group({ payrollOfAcme: { deep: 'secret value' } })]),
    ...learned(
      [{ id: '00u1emaKYZTWRYYRRTSK', status: 'ACTIVE', profile: { login: 'ann@acme.example', badgeOfAcme: 4711 } }],
      2,
      ['2026-01-01'],
      users,
    ),
  ];
  const text = renderShapes(shapes);
  for (const word of ['Payroll', 'Acme', 'AMS-7', 'secret', '00g1', '00u1', 'ann', '4711', 'deep'])
    expect(text.includes(word), word).toBe(false);
  expect(text).toContain('status=ACTIVE');
  for (const shape of shapes) expect(faultOf('shapes', JSON.parse(JSON.stringify(shape)))).toBeUndefined();
});

test('what people wrote into a profile names no variant', () => {
  const text = renderShapes(
    learned([group({ profile: { name: 'A', type: 'ADMIN', status: 'SUSPENDED', key: 'ACTIVE' } })]),
  );
  expect(text).not.toMatch(/ADMIN|SUSPENDED|key=/);
});

test('what was learned of a deeply nested response can be read again', () => {
  let nested: JsonObject = {};
  for (let i = 0; i < 40; i += 1)
    nested = { _embedded: nested, status: 'ACTIVE', type: 'OKTA_GROUP', credentials: { provider: { type: 'OKTA' } } };
  const file = join(mkdtempSync(join(tmpdir(), 'shapes-')), 'shapes.ndjson');
  addToShapes(file, learned([group(nested)]));
  expect(readShapes(file).length).toBeGreaterThan(0);
  addToShapes(file, learned([group(nested)]));
});

test('a file that would be too large loses its largest lines', () => {
  const small = learned([group()]);
  const large = learned([
    group({ _embedded: { a: { b: { c: 1 } } }, _links: { self: { href: 'https://x.example' } } }),
  ]);
  const [one] = large;
  const shapes = [...small, ...(one ? [{ ...one, operation: 'GET /api/v1/groups/{groupId}' as const }] : [])];
  const sizes = shapes.map((shape) => renderShapes([shape]).length);
  expect(withinBound(shapes)).toEqual(shapes);
  expect(withinBound(shapes, Math.min(...sizes))).toEqual(shapes.filter((_, i) => sizes[i] === Math.min(...sizes)));
});

test('the order of merging does not matter, and merging with nothing changes nothing', () => {
  const wide = Object.fromEntries(
    [...catalogue.operations.keys()].slice(0, 300).map((_, i) => [`/p${String(i).padStart(3, '0')}`, i]),
  );
  const many = (from: number): Shape[] =>
    learned([group()], 3).map((shape) => ({
      ...shape,
      days: Object.keys(wide)
        .map((_, i) => `20${10 + ((from + i) % 80)}-01-01`)
        .slice(0, 30),
      containers: Object.keys(wide).map((at, i) => ({
        at: i % 2 === from % 2 ? at : `${at}/deep`,
        variant: '',
        n: i + from,
        first: '2026-01-01',
        last: '2026-02-01',
        properties: { id: { n: i + from, first: '2026-01-01', last: '2026-02-01', types: { string: i + 1 } } },
      })),
    }));
  const [a, b, c] = [many(1), many(2), [...learned([group()]), ...many(3)]].map(mergeShapes) as [
    Shape[],
    Shape[],
    Shape[],
  ];
  const left = mergeShapes([...mergeShapes([...a, ...b]), ...c]);
  expect(mergeShapes([...a, ...mergeShapes([...b, ...c])])).toEqual(left);
  expect(mergeShapes([...c, ...b, ...a])).toEqual(left);
  expect(mergeShapes(a)).toEqual(a);
  expect(left[0]?.containers.length).toBe(bounds.containers);
  expect(left[0]?.days.length).toBe(bounds.days);
});

test('files of shards can be concatenated', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'shapes-')), 'shapes.ndjson');
  const [one, two] = [learned([group()], 3), learned([group()], 4)];
  writeFileSync(file, renderShapes(one) + renderShapes(two));
  expect(readShapes(file)).toEqual(mergeShapes([...one, ...two]));
  expect(isShapesFile(file)).toBe(true);
  addToShapes(file, one);
  expect(readShapes(file)[0]?.n).toBe(10);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1);
});

test.each([
  ['{"version":1,', 'it is not JSON'],
  ['{"version":1,"org":"x"}', "its top must have required property 'operation'"],
  ['{"version":3,"org":"https://acme.okta.com"}', 'must'],
])('a damaged file is refused with one sentence: %s', (line, fault) => {
  const file = join(mkdtempSync(join(tmpdir(), 'shapes-')), 'shapes.ndjson');
  writeFileSync(file, `\n${line}\n`);
  expect(() => readShapes(file)).toThrow(`${file}, line 2, is not a valid shape (`);
  expect(() => readShapes(file)).toThrow(fault);
});

test('hostile bodies cost bounded time and memory', () => {
  const names = [...'abcdefghij'].map((name) => `${name}OfAcme`);
  const deep = (depth: number): Json => (depth === 0 ? 1 : { id: deep(depth - 1), name: [deep(0)] });
  const wide = Object.fromEntries(
    Array.from({ length: 9_000 }, (_, i) => [`key${i}`, { status: 'ACTIVE', [`${names[i % 10]}`]: i }]),
  );
  const began = performance.now();
  const history = new OwnHistory(catalogue, []);
  for (const body of [deep(95), [group({ profile: wide })], [wide], Array.from({ length: 5_000 }, () => group())])
    for (let i = 0; i < 3; i += 1) {
      const exchange = exchangeOf(body as Json);
      history.learn(operationOf(groups), exchange, { verdict: 'pass', findings: [], observations: new Map() });
    }
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(renderShapes(history.learned).length).toBeLessThan(200_000);
});
