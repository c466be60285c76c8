// @ts-nocheck
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { readerOf, templateOf } from '../../src/domain/operation.js';
import { recipeOf } from '../../src/engine/fixture/recipe.js';
import { type Fixture, type FixtureSpec, fixturesOf } from '../../src/engine/model.js';
import { makePlan } from '../../src/engine/plan.js';
import { parametersOf } from '../../src/org/ids.js';
import { type CreatedKind, createdKindsFile, formOf } from '../../src/org/journal/created-kinds.js';
import { lockPrefix, nameOf } from '../../src/org/journal/names.js';
import { kindOf } from '../../src/org/journal/removal.js';
import { readSuites } from './all-plans.js';

const run = '0a1b2c3d';
const ids = new Proxy<Record<string, string>>({}, { get: () => '00u0a1b2c3d4e5f6g7h8', has: () => true });
const object = {
  name: nameOf(run, 1),
  domains: ['example.com'],
  autoAssignAdminAppSetting: false,
  orn: 'orn:okta:app',
};
const templates = new Set([...loadCatalogue().operations.values()].map(({ template }) => template));

/** Objects with references from others are removed after these, in this order. */
const last = ['resource sets', 'roles', 'groups', 'apps', 'users', 'user types'];
const rankOf = (kind: string) => last.indexOf(kind);

const namesOf = ({ parameter, aliases = [], alias = parameter }: FixtureSpec) => [parameter, ...aliases, alias];

const created = new Map<Fixture, { kind: string; entry: CreatedKind | undefined; isPart: boolean }>();
for (const [suite, define] of await readSuites())
  for (const fixture of fixturesOf(makePlan(suite, define))) {
    const { make, remove = [] } = fixture.spec;
    if (!make || make.changes || remove.length === 0) continue;
    const context = { name: nameOf(run, 2), ids, org: 'https://org.example.com', object, required: {} };
    const recipe = recipeOf(fixture, context);
    const leftover = { intent: '', recipe };
    const kind = kindOf(leftover);
    const name = recipe.find && formOf(recipe.mark ?? recipe.name, run);
    const isPart = (fixture.spec.parents ?? []).some(
      ({ spec }) => spec.make && !spec.make.changes && namesOf(spec).some((name) => name in recipe.values),
    );
    const entry =
      recipe.find && name !== undefined && Object.keys(recipe.values).length === 0
        ? { kind, find: recipe.find, names: [name], remove: recipe.remove }
        : undefined;
    created.set(fixture, { kind, entry, isPart });
  }

/** Every type once, with all forms of its names. */
function kindsOfSuites(): CreatedKind[] {
  const kinds = new Map<string, CreatedKind>();
  for (const { entry } of created.values()) {
    if (!entry) continue;
    const key = JSON.stringify([entry.find, entry.remove]);
    // The lock of an org is a group as well.
    const locks = entry.kind === 'groups' ? [`${lockPrefix}{run}-{expiry}`] : [];
    const names = new Set([...(kinds.get(key)?.names ?? []), ...entry.names, ...locks]);
    kinds.set(key, { ...entry, names: [...names].sort() });
  }
  return [...kinds.values()].sort(
    (a, b) =>
      rankOf(a.kind) - rankOf(b.kind) ||
      a.kind.localeCompare(b.kind) ||
      JSON.stringify(a.find).localeCompare(JSON.stringify(b.find)),
  );
}

test('contracts/created-kinds.json lists every type of object that the suites create (UPDATE_DATA=1 writes it)', () => {
  const text = `${JSON.stringify(kindsOfSuites(), null, 2)}\n`;
  if (process.env.UPDATE_DATA === '1') writeFileSync(createdKindsFile, text);
  expect(JSON.parse(existsSync(createdKindsFile) ? readFileSync(createdKindsFile, 'utf8') : '[]')).toEqual(
    JSON.parse(text),
  );
  expect(kindsOfSuites().length).toBeGreaterThan(15);
});

test('only these types cannot be recognised by a name; the help of the sweep command lists them', () => {
  const unknown = [...created.values()].filter(({ entry, isPart }) => !entry && !isPart).map(({ kind }) => kind);
  expect([...new Set(unknown)]).toEqual(['aaguids', 'api services']);
});

test('the sweep needs no value except the id for its requests', () => {
  for (const { kind, find, remove } of kindsOfSuites()) {
    expect([kind, parametersOf(find.operation)]).toEqual([kind, []]);
    const template = templateOf(remove.at(-1)?.operation ?? 'GET /');
    expect(templates.has(templateOf(readerOf(template)))).toBe(true);
    expect(new Set(remove.flatMap(({ operation }) => parametersOf(operation))).size).toBeLessThanOrEqual(1);
  }
});

test('an object inside another one, or with a reference to it, is removed first', () => {
  const pairs = [...created].flatMap(([fixture, { kind, entry }]) =>
    (entry ? (fixture.spec.parents ?? []) : []).flatMap((around) => {
      const of = created.get(around)?.kind;
      return of === undefined || of === kind ? [] : [[kind, of] as const];
    }),
  );
  expect(pairs.length).toBeGreaterThan(3);
  expect(pairs.filter(([inner, outer]) => rankOf(inner) >= rankOf(outer))).toEqual([]);
});
