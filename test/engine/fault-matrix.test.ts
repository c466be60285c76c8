import { describe, expect, test } from 'vitest';
import { type FaultKind, faultKinds, type ReferenceOrg } from '../../reference-org/index.js';
import type { OperationResult } from '../../src/domain/outcome.js';
import { type CarriedOut, carryOutSuites, readSuites } from './all-plans.js';

await readSuites();
const suites = ['behaviors', 'federated-claims', 'inline-hooks', 'user-risk'];
const writes = (method: string) => method !== 'GET';
const reads = (method: string) => method === 'GET';

/** Faults are not violations: there are no findings, every unverified operation has a reason, and nothing is left. */
function expectNoHarm({ results, org }: CarriedOut): void {
  const blamed = [...results.values()].filter(({ findings }) => findings.some(({ level }) => level !== 'notice'));
  expect(blamed.map(({ operation, findings }) => [operation, findings.map(({ message }) => message)])).toEqual([]);
  expect([...results.values()].filter(({ outcome }) => outcome.kind === 'not exercised')).toEqual([]);
  expect(org.leftovers()).toEqual([]);
}

const verified = (results: Map<string, OperationResult>) =>
  [...results.values()].filter(({ outcome }) => outcome.kind === 'verified').length;

/** Every third request of a kind, so that chains start normally and fail later. */
function everyThird(is: (method: string) => boolean): (method: string) => boolean {
  let n = 0;
  return (method) => {
    if (!is(method)) return false;
    n += 1;
    return n % 3 === 0;
  };
}

// A next page on another host is reported. It has its own test.
const cases = faultKinds
  .filter((kind) => kind !== 'next page elsewhere')
  .flatMap((kind) =>
    (['read', 'write'] as const).flatMap((on) =>
      (['now and then', 'always'] as const).map((often) => ({ kind, on, often })),
    ),
  );

describe.concurrent('a fault of the org is not a violation', () => {
  test.for(cases)('$kind on $on, $often', { timeout: 90_000 }, async ({ kind, on, often }) => {
    const is = on === 'read' ? reads : writes;
    const when = often === 'always' ? is : everyThird(is);
    const begin = (org: ReferenceOrg) => org.fault({ kind, when });
    const carried = await carryOutSuites(suites, {}, { begin, timeoutSeconds: 1 });
    expectNoHarm(carried);
    // A retry succeeds after a temporary fault.
    if (often === 'now and then' && passing.has(kind)) expect(verified(carried.results)).toBe(carried.results.size);
  });

  const passing = new Set<FaultKind>(['429 storm', 'concurrent 429', 'slow headers', 'slow body']);

  const oauth = (org: ReferenceOrg) => ({
    url: org.url,
    auth: {
      scheme: 'OAuth' as const,
      clientId: org.client.id,
      privateKey: org.client.privateKey,
      scopes: ['behaviors', 'apps', 'inlineHooks', 'users', 'userRisk'].flatMap((name) => [
        `okta.${name}.read`,
        `okta.${name}.manage`,
      ]),
    },
  });
  const after = (requests: number, work: (org: ReferenceOrg) => void) => (org: ReferenceOrg) => {
    const watch = setInterval(() => {
      if (org.requests().length < requests) return;
      clearInterval(watch);
      work(org);
    }, 1);
    watch.unref();
  };

  test.each<[string, Parameters<typeof carryOutSuites>[1], ((org: ReferenceOrg) => void) | undefined]>([
    ['a token that ends in the middle of a run', { latencyMs: 2 }, after(10, (org) => org.endTokens())],
    [
      'a nonce that changes during a run',
      { latencyMs: 2, client: { dpop: true } },
      after(10, (org) => {
        org.changeNonce();
        org.endTokens();
      }),
    ],
    ['a clock that is 10 minutes slow', { client: { dpop: true }, now: () => Date.now() - 600_000 }, undefined],
    ['a clock that is 10 minutes fast', { client: { dpop: true }, now: () => Date.now() + 600_000 }, undefined],
  ])('%s', { timeout: 60_000 }, async (_, options, begin) => {
    const carried = await carryOutSuites(suites, options, { access: oauth, ...(begin ? { begin } : {}) });
    expectNoHarm(carried);
    expect(verified(carried.results)).toBe(carried.results.size);
  });

  test('a next page on another host is reported, and never requested', async () => {
    const begin = (org: ReferenceOrg) => org.fault({ kind: 'next page elsewhere', when: reads });
    const { results } = await carryOutSuites(['behaviors'], {}, { begin });
    const told = [...results.values()].flatMap(({ findings }) => findings).filter(({ level }) => level !== 'notice');
    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told.map(({ level, message }) => `${level}: ${message}`))).toEqual(
      new Set(['warning: The next link names another host']),
    );
  });
});
