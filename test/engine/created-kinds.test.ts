import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { readerOf, templateOf } from '../../src/domain/operation.js';
import { recipeOf } from '../../src/engine/fixture/recipe.js';
import { type Fixture, type FixtureSpec, fixturesOf } from '../../src/engine/model.js';
import { makePlan } from '../../src/engine/plan.js';
import { ownFile } from '../../src/io/files.js';
import { parametersOf } from '../../src/org/ids.js';
import {
  type CreatedKind,
  compareKinds,
  createdKindsFile,
  formOf,
  readCreatedKinds,
} from '../../src/org/journal/created-kinds.js';
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
const { operations } = loadCatalogue();
const templates = new Set([...operations.values()].map(({ template }) => template));

/** The order of a kind is the only part of the files that is written by hand. */
const orders = new Map(readCreatedKinds().map(({ kind, order = 0 }) => [kind, order]));
const orderOf = (kind: string) => orders.get(kind) ?? 0;

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
    const order = orderOf(entry.kind);
    kinds.set(key, { ...entry, names: [...names].sort(), ...(order === 0 ? {} : { order }) });
  }
  return [...kinds.values()].sort(compareKinds);
}

/** The resource whose contract contains the request that removes the objects of a kind. */
function resourceOf({ kind, remove }: CreatedKind): string {
  const last = remove.at(-1);
  const resource = last && operations.get(last.operation)?.resource;
  if (resource === undefined) throw new Error(`No contract contains the last request that removes ${kind}.`);
  return resource;
}

test('created-kinds.json of each resource lists the types of objects that the suites create (UPDATE_DATA=1 writes it)', () => {
  if (process.env.UPDATE_DATA === '1')
    for (const resource of new Set(kindsOfSuites().map(resourceOf))) {
      const kinds = kindsOfSuites().filter((kind) => resourceOf(kind) === resource);
      writeFileSync(ownFile('contracts', resource, createdKindsFile), `${JSON.stringify(kinds, null, 2)}\n`);
    }
  expect(readCreatedKinds()).toEqual(kindsOfSuites());
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
  expect(pairs.filter(([inner, outer]) => orderOf(inner) >= orderOf(outer))).toEqual([]);
});
