import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { effects as effectNames, type OperationId } from '../../src/domain/operation.js';
import type { Fixture, Need, Plan } from '../../src/engine/model.js';
import { callsOf, fixturesOf, removalOf } from '../../src/engine/model.js';
import { makePlan } from '../../src/engine/plan.js';
import { effects } from '../../suites/effects.js';
import { readSuites } from './all-plans.js';

const page = new URL('../../docs/security.md', import.meta.url);
const reads = ['GET ', 'HEAD '];

/** How suites send a write operation: the lowest tier that it needs, and whether it has to be named. */
interface Use {
  tier: 'write' | 'org';
  isNamed: boolean;
  /** Also sent with what only one of the editions accepts. */
  isTried: boolean;
  /** The needs that all its uses have in common. */
  needs: Set<Need>;
}

const uses = new Map<OperationId, Use>();

beforeAll(async () => {
  for (const [name, define] of await readSuites())
    for (const [operation, use] of usesOf(makePlan(name, define))) add(operation, use);
});

function usesOf(plan: Plan): [OperationId, Use][] {
  const found: [OperationId, Use][] = callsOf(plan).map(({ operation, options, fixtures }) => [
    operation,
    {
      tier: options.tier === 'org' ? 'org' : 'write',
      isNamed: options.onlyNamed ?? false,
      isTried: (options.alsoSend ?? []).length > 0,
      needs: new Set([...(options.needs ?? []), ...fixtures.flatMap(needsOf)]),
    },
  ]);
  for (const fixture of fixturesOf(plan)) {
    const { spec } = fixture;
    const use: Use = {
      tier: spec.make?.changes ? 'org' : 'write',
      isNamed: spec.make?.onlyNamed ?? false,
      isTried: false,
      needs: new Set(needsOf(fixture)),
    };
    const operations = [spec.make?.operation, ...removalOf(spec).map(({ operation }) => operation)];
    for (const operation of operations)
      if (operation)
        found.push([operation, { ...use, isTried: operation === spec.make?.operation && 'alsoSend' in spec.make }]);
  }
  return found.filter(([operation]) => !reads.some((method) => operation.startsWith(method)));
}

/** The needs of a fixture and its parents. */
function needsOf({ spec }: Fixture): Need[] {
  return [...(spec.make?.needs ?? []), ...(spec.parents ?? []).flatMap(needsOf)];
}

function add(operation: OperationId, { tier, isNamed, isTried, needs }: Use): void {
  const known = uses.get(operation) ?? { tier, isNamed, isTried, needs };
  uses.set(operation, {
    tier: known.tier === 'write' || tier === 'write' ? 'write' : 'org',
    isNamed: known.isNamed && isNamed,
    isTried: known.isTried || isTried,
    needs: new Set([...known.needs].filter((need) => needs.has(need))),
  });
}

/** One row for each effect, with all of its operations. */
function tableOf(): string {
  const sorted = [...uses].sort(([a], [b]) => a.localeCompare(b));
  const rows = effects.map((effect) => {
    const its = sorted.filter(([operation]) => effects.find(({ of }) => of.test(operation)) === effect);
    const names = its.map(
      ([operation, { tier, isNamed, isTried }]) =>
        `\`${operation}\` (${[tier, ...(isNamed ? ['named'] : []), ...(isTried ? ['trials'] : [])].join(', ')})`,
    );
    return `| ${names.join('<br>')} | ${effect.worst} | ${effect.prevention} |`;
  });
  return ['| operations (least tier) | worst effect | prevention |', '|---|---|---|', ...rows].join('\n');
}

test('every write operation of the suites has a row with its effect and prevention', () => {
  expect(uses.size).toBeGreaterThan(100);
  expect([...uses.keys()].filter((operation) => !effects.some(({ of }) => of.test(operation)))).toEqual([]);
});

test('every effect belongs to an operation', () => {
  const matched = [...uses.keys()].map((operation) => effects.find(({ of }) => of.test(operation)));
  expect(effects.filter((effect) => !matched.includes(effect))).toEqual([]);
});

test('only rows of operations that must be named mention it', () => {
  const named = [...uses].filter(([, { isNamed }]) => isNamed).map(([operation]) => operation);
  const silent = named.filter(
    (operation) => !/named/.test(effects.find(({ of }) => of.test(operation))?.prevention ?? ''),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(silent).toEqual([]);
});

test.each(effectNames)('only rows of operations that need %s mention it', (effect) => {
  const differs = [...uses].filter(([operation, { needs }]) => {
    const prevention = effects.find(({ of }) => of.test(operation))?.prevention ?? '';
    return needs.has(effect) !== prevention.includes(`OKTA_CONTRACTS_ALLOW=${effect}`);
  });
  expect([...uses.values()].filter(({ needs }) => needs.has(effect)).length).toBeGreaterThan(5);
  expect(differs.map(([operation]) => operation)).toEqual([]);
});

test('trials are sent in the write tier, to objects of the run only', async () => {
  const tried = [...uses].filter(([, { isTried }]) => isTried);
  expect(tried.length).toBeGreaterThan(15);
  expect(tried.filter(([, { tier, isNamed }]) => tier !== 'write' || isNamed)).toEqual([]);
  for (const [name, define] of await readSuites()) {
    const plan = makePlan(name, define);
    const calls = callsOf(plan).filter(({ operation, options }) => !operation.startsWith('GET ') && options.alsoSend);
    expect(calls.filter(({ fixtures }) => !fixtures.some(({ spec }) => spec.make && !spec.make.changes))).toEqual([]);
  }
});

test('no activation, deactivation or removal of a user, and no new password, sends a mail', async () => {
  const sent: [OperationId, string | undefined][] = [];
  for (const [name, define] of await readSuites()) {
    const plan = makePlan(name, define);
    for (const { operation, options } of callsOf(plan)) sent.push([operation, options.query?.sendEmail]);
    for (const { operation, query } of fixturesOf(plan).flatMap(({ spec }) => removalOf(spec)))
      sent.push([operation, query?.sendEmail]);
  }
  const ofUsers = sent.filter(([operation]) =>
    /^(POST .*\/users\/\{\w+\}\/(lifecycle\/((de|re)?activate|reset_password)|credentials\/forgot_password)|DELETE .*\/users\/\{id\})$/.test(
      operation,
    ),
  );
  expect(new Set(ofUsers.map(([operation]) => operation)).size).toBe(6);
  expect(ofUsers.filter(([, sendEmail]) => sendEmail !== 'false')).toEqual([]);
});

test('docs/security.md contains the table (UPDATE_DOCS=1 writes it)', () => {
  const text = readFileSync(page, 'utf8');
  const next = text.replace(
    /(<!-- effects:begin -->\n)[\s\S]*?(<!-- effects:end -->)/,
    (_, begin: string, end: string) => `${begin}${tableOf()}\n${end}`,
  );
  if (process.env.UPDATE_DOCS === '1') writeFileSync(page, next);
  expect(readFileSync(page, 'utf8')).toBe(next);
  expect(next).toContain('| `POST /api/v1/users` (write) |');
});
