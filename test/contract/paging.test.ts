import { describe, expect, test } from 'vitest';
import { PagesSeen } from '../../src/assess/pages-seen.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import type { Check } from '../../src/contract/check.js';
import type { OperationContract } from '../../src/contract/model.js';
import { checkPage, lostBetween, narrowingBy } from '../../src/contract/paging.js';
import { type Exchange, makeExchange } from '../../src/domain/exchange.js';
import { makeFinding } from '../../src/domain/finding.js';
import type { Json } from '../../src/domain/json.js';
import type { OperationId } from '../../src/domain/operation.js';

const catalogue = loadCatalogue();
const org = 'https://acme.okta.com';

function operation(id: string): OperationContract {
  return catalogue.operations.get(id as OperationId) as OperationContract;
}

/** A page. Links are paths, or URLs of other hosts. */
function page(url: string, body: Json, links: { next?: string; self?: string } = {}): Exchange {
  const full = (href: string) => new URL(href, org).href;
  const link = Object.entries(links).map(([rel, href]) => `<${full(href)}>; rel="${rel}"`);
  return makeExchange({
    id: '1',
    request: { method: 'GET', url: full(url) },
    response: { status: 200, headers: { 'content-type': 'application/json', link }, body },
  });
}

const users = '/api/v1/users';
const two = [{ id: '1' }, { id: '2' }];

describe('one page', () => {
  const found = (id: string, exchange: Exchange) =>
    checkPage(operation(id), exchange).map(({ level, pointer, message }) => `${level} ${pointer} ${message}`);

  test.for<[string, string, string | undefined, string[]]>([
    ['a link that keeps everything', '?limit=2&search=a', `${users}?after=2&limit=2&search=a`, []],
    ['a lower limit', '?limit=2000', `${users}?after=2&limit=200`, []],
    ['a limit that the request does not have', '', `${users}?after=2&limit=200`, []],
    ['a parameter that the org adds', '', `${users}?after=2&limit=200&search=id+pr`, []],
    ['the admin host', '', 'https://acme-admin.okta.com/api/v1/users?after=2', []],
    ['a limit that is no number', '?limit=all', `${users}?after=2`, []],
    ['no next page', '?limit=2', undefined, []],
    ['an unknown parameter', '?nonsense=1', `${users}?after=2`, []],
    ['a lost expand', '?expand=a', `${users}?after=2`, ['warning ?expand The next link loses `expand`']],
    ['a lost filter', '?filter=a', `${users}?after=2`, ['warning ?filter The next link loses `filter`']],
    ['a higher limit', '?limit=2', `${users}?after=2&limit=20`, ['warning ?limit The next link loses `limit`']],
    [
      'another host',
      '',
      'https://evil.example.com/api/v1/users?after=2',
      ['warning  The next link names another host'],
    ],
    ['another list', '', '/api/v1/groups?after=2', ['warning  The next link is a link to another list']],
    [
      'a loop',
      '?after=1&limit=2',
      `${users}?limit=2&after=1`,
      ['warning  The next link is the page itself: a client that follows it never ends'],
    ],
    ['too many items', '?limit=1', undefined, ['violation ?limit `limit` is ignored: the page has more items']],
  ])('%s', ([, query, next, expected]) => {
    expect(found(`GET ${users}`, page(users + query, two, next === undefined ? {} : { next }))).toEqual(expected);
  });

  test('links of a proxy or a custom domain have the host of the other links', () => {
    const own = 'https://acme.oktapreview.com/api/v1/users';
    expect(found(`GET ${users}`, page(users, two, { self: own, next: `${own}?after=2` }))).toEqual([]);
  });

  test('a recorded URL without a host may be on any', () => {
    const sent = { method: 'GET', url: `${users}?limit=2` };
    const link = [`<${org}${users}?after=2&limit=2>; rel="next"`];
    const exchange = makeExchange({ id: '1', request: sent, response: { status: 200, headers: { link }, body: two } });
    expect(found(`GET ${users}`, exchange)).toEqual([]);
  });

  test('a limit below the documented minimum is no limit', () => {
    expect(found('GET /api/v1/devices', page('/api/v1/devices?limit=0', two))).toEqual([]);
  });

  test.for<[string, string, string]>([
    ['GET /api/v1/mappings', '/api/v1/mappings?targetId=x', '/api/v1/mappings?after=2&limit=20'],
    ['GET /api/v1/logs', '/api/v1/logs?after=1', '/api/v1/logs?after=1'],
    [
      'GET /api/v1/authorizationServers/{authServerId}/associatedServers',
      '/api/v1/authorizationServers/a/associatedServers?trusted=true',
      '/api/v1/authorizationServers?after=2&limit=-1&trusted=true',
    ],
  ])('an exception of a recorded response or a document is no finding: %s', ([id, url, next]) => {
    expect(found(id, page(url, two, { next }))).toEqual([]);
    expect(operation(id).paging?.exceptions?.source).toMatch(/^(recorded|documented): /);
  });

  test('`_links.next` of a factor is its next step', () => {
    const body = { _links: { next: { href: `${org}/api/v1/users/1/factors/2/lifecycle/activate` } } };
    expect(found('GET /api/v1/users/{userId}/factors/{factorId}', page('/api/v1/users/1/factors/2', body))).toEqual([]);
  });
});

describe('pages that a client reads one after another', () => {
  const none: Check = Object.assign(
    (contract: OperationContract, exchange: Exchange) => ({
      verdict: 'pass' as const,
      findings: checkPage(contract, exchange).map((part) => makeFinding(contract.id, 200, part)),
      observations: new Map(),
    }),
    { prepare: () => undefined },
  );
  const read = (id: string, ...pages: Exchange[]) => {
    const check = new PagesSeen().around(none);
    const checked = pages.map((each) => check(operation(id), each));
    return checked.map(({ verdict, findings }) => [
      verdict,
      ...findings.map(({ level, pointer, message, count }) => `${level} ${pointer} ${message} ${count}`),
    ]);
  };
  const first = page(`${users}?limit=2`, two, { next: `${users}?after=2&limit=2` });

  test('pages with other items are correct, whatever the order of the parameters', () => {
    expect(read(`GET ${users}`, first, page(`${users}?limit=2&after=2`, [{ id: '3' }]))).toEqual([['pass'], ['pass']]);
  });

  test('a repeated item is a violation', () => {
    expect(read(`GET ${users}`, first, page(`${users}?limit=2&after=2`, [{ id: '2' }, { id: '3' }]))[1]).toEqual([
      'violation',
      'violation /* An item of an earlier page is repeated 1',
    ]);
  });

  test('the same page again is not a repeated item', () => {
    const second = page(`${users}?limit=2&after=2`, [{ id: '3' }]);
    expect(read(`GET ${users}`, first, second, second, first, second).flat()).toEqual(Array(5).fill('pass'));
  });

  test('a link that lost `expand` is a violation once the client followed it', () => {
    const lost = page(`${users}?expand=a`, two, { next: `${users}?after=2` });
    expect(read(`GET ${users}`, lost, page(`${users}?after=2`, [{ id: '3' }]))).toEqual([
      ['pass', 'warning ?expand The next link loses `expand` 1'],
      ['violation', 'violation ?expand The next link loses `expand` 1'],
    ]);
  });

  test('a short page before another one is a warning', () => {
    const short = page(`${users}?limit=3`, two, { next: `${users}?after=2&limit=3` });
    expect(read(`GET ${users}`, short, page(`${users}?after=2&limit=3`, [{ id: '3' }]))[1]).toEqual([
      'pass',
      'warning /* A page had fewer items than `limit`, although more exist 1',
    ]);
  });

  test('an item that was changed meanwhile may move to a later page', () => {
    const changed = page(`${users}?limit=2&after=2`, [{ id: '2', status: 'ACTIVE' }, { id: '3' }]);
    expect(read(`GET ${users}`, first, changed)[1]).toEqual(['pass']);
  });

  test('a page that is rate limited can be read again', () => {
    const sent = { method: 'GET', url: `${org}${users}?limit=2&after=2` };
    const limited = makeExchange({ id: '1', request: sent, response: { status: 429, headers: {}, body: {} } });
    const second = page(`${users}?limit=2&after=2`, [{ id: '2' }]);
    expect(read(`GET ${users}`, first, limited, second).map(([verdict]) => verdict)).toEqual([
      'pass',
      'pass',
      'violation',
    ]);
  });

  test.for<[string, string, string, number, boolean]>([
    ['the org lowers a limit, and the link shows it', '?limit=1000', '?after=2&limit=2', 1, false],
    ['the org may lower a limit', '?limit=1000', '?after=2&limit=1000', 2, false],
    ['a longer page shows that it did not', '?limit=1000', '?after=2&limit=1000', 3, true],
    ['every org honors a low limit', '?limit=20', '?after=2&limit=20', 1, true],
  ])('fewer items than the limit: %s', ([, query, next, count, isFound]) => {
    const short = page(users + query, two, { next: users + next });
    const items = Array.from({ length: count }, (_, i) => ({ id: `new${i}` }));
    expect(read(`GET ${users}`, short, page(users + next, items))[1]).toHaveLength(isFound ? 2 : 1);
  });

  test('fewer items than a limit above the documented maximum', () => {
    const zones = Array.from({ length: 200 }, (_, i) => ({ id: String(i) }));
    const full = page('/api/v1/apps?limit=500', zones, { next: '/api/v1/apps?after=2&limit=500' });
    expect(read('GET /api/v1/apps', full, page('/api/v1/apps?after=2&limit=500', [{ id: 'x' }]))[1]).toEqual(['pass']);
  });

  test('links in the body', () => {
    const id = 'GET /api/v1/iam/roles';
    const next = { next: { href: `${org}/api/v1/iam/roles?after=2` } };
    const pages = [
      page('/api/v1/iam/roles', { roles: two, _links: next }),
      page('/api/v1/iam/roles?after=2', { roles: two.slice(1) }),
    ];
    expect(read(id, ...pages)[1]?.[1]).toMatch(/ \/roles\/\* An item of an earlier page is repeated 1$/);
  });
});

test('items between two pages are lost', () => {
  expect(lostBetween(['a', 'b', 'c', 'd'], 'a', 'd')).toBe(2);
  expect(lostBetween(['a', 'b'], 'a', 'b')).toBe(0);
  expect(lostBetween(['a', 'b'], 'b', 'a')).toBe(0);
  expect(lostBetween(['a', 'b'], 'a', 'new')).toBe(0);
  // The list changed, or has another order.
  expect(lostBetween(['a', 'b', 'c', 'd'], 'b', 'd')).toBe(0);
});

test('a value with quotes is never part of an expression', () => {
  expect(narrowingBy('id eq "{/id}"', { id: 'a' })).toEqual({ expression: 'id eq "a"', value: 'a' });
  expect(narrowingBy('id eq "{/id}"', { id: 'a" or id pr or id eq "' })).toBeUndefined();
  expect(narrowingBy('id eq "{/id}"', { id: 7 })).toBeUndefined();
});
