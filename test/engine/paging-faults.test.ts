import { describe, expect, test } from 'vitest';
import { type PagingFault, pagingFaults, type ReferenceOrg } from '../../reference-org/index.js';
import type { OperationResult } from '../../src/domain/outcome.js';
import { carryOutSuites, readSuites } from './all-plans.js';

await readSuites();

const list = 'GET /api/v1/users';
const groups = 'GET /api/v1/groups';
const assignees = 'GET /api/v1/iam/assignees/users';

/** The faults, the list that has each of them, and its finding. */
const expected: Record<PagingFault, { operation: string; finding: string }> = {
  'next loses expand': { operation: groups, finding: '?expand The next link loses `expand`' },
  'next loses filter': { operation: list, finding: '?filter The next link loses `filter`' },
  'next loses search': { operation: list, finding: '?search The next link loses `search`' },
  'next loses limit': { operation: list, finding: '?limit The next link loses `limit`' },
  'no next': { operation: list, finding: ' No next link after a full page, although the list has more items' },
  'next on another host': { operation: list, finding: ' The next link names another host' },
  'next to another list': { operation: list, finding: ' The next link is a link to another list' },
  'next loops': {
    operation: list,
    finding: ' The next link is the page itself: a client that follows it never ends',
  },
  'item repeated': { operation: list, finding: '/* An item of an earlier page is repeated' },
  'item lost': { operation: list, finding: '/* An item is on no page, although the list contains it' },
  'short page': { operation: list, finding: '/* A page had fewer items than `limit`, although more exist' },
  'limit ignored': { operation: list, finding: '?limit `limit` is ignored: the page has more items' },
  'filter ignored': { operation: list, finding: '?filter `filter` is ignored: items are returned that it excludes' },
  'search ignored': { operation: list, finding: '?search `search` is ignored: items are returned that it excludes' },
  'q ignored': { operation: list, finding: '?q `q` is ignored: items are returned that it excludes' },
};

function pagingOf(results: Map<string, OperationResult>) {
  return [...results].flatMap(([operation, { findings }]) =>
    findings
      .filter(({ kind }) => kind === 'paging')
      .map(({ pointer, message }) => ({ operation, finding: `${pointer} ${message}` })),
  );
}

function runWith(suite: string, begin: (org: ReferenceOrg) => void) {
  return carryOutSuites([suite], {}, { begin });
}

describe.concurrent('each fault of the pages of a list gives its finding, and no other', () => {
  test.for(pagingFaults)('%s', async (kind) => {
    const { operation } = expected[kind];
    const path = operation.split(' ')[1];
    const { results } = await runWith('users', (org) =>
      org.fault({ kind, when: (method, asked) => method === 'GET' && asked === path }),
    );
    expect(pagingOf(results)).toEqual([expected[kind]]);
  });

  test.for<[PagingFault, string]>([
    ['no next', ' No next link after a full page, although the list has more items'],
    ['item repeated', '/value/* An item of an earlier page is repeated'],
    ['limit ignored', '?limit `limit` is ignored: the page has more items'],
    ['next loops', ' The next link is the page itself: a client that follows it never ends'],
    ['next on another host', ' The next link names another host'],
  ])('%s, with links in the body', async ([kind, finding]) => {
    const { results } = await runWith('iam', (org) =>
      org.fault({ kind, when: (_, asked) => asked === '/api/v1/iam/assignees/users' }),
    );
    expect(pagingOf(results)).toEqual([{ operation: assignees, finding }]);
  });

  test('a fault that occurs once is not reported: the list may have changed', async () => {
    const { results } = await runWith('users', (org) =>
      org.fault({ kind: 'no next', times: 2, when: (method, path) => method === 'GET' && path === '/api/v1/users' }),
    );
    expect(pagingOf(results)).toEqual([]);
  });
});

test('without a fault there are no findings, and each list states what was verified', async () => {
  const { results } = await carryOutSuites(['users', 'iam', 'logs', 'apps', 'brands'], {});
  expect(pagingOf(results)).toEqual([]);
  expect(results.get(list)?.paging).toEqual([{ part: 'pages' }, { part: 'filter' }, { part: 'search' }, { part: 'q' }]);
  expect(results.get(assignees)?.paging).toEqual([{ part: 'pages' }]);
  expect(results.get('GET /api/v1/logs')?.paging).toEqual([{ part: 'pages' }]);
  expect(results.get('GET /api/v1/brands')?.paging).toEqual([{ part: 'pages', why: 'too few items' }]);
});
