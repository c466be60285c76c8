import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { createCheck } from '../../src/contract/check.js';
import type { OperationContract } from '../../src/contract/model.js';
import { makeExchange, parseBody } from '../../src/domain/exchange.js';
import type { Finding } from '../../src/domain/finding.js';
import type { OperationId } from '../../src/domain/operation.js';

const catalogue = loadCatalogue();
const check = createCheck(catalogue);
const contractOf = (operation: OperationId) => catalogue.operations.get(operation) as OperationContract;
check.prepare(contractOf('GET /api/v1/users'));

/** Parses and checks the text of a body. */
function findingsOf(text: string, operation: OperationId = 'GET /api/v1/users', status = 200): Finding[] {
  const body = parseBody(text);
  const exchange = makeExchange({
    id: '1',
    request: { method: 'GET', url: 'https://org.example.com/' },
    response: {
      status,
      headers: { 'content-type': 'application/json' },
      body,
    },
  });
  return check(contractOf(operation), exchange).findings;
}

const bytes = 16 * 1024 * 1024;
/** A list or object of equal parts, of 16 MB unless their number is given. */
function filled(part: string, open = '[', close = ']', times = Math.floor(bytes / (part.length + 1))): string {
  return `${open}${Array(times).fill(part).join(',')}${close}`;
}
/** An object with a number of properties. */
function wide(properties: number, value = '1'): string {
  return `{${Array.from({ length: properties }, (_, i) => `"key${i}":${value}`).join(',')}}`;
}

// The limit is for time of the processor, so that other work on the machine does not count.
describe('any body is checked in less than 2 seconds', () => {
  test.each<[string, () => string]>([
    ['29,000 empty objects', () => filled('{}', '[', ']', 29_000)],
    ['as many empty objects as are checked', () => filled('{}', '[', ']', 499_000)],
    ['5 million empty objects', () => filled('{}')],
    ['8 million numbers', () => filled('1')],
    ['nested lists', () => filled('[null]', '[', ']', 249_000)],
    ['a list inside a list that fails', () => filled(`{"_embedded":${filled('{}', '[', ']', 490)}}`, '[', ']', 900)],
    ['many unknown properties', () => filled(wide(990), '[', ']', 500)],
    ['an object with a million properties', () => wide(1_000_000)],
    ['a map with many elements that fail', () => `[{"_links":${wide(9_900, '[]')}}]`],
    ['100,000 values that are not in an enum', () => filled(`{"status":"${'S'.repeat(140)}"}`, '[', ']', 100_000)],
    ['one string', () => `"${'a'.repeat(bytes)}"`],
    ['long strings', () => `[{"id":"${'a'.repeat(bytes / 2)}","created":"${'1'.repeat(bytes / 2)}"}]`],
    ['a string of backslashes', () => `["${'\\\\'.repeat(bytes / 2)}"]`],
    ['one number', () => `[${'9'.repeat(bytes)}]`],
    ['nested lists to any depth', () => '['.repeat(bytes / 2) + ']'.repeat(bytes / 2)],
    ['nested objects to any depth', () => '{"a":'.repeat(2_000_000) + 1 + '}'.repeat(2_000_000)],
    ['lists that do not end', () => '['.repeat(bytes)],
    ['one property many times', () => filled('"id":1', '{', '}')],
  ])('%s', (_, make) => {
    const text = make();
    const began = process.cpuUsage();
    const findings = findingsOf(text);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1e6).toBeLessThan(2);
    expect(findings.some(({ level }) => level === 'violation')).toBe(true);
    expect(findings.length).toBeLessThan(1_000);
  });
});

const only = (findings: Finding[]) => findings.map(({ kind, level, message }) => `${level} ${kind} ${message}`);

test.each([
  ['a list', `${'['.repeat(101)}${']'.repeat(101)}`],
  ['a deep list', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['an object', `${'{"a":'.repeat(101)}1${'}'.repeat(101)}`],
  ['lists that do not end', '['.repeat(300_000)],
])('%s that is nested too deep is one finding, also in an error', (_, text) => {
  const said = ['violation body The body is nested deeper than 100 levels; it was not checked further'];
  expect(only(findingsOf(text)).slice(0, 1)).toEqual(said);
  expect(only(findingsOf(text, 'GET /api/v1/users', 403))).toEqual(said);
});

test('a body with 100 levels is checked', () => {
  expect(only(findingsOf(`${'['.repeat(100)}${']'.repeat(100)}`)).join()).not.toMatch(/nested deeper/);
});

test('a body with too many values or properties is one finding', () => {
  expect(only(findingsOf(filled('1')))).toEqual([
    'violation body The body has more than 500,000 values; it was not checked further',
  ]);
  expect(only(findingsOf(wide(10_001)))).toEqual([
    'violation body The body has an object with more than 10,000 properties; it was not checked further',
  ]);
});

test('a body that nobody looks into may be of any depth', () => {
  const text = `${'['.repeat(200)}${']'.repeat(200)}`;
  expect(findingsOf(text, 'POST /api/v1/users/{id}/lifecycle/deactivate')).toEqual([]);
});

test('equal errors of list elements are one finding with their number, and none is lost after many', () => {
  const good = '{"id":1}';
  const findings = findingsOf(`[${Array(20_000).fill(good).join(',')},{"id":"00u1","status":7}]`);
  const of = (pointer: string, kind: string) => findings.filter((one) => one.pointer === pointer && one.kind === kind);
  expect(of('/*/id', 'type').map(({ count }) => count)).toEqual([20_000]);
  expect(of('/*/status', 'type').map(({ count }) => count)).toEqual([1]);
});

test('what is left out is reported', () => {
  expect(only(findingsOf(filled('{}', '[', ']', 100_000)))).toContain(
    'violation body Too many errors: the remaining elements were not checked',
  );
  const many = findingsOf(wide(1_000), 'GET /api/v1/iam/resource-sets');
  expect(many.find(({ message }) => message === 'More unknown properties, not listed')).toMatchObject({
    level: 'notice',
    count: 800,
  });
});

test.each(['__proto__', 'constructor', 'toString', '\\ud800', '\\u0000', ''])(
  'a property of any name can be checked: "%s"',
  (name) => {
    const findings = findingsOf(`[{"${name}":{"${name}":[{"${name}":1}]},"_links":{"${name}":7}}]`);
    expect(findings.some(({ kind, pointer }) => kind === 'missing' && pointer === '/*/id')).toBe(true);
    expect(Object.keys(Object.prototype)).toEqual([]);
  },
);
