// @ts-nocheck
import { expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import type { Recipe } from '../../src/org/journal/journal.js';
import { type Restored, restore } from '../../src/org/journal/restore.js';

const path = '/api/v1/things/{thingId}';
const ended: Recipe = {
  name: 'okta-contracts-0a1b2c3d-1',
  values: {},
  remove: [{ operation: `POST ${path}/lifecycle/deactivate` }],
  changes: true,
  restore: { read: `GET ${path}`, was: { status: 'INACTIVE' }, set: [{ status: 'ACTIVE' }] },
};
const written: Recipe = {
  ...ended,
  remove: [{ operation: `PUT ${path}`, body: { mode: 'OFF' } }],
  restore: { read: `GET ${path}`, was: { mode: 'OFF' }, set: [{ mode: 'ON' }] },
};

/** Restores on an org that returns these states in order, and responds to the write with a status. */
async function restored(recipe: Recipe, states: (Json | undefined)[], answer = 200, isNew = false) {
  let writes = 0;
  const done = await restore(recipe, {
    ...(isNew ? { isNew } : {}),
    read: async () => {
      const body = states.length > 1 ? states.shift() : states[0];
      return { status: body === undefined ? 500 : 200, body };
    },
    write: async () => {
      writes += 1;
      return answer;
    },
  });
  return [done, writes];
}

const [on, off] = [{ status: 'ACTIVE' }, { status: 'INACTIVE' }];

test.each<[string, (Json | undefined)[], number, [Restored, number]]>([
  ['that is still as the run made it is ended', [on, off], 200, ['restored', 1]],
  ['that the org shows a moment later is ended', [on, on, off], 200, ['restored', 1]],
  ['that the org refuses to end is left', [on], 403, ['refused', 1]],
  ['that the org does not end although it confirms that is left', [on], 200, ['refused', 1]],
  ['that answers 400 and still exists is left', [on], 400, ['refused', 1]],
  ['that is ended already is left alone', [off], 200, ['gone', 0]],
  ['that somebody else has changed is left alone', [{ status: 'DELETED' }], 200, ['changed-since', 0]],
  ['that the org does not show is not touched', [undefined], 200, ['unclear', 0]],
  ['that the org shows no more afterwards is not proven', [on, undefined], 200, ['unclear', 1]],
])('a change %s', async (_, states, answer, expected) => {
  expect(await restored(ended, states, answer)).toEqual(expected);
});

test('a deactivation right after an accepted activation is sent even if the org does not show the change', async () => {
  expect(await restored(ended, [off], 200, true)).toEqual(['restored', 1]);
  expect(await restored(ended, [undefined, off], 200, true)).toEqual(['restored', 1]);
  // A value is only written if the setting has the value of the run.
  expect(await restored(written, [{ mode: 'OFF' }], 200, true)).toEqual(['gone', 0]);
  expect(await restored(written, [{ mode: 'AUTO' }], 200, true)).toEqual(['changed-since', 0]);
});

test('a property that did not exist before is expected to be absent', async () => {
  const added: Recipe = {
    ...ended,
    remove: [{ operation: `POST ${path}`, body: { properties: { text: null } } }],
    restore: {
      read: `GET ${path}`,
      was: { properties: { text: null } },
      set: [{ properties: { text: { title: 'T' } } }],
    },
  };
  const shown = { properties: { text: { title: 'T', type: 'string' }, other: {} } };
  expect(await restored(added, [shown, { properties: { other: {} } }])).toEqual(['restored', 1]);
  expect(await restored(added, [{ properties: { text: { title: 'Mine' } } }])).toEqual(['changed-since', 0]);
});

test('a change is not restored again after a confirmed restore, because someone else made the same change', async () => {
  let writes = 0;
  const write = async () => {
    writes += 1;
    return 200;
  };
  const read = async () => ({ status: 200, body: on });
  expect([await restore(ended, { read, write, isRestored: true }), writes]).toEqual(['changed-since', 0]);
});
