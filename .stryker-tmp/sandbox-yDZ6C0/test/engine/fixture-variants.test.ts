// @ts-nocheck
import { expectTypeOf, test } from 'vitest';
import type { FixtureSpec } from '../../src/engine/model.js';

const parameter = 'groupId';
const make = { operation: 'POST /api/v1/groups' as const };
const found = { operation: 'GET /api/v1/groups' as const };
const remove: ['DELETE /api/v1/groups/{groupId}'] = ['DELETE /api/v1/groups/{groupId}'];
const setting = { operation: 'PUT /api/v1/groups/{groupId}' as const, changes: true as const };

test('a fixture is created, found, both, or a changed setting', () => {
  expectTypeOf({ parameter, make, remove }).toExtend<FixtureSpec>();
  expectTypeOf({ parameter, found }).toExtend<FixtureSpec>();
  expectTypeOf({ parameter, make, found, remove }).toExtend<FixtureSpec>();
  expectTypeOf({ parameter, make: setting, remove, parents: [] }).toExtend<FixtureSpec>();
});

test('impossible combinations do not type-check', () => {
  // Neither created nor found.
  expectTypeOf({ parameter }).not.toExtend<FixtureSpec>();
  // An object of the org is not removed, and has no name of the run.
  expectTypeOf({ parameter, found, remove }).not.toExtend<FixtureSpec>();
  expectTypeOf({ parameter, found, mark: '/name' }).not.toExtend<FixtureSpec>();
  // A setting belongs to a parent, exists already, and is not created.
  expectTypeOf({ parameter, make: setting, remove }).not.toExtend<FixtureSpec>();
  expectTypeOf({ parameter, make: setting, remove, parents: [], found }).not.toExtend<FixtureSpec>();
  expectTypeOf({
    parameter,
    make: { ...setting, inOrgObject: true as const },
    parents: [],
  }).not.toExtend<FixtureSpec>();
  // Only a setting has values to restore; only what is found can be a part of another object.
  expectTypeOf({ parameter, make: { ...make, sets: [{}] } }).not.toExtend<FixtureSpec>();
  expectTypeOf({ parameter, make, partOf: { parameter, pointer: '/id' } }).not.toExtend<FixtureSpec>();
});
