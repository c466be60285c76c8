import { expect, test } from 'vitest';
import { ClientAccumulator, type ClientUse } from '../../src/assess/client.js';
import type { Checked } from '../../src/contract/check.js';
import type { OperationContract } from '../../src/contract/model.js';
import { makeExchange } from '../../src/domain/exchange.js';
import { type Finding, makeFinding } from '../../src/domain/finding.js';
import type { OperationId } from '../../src/domain/operation.js';
import { change } from '../report/sample-report.js';

const users: OperationId = 'POST /api/v1/users';
const groups: OperationId = 'GET /api/v1/groups';
const sent = makeExchange({
  id: '1',
  request: { method: 'GET', url: 'https://acme.example/x' },
  response: { status: 200, headers: {}, body: {} },
});

function call(id: OperationId, what: Partial<Checked> = {}) {
  const checked: Checked = { verdict: 'pass', findings: [], observations: new Map(), ...what };
  return { checked: { operation: { id } as OperationContract, what: checked } };
}

function request(pointer: string, level: Finding['level'], more: Partial<Finding> = {}): Finding {
  return makeFinding(users, 200, { kind: 'request', level, pointer, message: 'm', contract: 'c', ...more });
}

function useOf(...calls: Parameters<ClientAccumulator['add']>[1][]): ClientUse {
  const names = ['GET /b', 'GET /a', 'GET /b'];
  const client = new ClientAccumulator(() => names.pop() ?? 'GET /c');
  for (const one of calls) client.add(sent, one);
  return client.result(new Map([[users, ['a change']]]));
}

test('called operations are counted, most frequent first, with the changes of their contracts', () => {
  const use = useOf(call(users), call(groups), call(groups));
  expect(use.calls).toBe(3);
  expect(use.operations).toMatchObject([
    { operation: groups, count: 2, changes: [] },
    { operation: users, count: 1, changes: ['a change'] },
  ]);
});

test('calls without a contract are counted by name, most frequent first', () => {
  expect(useOf({}, {}, {}).withoutContract).toEqual([
    { call: 'GET /b', count: 2 },
    { call: 'GET /a', count: 1 },
  ]);
});

test('a request problem is refused or ignored; equal ones are counted; other findings are not about the client', () => {
  const response = makeFinding(users, 200, { kind: 'type', pointer: '/id', message: 'm', contract: 'c' });
  const unknown = request('/unknown', 'notice', { message: 'Unknown property `unknown`', effect: 'ignored' });
  const value = request('/value', 'notice', { message: 'Expected a known value (A), got B' });
  const outcome = request('', 'warning', { message: 'The org accepted a request that no edition accepts (200)' });
  const both = { findings: [unknown, value, outcome, request('/type', 'violation', { effect: 'refused' }), response] };
  const [operation] = useOf(call(users, both), call(users, both)).operations;
  expect(operation?.requests).toEqual([
    { pointer: '/type', message: 'm', effect: 'refused', count: 2 },
    { pointer: '/unknown', message: 'Unknown property `unknown`', effect: 'ignored', count: 2 },
  ]);
});

test('what only the previous edition accepts is marked, whatever else is in the request', () => {
  const message = '`status` is no longer accepted in the body since 2025.08.0';
  const removed = { ...request('/status', 'warning', { effect: 'refused', previousOnly: true }), message };
  const [operation] = useOf(
    call(users, { request: 'rejected', findings: [removed, request('/type', 'violation', { effect: 'refused' })] }),
  ).operations;
  expect(operation?.requests).toEqual([
    { pointer: '/type', message: 'm', effect: 'refused', count: 1 },
    { pointer: '/status', message: removed.message, effect: 'refused', previousOnly: true, count: 1 },
  ]);
});

test('removed properties that a response contained are listed; absent and added ones are not', () => {
  const removed = change(users, '/type');
  const seen = (one: typeof removed, present: number) => [one.id, { change: one, present, absent: 1 }] as const;
  const observations = new Map([
    seen(removed, 2),
    seen(change(users, '/gone'), 0),
    seen(change(users, '/new', 'added'), 3),
  ]);
  const [operation] = useOf(call(users, { observations }), call(users, { observations })).operations;
  expect(operation?.removed).toEqual([{ pointer: '/type', count: 4, change: removed.id }]);
});

test('arbitrary paths do not need unlimited memory', () => {
  let n = 0;
  const client = new ClientAccumulator(() => {
    n += 1;
    return `GET /${n}`;
  });
  for (let i = 0; i < 1_100; i += 1) client.add(sent, {});
  const { withoutContract } = client.result(new Map());
  expect(withoutContract).toHaveLength(1_001);
  expect(withoutContract[0]).toEqual({ call: 'other calls', count: 100 });
});
