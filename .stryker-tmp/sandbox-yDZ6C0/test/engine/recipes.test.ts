// @ts-nocheck
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { recipeOf } from '../../src/engine/fixture/recipe.js';
import { fixturesOf } from '../../src/engine/model.js';
import { makePlan } from '../../src/engine/plan.js';
import { faultOf } from '../../src/io/files.js';
import { parametersOf } from '../../src/org/ids.js';
import { carriesName, nameOf, uuidOf } from '../../src/org/journal/names.js';
import { isValid } from '../../src/org/journal/removal.js';
import { readSuites } from './all-plans.js';

const catalogue = loadCatalogue();
const suites = await readSuites();
const run = '0a1b2c3d';

/** Any id for any parameter. */
const ids = new Proxy<Record<string, string>>({}, { get: () => '00u0a1b2c3d4e5f6g7h8', has: () => true });
const object = { name: nameOf(run, 1), domains: ['example.com'], autoAssignAdminAppSetting: false };

const recipes = [...suites].flatMap(([suite, define]) =>
  fixturesOf(makePlan(suite, define))
    .filter(({ spec }) => spec.make)
    .map((fixture) => ({
      suite,
      made: fixture.spec.make?.operation ?? '',
      isPart: (fixture.spec.parents ?? []).some(({ spec }) => spec.make),
      isMarked: fixture.spec.make?.onlyNamed === undefined,
      recipe: recipeOf(fixture, { name: nameOf(run, 2), ids, org: 'https://org.example.com', object, required: {} }),
    })),
);

test.each(recipes)('a sweep can use the journal entry of $made in $suite', ({ recipe, isPart, isMarked }) => {
  const intent = `${run}-1`;
  const id = recipe.changes && parametersOf(recipe.remove[0]?.operation ?? 'GET /').length === 0 ? '' : '00g1';
  expect(faultOf('journal', { event: 'intended', intent, ...recipe })).toBeUndefined();
  expect(isValid({ intent, recipe, id }, catalogue)).toBe(true);
  // An object without a name must be part of another one.
  const mark = recipe.mark ?? recipe.name;
  if (!isPart && !recipe.changes && isMarked)
    expect(recipe.find && (carriesName(mark, run) || mark === uuidOf(recipe.name))).toBe(true);
});
