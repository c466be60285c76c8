// Learns the shapes of each org from the recordings before a month, and judges the later ones: untouched, and with injected drifts.
// Usage: npm run time-split -- FOLDER [--month 2026-02]... [--check]; the folder contains recordings/.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { OwnHistory } from '../src/assess/shapes/own-history.js';
import { loadCatalogue } from '../src/contract/catalogue.js';
import { createCheck } from '../src/contract/check.js';
import { createMatcher } from '../src/contract/match.js';
import type { OperationContract } from '../src/contract/model.js';
import { makeExchange, type RawExchange } from '../src/domain/exchange.js';
import { isObject, type Json, type JsonObject, segmentsOf, valueAt } from '../src/domain/json.js';
import { readRecorded } from './assertion-evidence.js';

/** Drifts that are injected into the later responses of an operation of an org. */
const injections = 20;
/** An operation has a history from so many responses, on two days. */
const enough = 6;
const limits = { detected: 95, falseDrifts: 0.3 };
/** Locations below have names that people chose, or depend on other values. */
const dynamic = /\/(profile|properties|_embedded|settings|conditions|actions|values|claims|definitions|headers)(\/|$)/;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    month: {
      type: 'string',
      multiple: true,
      default: ['2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05'],
    },
    check: { type: 'boolean' },
    show: { type: 'string', default: '10' },
  },
});
const [folder] = positionals;
if (!folder) {
  console.error('No recordings: pass the folder that contains recordings/.');
  process.exit(2);
}

interface Recorded {
  exchange: RawExchange;
  operation: OperationContract;
  month: string;
  day: string;
}

const catalogue = loadCatalogue();
const match = createMatcher(catalogue);
const ownCheck = createCheck(catalogue);
/** Successful responses by org and operation, in the order of time. */
const groups = new Map<string, Recorded[]>();
for await (const one of readRecorded(join(folder, 'recordings/real-orgs.ndjson.gz'))) {
  const exchange = one as unknown as RawExchange;
  const operation = match(exchange.request.method, exchange.request.url);
  if (!operation || exchange.response.status >= 300 || exchange.response.body === undefined) continue;
  const day = exchange.recordedAt?.slice(0, 10) ?? '';
  const key = `${new URL(exchange.request.url).host} ${operation.id}`;
  groups.set(key, [...(groups.get(key) ?? []), { exchange, operation, day, month: day.slice(0, 7) }]);
}
for (const group of groups.values()) group.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));

const sum = { judged: 0, falseDrifts: 0, injected: 0, detected: 0 };
const shown = new Map<string, number>();
for (const month of values.month) measure(month);
const detected = percent(sum.detected, sum.injected);
const falseDrifts = percent(sum.falseDrifts, sum.judged);
console.log(
  `All: detected ${detected.toFixed(1)} % of ${sum.injected}, false drifts ${falseDrifts.toFixed(2)} % of ${sum.judged}`,
);
for (const [what, n] of [...shown].sort((a, b) => b[1] - a[1]).slice(0, Number(values.show)))
  console.log(`  ${n}  ${what}`);
if (values.check && (detected < limits.detected || falseDrifts > limits.falseDrifts)) {
  console.error(`The limits are ${limits.detected} % detected and ${limits.falseDrifts} % false drifts.`);
  process.exit(1);
}

/** Learns from everything before a month, and judges everything since. */
function measure(month: string): void {
  const before = { ...sum };
  const past = new OwnHistory(catalogue, []);
  for (const group of groups.values())
    for (const one of group) {
      if (one.month >= month) continue;
      const exchange = makeExchange(one.exchange);
      past.learn(one.operation, exchange, ownCheck(one.operation, exchange));
    }
  const check = new OwnHistory(catalogue, past.learned).around(ownCheck);
  let operations = 0;
  for (const group of groups.values()) {
    const later = group.filter((one) => one.month >= month);
    const earlier = group.filter((one) => one.month < month);
    for (const one of later) judge(one);
    if (later.length === 0 || earlier.length < enough || new Set(earlier.map(({ day }) => day)).size < 2) continue;
    operations += 1;
    inject(group, later);
  }
  const part = (key: keyof typeof sum) => sum[key] - before[key];
  console.log(
    `Since ${month}: ${operations} operations of orgs with a history; detected ${percent(part('detected'), part('injected')).toFixed(1)} % of ${part('injected')}, false drifts ${percent(part('falseDrifts'), part('judged')).toFixed(2)} % of ${part('judged')}`,
  );

  function judge({ exchange, operation }: Recorded): void {
    sum.judged += 1;
    const found = check(operation, makeExchange(exchange)).findings.filter(({ kind }) => kind === 'drift');
    if (found.length > 0) sum.falseDrifts += 1;
    for (const { pointer, message } of found)
      count(`false: ${operation.id} ${pointer}: ${message.replace(/\d+/, 'N')}`);
  }

  function inject(group: Recorded[], later: Recorded[]): void {
    const candidates = invariantsOf(group).flatMap((where) =>
      changesOf(where).map((change) => ({ ...change, key: hash(where.pointer + change.kind) })),
    );
    candidates.sort((a, b) => a.key - b.key);
    let n = 0;
    for (const { kind, pointer, change } of candidates) {
      if (n === injections) break;
      const base = later.find(({ exchange }) => valueAtPlace(exchange.response.body as Json, pointer));
      if (!base) continue;
      const { verdict } = check(base.operation, makeExchange(base.exchange));
      if (verdict === 'violation') continue;
      n += 1;
      sum.injected += 1;
      const exchange = structuredClone(base.exchange);
      const parent = valueAtPlace(exchange.response.body as Json, pointer);
      if (parent) change(parent.object, parent.name);
      const after = check(base.operation, makeExchange(exchange)).verdict;
      if (after !== verdict) sum.detected += 1;
      else count(`not detected: ${base.operation.id} ${kind} ${pointer}`);
    }
  }
}

/** Locations that all responses have, always with the same type. */
function invariantsOf(group: Recorded[]): { pointer: string; type: string; isDate: boolean }[] {
  const objects = new Map<string, number>();
  const seen = new Map<string, { n: number; types: Set<string>; isDate: boolean }>();
  const walk = (value: Json, pointer: string): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, `${pointer}/*`);
    if (!isObject(value)) return;
    objects.set(pointer, (objects.get(pointer) ?? 0) + 1);
    for (const [name, child] of Object.entries(value)) {
      const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (dynamic.test(`${at}/`)) continue;
      const known = seen.get(at) ?? { n: 0, types: new Set(), isDate: true };
      seen.set(at, known);
      known.n += 1;
      known.types.add(child === null ? 'null' : Array.isArray(child) ? 'array' : typeof child);
      known.isDate &&= typeof child === 'string' && /^\d{4}-\d\d-\d\dT/.test(child);
      walk(child, at);
    }
  };
  for (const { exchange } of group) walk(exchange.response.body as Json, '');
  return [...seen].flatMap(([pointer, { n, types, isDate }]) => {
    const [type = '', ...others] = types;
    const isAlways = n === objects.get(pointer.slice(0, pointer.lastIndexOf('/')));
    return isAlways && others.length === 0 && type !== 'null' ? [{ pointer, type, isDate }] : [];
  });
}

function changesOf({ pointer, type, isDate }: ReturnType<typeof invariantsOf>[number]) {
  const set = (kind: string, value: Json) => ({
    kind,
    pointer,
    change: (object: JsonObject, name: string) => {
      object[name] = value;
    },
  });
  return [
    { kind: 'drop', pointer, change: (object: JsonObject, name: string) => void delete object[name] },
    set('null', null),
    set('retype', type === 'string' ? { unexpected: true } : 'of another type'),
    ...(isDate ? [set('date', 'yesterday')] : []),
  ];
}

/** The first object that has the last property of a pointer, whose `*` is any element. */
function valueAtPlace(body: Json, pointer: string): { object: JsonObject; name: string } | undefined {
  const segments = segmentsOf(pointer);
  const name = segments.pop() ?? '';
  let values: Json[] = [body];
  for (const segment of segments)
    values = values.flatMap((value) =>
      segment === '*'
        ? Array.isArray(value)
          ? value
          : []
        : [valueAt(value, segment)].filter((one) => one !== undefined),
    );
  const object = values.find((value) => isObject(value) && Object.hasOwn(value, name));
  return isObject(object) ? { object, name } : undefined;
}

function percent(part: number, all: number): number {
  return all === 0 ? 0 : (100 * part) / all;
}

function count(what: string): void {
  shown.set(what, (shown.get(what) ?? 0) + 1);
}

function hash(text: string): number {
  return Number.parseInt(createHash('sha256').update(text).digest('hex').slice(0, 8), 16);
}
