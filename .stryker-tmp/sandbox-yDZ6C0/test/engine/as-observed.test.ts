// @ts-nocheck
import { beforeAll, expect, test } from 'vitest';
import type { OperationResult } from '../../src/domain/outcome.js';
import { carryOutSuites, readSuites } from './all-plans.js';

let results: Map<string, OperationResult>;
beforeAll(async () => {
  await readSuites();
  const names = ['principal-rate-limits', 'policies', 'aaguids', 'associated-domains'];
  ({ results } = await carryOutSuites(names, { profile: 'observed' }));
});

/** The behavior of real orgs, which sometimes differs from the edition's document. */
test.each([
  ['GET /api/v1/principal-rate-limits/{principalRateLimitId}'],
  ['PUT /api/v1/principal-rate-limits/{principalRateLimitId}'],
  ['POST /api/v1/authenticators/{authenticatorId}/aaguids'],
  ['PATCH /api/v1/authenticators/{authenticatorId}/aaguids/{aaguid}'],
])('%s is verified on an org that responds as real orgs do', (operation) => {
  expect(results.get(operation)?.outcome).toEqual({ kind: 'verified', verdict: 'pass' });
});

test.each([
  [
    'POST /api/v1/principal-rate-limits',
    'no-such-object-on-this-org',
    'this org has created the share with its client',
  ],
  [
    'POST /api/v1/policies/{policyId}/mappings',
    'feature-not-enabled',
    'this org no longer supports it for policies of this type',
  ],
])('%s is skipped: %s', (operation, reason, detail) => {
  const result = results.get(operation);
  expect(result?.outcome).toEqual({ kind: 'skipped', reason, detail: `${detail} (400 E0000001)` });
  expect(result?.findings).toEqual([]);
});

test.each(['GET /.well-known/assetlinks.json', 'GET /.well-known/webauthn'])(
  '%s is skipped until the org has content for it',
  (operation) => {
    const result = results.get(operation);
    expect(result?.outcome).toMatchObject({ kind: 'skipped', reason: 'no-such-object-on-this-org' });
    expect(result?.findings).toEqual([]);
  },
);
