import { expect, test } from 'vitest';
import type { Fixture } from '../../src/engine/model.js';
import { makePlan, type Vocabulary } from '../../src/engine/plan.js';
import { type Common, schedule } from '../../src/engine/schedule.js';
import { group } from './carry-out.js';

const apps = 'GET /api/v1/groups/{groupId}/apps';
const change = 'PUT /api/v1/groups/{groupId}';

/** Schedules a plan with work that takes no time. Returns the work in the order in which it began. */
async function orderOf(define: (words: Vocabulary) => void, options: { leftOut?: string; isSelected?: string } = {}) {
  const begun: string[] = [];
  const begin = async (what: string) => void begun.push(what);
  const label = ({ key }: Fixture) => `fixture ${key}`;
  const common: Common<void> = { shared: new Map(), allPlanned: Promise.resolve() };
  const { calls, fixtures } = schedule<void>(
    makePlan('groups', define),
    (operation) => options.isSelected === undefined || operation === options.isSelected,
    {
      prepare: (fixture) => begin(label(fixture)),
      isLeftOut: ({ operation }) => operation === options.leftOut,
      call: ({ operation }) => begin(operation.split(' ')[0] ?? ''),
      remove: (fixture) => begin(`remove ${label(fixture)}`),
    },
    common,
  );
  await Promise.all([...calls.map(({ done }) => done), ...fixtures.map(({ live }) => live.removed)]);
  return begun;
}

test('calls wait for their fixture, a write for reads before it, and the removal for all of them', async () => {
  const order = await orderOf(({ call, fixture }) => {
    const on = fixture(group);
    call(apps, { on });
    call(change, { on });
    call(apps, { on });
  });
  expect(order).toEqual(['fixture 0', 'GET', 'PUT', 'GET', 'remove fixture 0']);
});

test('an object is removed before its parent', async () => {
  const order = await orderOf(({ fixture }) => {
    const parent = fixture(group);
    fixture({ ...group, parents: [parent] });
  });
  expect(order).toEqual(['fixture 0', 'fixture 1', 'remove fixture 1', 'remove fixture 0']);
});

test('a found fixture waits for writes to its parent, and a created one does not', async () => {
  const order = await orderOf(({ call, fixture }) => {
    const parent = fixture(group);
    call(change, { on: parent });
    fixture({ parameter: 'id', found: { operation: 'GET /api/v1/groups/{groupId}/users' }, parents: [parent] });
    fixture({ ...group, parents: [parent] });
  });
  expect(order.indexOf('PUT')).toBeLessThan(order.indexOf('fixture 2'));
  expect(order.indexOf('fixture 3')).toBeLessThan(order.indexOf('fixture 2'));
});

test('a call that is left out acquires no lock', async () => {
  const order = await orderOf(
    ({ call, fixture }) => {
      const on = fixture(group);
      call(apps, { on });
      call(change, { on });
      call(apps, { on });
    },
    { leftOut: change },
  );
  expect(order).toEqual(['fixture 0', 'GET', 'GET', 'remove fixture 0']);
});

test('only the fixtures of selected operations are prepared', async () => {
  const order = await orderOf(
    ({ call, fixture }) => {
      call(apps, { on: fixture(group) });
      call(change, { on: fixture(group) });
    },
    { isSelected: change },
  );
  expect(order).toEqual(['fixture 2', 'PUT', 'remove fixture 2']);
});

test('a shared fixture is prepared once, and removed when every plan is scheduled', async () => {
  const begun: string[] = [];
  let planned: () => void = () => undefined;
  const common: Common<void> = {
    shared: new Map(),
    allPlanned: new Promise((resolve) => {
      planned = resolve;
    }),
  };
  const all = ['first', 'second'].map((name) =>
    schedule<void>(
      makePlan(name, ({ call, fixture }) => call(apps, { on: fixture({ ...group, shared: 'group' }) })),
      () => true,
      {
        prepare: async () => void begun.push('prepare'),
        isLeftOut: () => false,
        call: async () => void begun.push(`call of ${name}`),
        remove: async () => void begun.push('remove'),
      },
      common,
    ),
  );
  await Promise.all(all.flatMap(({ calls }) => calls.map(({ done }) => done)));
  expect(begun).toEqual(['prepare', 'call of first', 'call of second']);
  planned();
  await Promise.all(all.flatMap(({ fixtures }) => fixtures.map(({ live }) => live.removed)));
  expect(begun).toEqual(['prepare', 'call of first', 'call of second', 'remove']);
});
