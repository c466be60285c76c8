import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startReferenceOrg } from '../../reference-org/index.js';
import { parseSettings } from '../../src/config/load.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { ContractsError } from '../../src/domain/errors.js';
import type { Json } from '../../src/domain/json.js';
import type { OperationResult } from '../../src/domain/outcome.js';
import { executePlan } from '../../src/engine/execute.js';
import { type BodyContext, callsOf, fixturesOf, foundIn, removalOf, sourcesOf } from '../../src/engine/model.js';
import { makePlan, type Vocabulary } from '../../src/engine/plan.js';
import { Run } from '../../src/engine/run.js';
import { createHttp, type Http } from '../../src/org/http.js';
import { userType } from '../../suites/fixtures.js';
import { accessOf } from '../access-of.js';
import { readSuites } from './all-plans.js';

const odd: Json[] = [null, true, 5, '', 'x', [], [null], {}, { a: null }, { href: 5 }, { schema: 5 }, { schema: null }];

/** An object with every property, each with the same unusual value. */
function everything(value: Json | undefined): { [key: string]: Json } {
  return new Proxy({} as { [key: string]: Json }, { get: () => value, has: () => true, ownKeys: () => [] });
}

const objects = [{}, ...odd.map(everything), everything({ schema: { href: 5 } }), everything(undefined)];

/** Every callback of every suite, with a name. */
function callbacksOf(suites: Map<string, (words: Vocabulary) => void>) {
  const all: { name: string; call: (context: BodyContext) => unknown; never?: true }[] = [];
  for (const [suite, define] of suites) {
    const plan = makePlan(suite, define);
    for (const { spec } of fixturesOf(plan)) {
      const { make, owns } = spec;
      const name = `${suite}: ${sourcesOf(spec)[0]}`;
      if (make?.body) all.push({ name: `${name} body`, call: make.body });
      if (make?.name) all.push({ name: `${name} name`, call: make.name });
      for (const { where, queryOf } of foundIn(spec)) {
        if (where) all.push({ name: `${name} where`, call: ({ object, ids }) => where(object, ids), never: true });
        if (queryOf) all.push({ name: `${name} queryOf`, call: ({ ids }) => queryOf(ids) });
      }
      if (owns) all.push({ name: `${name} owns`, call: ({ object }) => owns(object), never: true });
      for (const { operation, body } of removalOf(spec)) if (body) all.push({ name: `${operation} body`, call: body });
    }
    for (const { operation, options } of callsOf(plan)) {
      const name = `${suite}: ${operation}`;
      if (options.body) all.push({ name: `${name} body`, call: options.body });
      if (options.queryOf) all.push({ name: `${name} queryOf`, call: options.queryOf });
      for (const value of Object.values(options.with ?? {}))
        if (typeof value === 'function') all.push({ name: `${name} with`, call: value });
    }
  }
  return all;
}

describe('callbacks of suites', () => {
  let suites: Awaited<ReturnType<typeof readSuites>>;
  beforeAll(async () => {
    suites = await readSuites();
  });

  test('no callback of any suite fails on an invalid response', () => {
    const faults: string[] = [];
    const callbacks = callbacksOf(suites);
    for (const { name, call, never } of callbacks) {
      for (const object of objects) {
        try {
          call({ name: 'okta-contracts-1', ids: {}, org: 'https://org.example.com', object, required: {} });
        } catch (error) {
          const isClear = error instanceof ContractsError && error.code === 'UNUSABLE_RESPONSE';
          if (!isClear || never) faults.push(`${name}: ${error}`);
        }
      }
    }
    expect(callbacks.length).toBeGreaterThan(100);
    expect(faults).toEqual([]);
  });

  test('owns returns only ids of user schemas for any response', () => {
    const [fixture] = fixturesOf(makePlan('user-types', ({ fixture }) => void fixture(userType)));
    const of = (href: Json) => fixture?.spec.owns?.({ _links: { schema: { href } } });
    const base = 'https://org.example.com/api/v1/meta/schemas/user';
    expect(of(`${base}/oscfnjfba4ye7pgjB0g4`)).toEqual({ schemaId: 'oscfnjfba4ye7pgjB0g4' });
    for (const href of ['', '/', `${base}/`, `${base}/..`, `${base}/v1`, '/api/v1/users/00u1a2b3c4d5e6f7g8h9', 5, null])
      expect(of(href)).toEqual({});
  });

  test('an error in a callback becomes an error that names the operation and no part of the response', () => {
    const boom = () => {
      throw new TypeError('jane@example.com');
    };
    const plan = makePlan('users', ({ fixture, call }) => {
      const one = fixture({
        parameter: 'id',
        make: { operation: 'POST /api/v1/users', body: boom, name: boom },
        found: { operation: 'GET /api/v1/users', where: boom, queryOf: boom },
        remove: [{ operation: 'DELETE /api/v1/users/{id}', body: boom }],
        owns: boom,
      });
      call('GET /api/v1/users/{id}', { on: one, body: boom, queryOf: boom, with: { a: boom, b: 'text' } });
    });
    const [fixture] = fixturesOf(plan);
    const [call] = callsOf(plan);
    const context: BodyContext = { name: 'n', ids: {}, org: 'https://org.example.com', object: {}, required: {} };
    const { make, owns, remove } = fixture?.spec ?? {};
    const [found] = fixture ? foundIn(fixture.spec) : [];
    expect(found?.where?.({}, {})).toBe(false);
    expect(owns?.({})).toEqual({});
    const { with: values } = call?.options ?? {};
    expect(values?.b).toBe('text');
    const step = remove?.[0];
    const message = (operation: string) => ({
      code: 'UNUSABLE_RESPONSE',
      message: `${operation} was not sent: a response of the org lacks what its request is built from.`,
    });
    for (const [operation, work] of [
      ['POST /api/v1/users', () => make?.body?.(context)],
      ['POST /api/v1/users', () => make?.name?.(context)],
      ['GET /api/v1/users', () => found?.queryOf?.({})],
      ['DELETE /api/v1/users/{id}', () => typeof step === 'object' && step.body?.(context)],
      ['GET /api/v1/users/{id}', () => call?.options.body?.(context)],
      ['GET /api/v1/users/{id}', () => call?.options.queryOf?.(context)],
      ['GET /api/v1/users/{id}', () => typeof values?.a === 'function' && values.a(context)],
    ] as const)
      expect(work).toThrow(expect.objectContaining(message(operation)));
  });
});

/** Runs a suite on a reference org with changed responses. */
async function carryOut(
  name: string,
  define: (words: Vocabulary) => void,
  change: (request: string, body: Json) => Json | undefined,
): Promise<Map<string, OperationResult>> {
  const org = await startReferenceOrg();
  const folder = mkdtempSync(join(tmpdir(), 'callbacks-test-'));
  const network = createHttp();
  onTestFinished(async () => {
    rmSync(folder, { recursive: true, force: true });
    await org.close();
  });
  const http: Http = async (url, options) => {
    const answer = await network.http(url, options);
    if (answer.status >= 300 || answer.body === '') return answer;
    const changed = change(`${options.method} ${new URL(url).pathname}`, JSON.parse(answer.body) as Json);
    return changed === undefined ? answer : { ...answer, body: JSON.stringify(changed) };
  };
  const settings = parseSettings({
    OKTA_CLIENT_ORGURL: org.url,
    OKTA_CLIENT_TOKEN: org.token,
    OKTA_CONTRACTS_TIERS: 'write,org',
  });
  const run = new Run(settings, accessOf(org), folder, loadCatalogue(), { ...network, http });
  const results = new Map<string, OperationResult>();
  const pending = executePlan(makePlan(name, define), run, () => true);
  run.planned();
  for (const [operation, result] of pending) results.set(operation, await result);
  await run.close();
  return results;
}

const outcomesOf = (results: Map<string, OperationResult>) => [...results.values()].map(({ outcome }) => outcome.kind);

test.each([
  ['no links', (body: { [key: string]: Json }) => ({ ...body, _links: undefined })],
  ['links that are a number', (body: { [key: string]: Json }) => ({ ...body, _links: 5 })],
  ['a name that is a list', (body: { [key: string]: Json }) => ({ ...body, name: [] })],
  ['an id that leads elsewhere', (body: { [key: string]: Json }) => ({ ...body, id: '..' })],
  ['an id of slashes', (body: { [key: string]: Json }) => ({ ...body, id: '../../groups/00g1' })],
] as const)('a user type with %s is not reported as an error of the project', async (_, wrong) => {
  const define = (await readSuites()).get('user-types') as (words: Vocabulary) => void;
  const results = await carryOut('user-types', define, (request, body) =>
    request === 'POST /api/v1/meta/types/user' ? (wrong(body as { [key: string]: Json }) as Json) : undefined,
  );
  expect(outcomesOf(results)).toHaveLength(results.size);
  for (const { outcome } of results.values())
    if (outcome.kind === 'inconclusive') expect(outcome.detail).not.toMatch(/groups|\.\./);
});

test('a call with a body that is built from an invalid response is inconclusive, and not sent', async () => {
  const sent: string[] = [];
  const results = await carryOut(
    'users',
    ({ call, fixture }) => {
      const one = fixture({ parameter: 'id', found: { operation: 'GET /api/v1/users', query: { limit: '1' } } });
      call('POST /api/v1/users/{id}', {
        on: one,
        tier: 'org',
        body: ({ object }) => ({ profile: object.profile ?? null }),
      });
    },
    (request) => {
      sent.push(request);
      return request === 'GET /api/v1/users' ? [{ id: '00u1a2b3c4d5e6f7g8h9', profile: 5 }] : undefined;
    },
  );
  expect(results.get('POST /api/v1/users/{id}')?.outcome).toEqual({
    kind: 'inconclusive',
    reason: 'fixture-not-made',
    detail: 'POST /api/v1/users/{id} was not sent: a response of the org lacks what its request is built from.',
  });
  expect(sent.filter((request) => request.startsWith('POST'))).toEqual([]);
});
