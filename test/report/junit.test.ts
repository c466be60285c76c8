import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import type { Finding } from '../../src/domain/finding.js';
import type { OperationResult } from '../../src/domain/outcome.js';
import { renderJunit } from '../../src/report/render/junit.js';
import { finding as anyFinding, report, result } from './sample-report.js';

interface Case {
  classname: string;
  name: string;
  failure?: { message: string; text: string };
  skipped?: string;
}
interface Suite {
  name: string;
  tests: string;
  failures: string;
  skipped: string;
  testcase: Case[];
}

function finding(pointer: string, message: string, level: Finding['level'] = 'violation'): Finding {
  return anyFinding('GET /api/v1/users', { level, pointer, message, contract: 'users/u.json#/x' });
}

function junit(operations: OperationResult[]): { name: string; suites: Suite[] } {
  const xml = renderJunit(report(operations));
  expect(XMLValidator.validate(xml)).toBe(true);
  const parsed = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    textNodeName: 'text',
    parseTagValue: false,
    trimValues: false,
    isArray: (name) => name === 'testsuite' || name === 'testcase',
  }).parse(xml) as { testsuites: { name: string; testsuite: Suite[] } };
  return { name: parsed.testsuites.name, suites: parsed.testsuites.testsuite };
}

test('a suite stands for a resource and a case for an operation, each in the order of the run', () => {
  const { name, suites } = junit([
    result('GET /api/v1/users'),
    result('GET /api/v1/groups', { resource: 'groups' }),
    result('POST /api/v1/users'),
  ]);
  expect(name).toBe('okta-contracts');
  expect(suites.map((suite) => [suite.name, suite.testcase.map((one) => `${one.classname}: ${one.name}`)])).toEqual([
    ['users', ['users: GET /api/v1/users', 'users: POST /api/v1/users']],
    ['groups', ['groups: GET /api/v1/groups']],
    ['run', ['run: passes']],
  ]);
});

test('a suite counts its cases, what failed and what was skipped', () => {
  const [suite] = junit([
    result('GET /a'),
    result('GET /b', { findings: [finding('/x', 'm')], outcome: { kind: 'verified', verdict: 'violation' } }),
    result('GET /c', { outcome: { kind: 'skipped', reason: 'needs-org-tier', detail: 'd' } }),
    result('GET /d', { outcome: { kind: 'not exercised' } }),
  ]).suites;
  expect(suite).toMatchObject({ tests: '4', failures: '1', skipped: '2' });
});

test('a failure names its findings in short, and each of them in full', () => {
  const findings = [finding('/id', 'Expected string, got null'), finding('', 'Expected object, got null')];
  const [suite] = junit([result('GET /a', { findings })]).suites;
  expect(suite?.testcase[0]?.failure).toEqual({
    message: 'type /id: Expected string, got null; type the response: Expected object, got null',
    text: [
      '✗ type /id: Expected string, got null',
      '  Evidence: documented, and in 560 of 560 recorded responses from 3 orgs',
      '  contracts/users/u.json#/x',
      '✗ type the response: Expected object, got null',
      '  Evidence: documented, and in 560 of 560 recorded responses from 3 orgs',
      '  contracts/users/u.json#/x',
    ].join('\n'),
  });
});

test('a finding that does not fail the run is no failure, and is not part of one', () => {
  const mild = finding('/mild', 'm', 'warning');
  const [suite] = junit([
    result('GET /a', { findings: [mild] }),
    result('GET /b', { findings: [mild, finding('/bad', 'm')] }),
  ]).suites;
  expect(suite?.failures).toBe('1');
  expect(suite?.testcase[0]?.failure).toBeUndefined();
  expect(suite?.testcase[1]?.failure?.text).not.toContain('/mild');
});

test('what was not verified is skipped, with its reason', () => {
  const [suite] = junit([
    result('GET /a', { outcome: { kind: 'inconclusive', reason: 'rate-limited', detail: 'five times 429' } }),
    result('GET /b', { outcome: { kind: 'not exercised' } }),
  ]).suites;
  expect(suite?.testcase.map((one) => one.skipped)).toEqual([
    'inconclusive: rate-limited; five times 429',
    'not exercised',
  ]);
});

test('marks of XML in a message stay part of the message', () => {
  const nasty = `a < b && c > "d" 'e' ]]> </failure>`;
  const [suite] = junit([
    result('GET /a', { findings: [finding(`/<"&'>`, nasty)] }),
    result('GET /b', { outcome: { kind: 'skipped', reason: 'missing-scope', detail: nasty } }),
  ]).suites;
  expect(suite?.testcase[0]?.failure?.message).toBe(`type /<"&'>: ${nasty}`);
  expect(suite?.testcase[0]?.failure?.text).toContain(nasty);
  expect(suite?.testcase[1]?.skipped).toBe(`skipped: missing-scope; ${nasty}`);
});

test('characters that XML cannot hold are left out', () => {
  const [suite] = junit([result('GET /a', { findings: [finding('/a', 'x\u0000\u001b[31m\ufffey')] })]).suites;
  expect(suite?.testcase[0]?.failure?.text).toContain('x[31my');
});

test('a letter outside the basic plane stays', () => {
  const [suite] = junit([result('GET /a', { findings: [finding('/a', 'x 😀 y')] })]).suites;
  expect(suite?.testcase[0]?.failure?.text).toContain('x 😀 y');
});

test('a run that fails for another reason than an operation fails in a case of its own', () => {
  const run = junit([result('GET /a', { outcome: { kind: 'not exercised' } })]).suites.at(-1);
  expect(run?.testcase[0]?.failure?.message).toBe('no operation could be verified');
  expect(junit([result('GET /a')]).suites.at(-1)?.testcase[0]?.failure).toBeUndefined();
});
