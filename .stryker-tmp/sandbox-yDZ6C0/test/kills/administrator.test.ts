// @ts-nocheck
import { expect, onTestFinished, test } from 'vitest';
import { startReferenceOrg } from '../../reference-org/index.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { requireOperation } from '../../src/contract/named.js';
import { fixturesOf } from '../../src/engine/model.js';
import { makePlan } from '../../src/engine/plan.js';
import { readSuites } from '../engine/all-plans.js';
import { Administrator, changesSetting, restoredOperations, settingsOf } from './administrator.js';

async function start() {
  const org = await startReferenceOrg({ population: 'in-use' });
  onTestFinished(() => org.close());
  return { org, administrator: new Administrator(org) };
}

const setting = '/api/v1/org/settings/autoAssignAdminAppSetting';

test('a setting that a run changed and did not restore counts once as left', async () => {
  const { org, administrator } = await start();
  expect(administrator.measure()).toEqual({ left: [], undone: [] });
  org.administrator('POST', setting, { autoAssignAdminAppSetting: true });
  expect(administrator.measure()).toEqual({ left: ['autoAssignAdminAppSetting'], undone: [] });
  expect(administrator.measure()).toEqual({ left: [], undone: [] });
});

test('a setting that only a run changed does not count as a change of the administrator', async () => {
  const { org, administrator } = await start();
  const schema = '/api/v1/meta/schemas/group/default';
  const change = (properties: object) =>
    org.administrator('POST', schema, { definitions: { custom: { properties } } } as never);
  change({ contractText: { title: 'Text', type: 'string' } });
  const changes = () => [...settingsOf(org).keys()].filter((name) => name.includes('own'));
  while (changes().length === 0) administrator.act();
  change({ contractText: null });
  const [name = ''] = changes();
  change({ [name.split(' ')[1] ?? '']: null });
  expect(administrator.measure()).toEqual({ left: [], undone: [name] });
});

test("a change of the administrator is right, and a run that undoes it is found; every change is one of a run's settings", async () => {
  const { org, administrator } = await start();
  const changed = new Set<string>();
  for (let i = 0; i < 800; i += 1) {
    const before = settingsOf(org);
    administrator.act();
    for (const [name, value] of settingsOf(org)) if (before.get(name) !== value) changed.add(name);
    expect(administrator.measure()).toEqual({ left: [], undone: [] });
  }
  expect([administrator.changes, changed.size]).toEqual([800, 12]);
  const value = () => org.administrator('GET', setting).autoAssignAdminAppSetting === true;
  for (let before = value(); before === value(); ) administrator.act();
  org.administrator('POST', setting, { autoAssignAdminAppSetting: !value() });
  expect(administrator.measure().undone).toEqual(['autoAssignAdminAppSetting']);
});

test('the listed operations exist, and are those of the suites that restore settings', async () => {
  const { operations } = loadCatalogue();
  const ids = restoredOperations.map((name) => requireOperation(operations, name, 'named', 'CONFIG').id);
  const changes = [...(await readSuites())].flatMap(([suite, define]) =>
    fixturesOf(makePlan(suite, define)).flatMap(({ spec: { make } }) => (make?.changes ? make.operation : [])),
  );
  // The current profile does not serve the grant of support access.
  expect(changes.filter((operation) => !ids.includes(operation))).toEqual([
    'POST /api/v1/org/privacy/oktaSupport/grant',
  ]);
});

test.each([
  ['POST', '/api/v1/authenticators/aut1/lifecycle/activate', true],
  ['PUT', '/api/v1/authenticators/aut1/methods/sms', true],
  ['POST', setting, true],
  ['GET', setting, false],
  ['POST', '/api/v1/groups', false],
  ['POST', '/api/v1/authenticators/aut1/aaguids', false],
])('%s %s changes a setting: %j', (method, path, expected) => {
  expect(changesSetting(method, path)).toBe(expected);
});
