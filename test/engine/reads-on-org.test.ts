import { expect, test } from 'vitest';
import type { Http } from '../../src/org/http.js';
import { carryOut } from './carry-out.js';

const claims = '/api/v1/apps/{appId}/federated-claims';
const idOf = (number: number) => `0oa${String(number).padStart(17, 'a')}`;

const notFound = {
  errorCode: 'E0000007',
  errorSummary: 'Not found: Resource not found: x (App)',
  errorLink: 'E0000007',
  errorId: 'oaeaaaaaaaaaaaaaaaaaaaaaaaa',
  errorCauses: [],
};

/** Reads the claims of apps on an org with these responses, by path. Returns the requested paths and the outcomes. */
async function readOf(bodies: Record<string, unknown>) {
  const paths: string[] = [];
  const by =
    (plain: Http): Http =>
    async (url, options) => {
      const { pathname } = new URL(url);
      if (options.method !== 'GET' || !pathname.startsWith('/api/v1/apps')) return plain(url, options);
      const path = pathname.replace('/api/v1/apps', '');
      paths.push(path);
      const headers = { 'content-type': 'application/json' };
      const body = bodies[path];
      return { status: body === undefined ? 404 : 200, headers, body: JSON.stringify(body ?? notFound) };
    };
  const { results } = await carryOut('federated-claims', ({ reads }) => reads(), { tiers: 'read', by });
  const outcome = (id: string) => results.get(id)?.outcome;
  return { paths, list: outcome(`GET ${claims}`), one: outcome(`GET ${claims}/{claimId}`) };
}

const apps = [1, 2, 3, 4].map((number) => ({ id: idOf(number) }));
const claim = { id: `ofc${'a'.repeat(17)}`, name: 'role', expression: 'user.role' };
const of = (number: number, rest = '') => `/${idOf(number)}/federated-claims${rest}`;

test('an object of a list is requested, in the object of the list around it', async () => {
  const { paths } = await readOf({ '': apps, [of(1)]: [claim], [of(1, `/${claim.id}`)]: claim });
  expect(paths).toEqual(['', of(1), of(1, `/${claim.id}`)]);
});

test('an object that the first of its parents lacks is found in one of two others', async () => {
  const { paths, list } = await readOf({ '': apps, [of(1)]: [], [of(3)]: [claim], [of(3, `/${claim.id}`)]: claim });
  expect(paths).toEqual(['', of(1), of(2), of(3), of(3, `/${claim.id}`)]);
  expect(list).toMatchObject({ kind: 'verified' });
});

test('no more than three parents are tried', async () => {
  const { paths, one } = await readOf({ '': apps, [of(1)]: [], [of(2)]: [], [of(3)]: [], [of(4)]: [claim] });
  // The last request is for a claim that no org has: does the org serve the operation?
  expect(paths.slice(0, 4)).toEqual(['', of(1), of(2), of(3)]);
  expect(paths).not.toContain(of(4));
  expect(one).toMatchObject({ reason: 'no-such-object-on-this-org', detail: expect.stringContaining(`GET ${claims}`) });
});

test('an empty list of parents is named', async () => {
  const { one, list } = await readOf({ '': [] });
  for (const outcome of [one, list])
    expect(outcome).toMatchObject({
      kind: 'skipped',
      reason: 'no-such-object-on-this-org',
      detail: 'GET /api/v1/apps returned no object on this org',
    });
});

test.each(['../users', 'a/b', '..', 'api', 'a?b=c', '', 'x'.repeat(300), 7, null, { id: 'a' }])(
  'an id that cannot be part of a path is not requested: %j',
  async (id) => {
    const { paths, one } = await readOf({ '': apps, [of(1)]: [{ ...claim, id }], [of(1, '/')]: claim });
    expect(paths.filter((path) => !/^$|federated-claims(\/nob0dys0id0000000000)?$/.test(path))).toEqual([]);
    expect(one?.kind).not.toBe('verified');
    const { paths: none } = await readOf({ '': [{ id }, { id }] });
    expect(none.filter((path) => !/^$|nob0dys0id0000000000/.test(path))).toEqual([]);
  },
);

test('a link in a list is not followed', async () => {
  const _links = { self: { href: `/api/v1/apps/${idOf(2)}` }, next: { href: `/api/v1/apps${of(2)}` } };
  const { paths } = await readOf({ '': { apps: [{ label: 'x', _links }], _links }, [of(2)]: [claim] });
  expect(paths.filter((path) => path.includes(idOf(2)))).toEqual([]);
});
