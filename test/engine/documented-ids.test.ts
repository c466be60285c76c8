import { expect, test } from 'vitest';
import { loadCatalogue, schemaPlace } from '../../src/contract/catalogue.js';
import type { Schema } from '../../src/contract/model.js';
import type { OperationId } from '../../src/domain/operation.js';
import { type Found, fixturesOf, foundIn } from '../../src/engine/model.js';
import { makePlan } from '../../src/engine/plan.js';
import { readSuites } from './all-plans.js';

// A step that has the operations of all editions.
const { editions } = loadCatalogue();
const catalogue = loadCatalogue(undefined, { from: editions[0]?.edition, to: editions.at(-1)?.edition });
const { schemas, operations } = catalogue;

/** A schema and those that describe the same value. */
function sameValue(schema: Schema): Schema[] {
  const further = [
    schema.$ref === undefined ? undefined : schemas.follow(schema, schema.$ref),
    ...(schema.allOf ?? []),
    schema.then,
    schema.else,
  ].filter((part) => part !== undefined);
  return [schema, ...further.flatMap(sameValue)];
}

/** The schemas of the items of a list: the response, or the property that contains the list. */
function itemsOf(schema: Schema, list: string | undefined): Schema[] {
  const parts = sameValue(schema);
  const items = parts.flatMap((part) => part.items ?? []).flatMap(sameValue);
  if (items.length > 0) return items;
  const named = parts.flatMap((part) => Object.entries(part.properties ?? {}));
  const inside = named.filter(([name]) => list === undefined || name === list).flatMap(([, value]) => sameValue(value));
  return inside.flatMap((part) => part.items ?? []).flatMap(sameValue);
}

/** Whether the contract of a list documents one of the properties that can contain an id. */
function isDocumented({ operation, list, idAt = [] }: Found): boolean {
  const contract = operations.get(operation as OperationId);
  const { schema } = contract?.answers['200'] ?? {};
  if (!contract || schema === undefined) return false;
  const items = itemsOf(schemas.at(schemaPlace(contract, schema)), list);
  const documented = new Set(items.flatMap((item) => Object.keys(item.properties ?? {})));
  return idAt.some((name) => documented.has(name.startsWith('/') ? (name.split('/')[1] ?? '') : name));
}

test('the list of each object that reads() finds documents the property that contains its id', async () => {
  const plans = [...(await readSuites())].map(([name, define]) => makePlan(name, define, () => catalogue));
  const found = plans.flatMap(fixturesOf).flatMap(({ spec }) => foundIn(spec));
  const listed = found.filter(({ idAt }) => idAt !== undefined);
  expect(listed.length).toBeGreaterThan(0);
  const undocumented = listed.filter((one) => !isDocumented(one));
  expect(undocumented.map(({ operation, idAt }) => `${operation}: ${idAt}`)).toEqual([]);
});
