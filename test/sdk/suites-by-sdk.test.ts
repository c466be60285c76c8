import { expect, test } from 'vitest';
import { carryOutSuites, readSuites } from '../engine/all-plans.js';
import { noTraffic, sdkHttp } from './sdk-http.js';

const suites = await readSuites();

const leftOut = [
  'POST /api/v1/apps /settings/app',
  'POST /api/v1/authenticators/{authenticatorId}/aaguids /name',
  'POST /api/v1/authorizationServers/{authServerId}/scopes /default',
  'POST /api/v1/idps /protocol/endpoints/slo/binding',
  'POST /api/v1/inlineHooks /channel/config/authScheme',
  'POST /api/v1/inlineHooks /metadata',
  'POST /api/v1/inlineHooks/{inlineHookId} /channel/config/authScheme',
  'POST /api/v1/inlineHooks/{inlineHookId} /metadata',
  'POST /api/v1/inlineHooks/{inlineHookId} /status',
  'POST /api/v1/inlineHooks/{inlineHookId} /type',
  'PUT /api/v1/authorizationServers/{authServerId}/scopes/{scopeId} /default',
  'PUT /api/v1/idps/{idpId} /protocol/endpoints/slo/binding',
  'PUT /api/v1/inlineHooks/{inlineHookId} /channel/config/authScheme',
  'PUT /api/v1/inlineHooks/{inlineHookId} /metadata',
  'PUT /api/v1/inlineHooks/{inlineHookId} /status',
  'PUT /api/v1/inlineHooks/{inlineHookId} /type',
];

// Uses Okta's own client instead of the project's: its authors know Okta orgs, but not the reference org.
test("every suite, carried out by Okta's own SDK, finds what it finds by itself", { timeout: 120_000 }, async () => {
  const traffic = noTraffic();
  const { results, org } = await carryOutSuites(
    suites.keys(),
    {},
    { by: (started, plain) => sdkHttp(started, plain, traffic) },
  );

  // The method of the SDK has no `limit`.
  expect([...traffic.unknown].filter((request) => !/^GET \/api\/v1\/users\/\w+\/groups$/.test(request))).toEqual([]);
  // Operations that the reference org does not implement prove nothing.
  expect(org.requests().filter(({ status }) => status === 501)).toEqual([]);
  // The SDK names parameters in its own way.
  const unnamed = (operation: string) => operation.replace(/\{[^}]+\}/g, '{}');
  const asked = new Set([...traffic.asked].map(unnamed));
  expect([...results.keys()].filter((operation) => !asked.has(unnamed(operation)))).toEqual([]);
  expect(traffic.failed.sort()).toEqual([
    // An error of the SDK: it declares an object instead of a list.
    expect.stringMatching(/^GET \/api\/v1\/apps\/\{appId\}\/credentials\/jwks: data is not iterable/),
    // The SDK reads JSON only.
    expect.stringMatching(/^GET \/api\/v1\/apps\/\{appId\}\/sso\/saml\/metadata: The mediaType application\/xml/),
    // The suite leaves a required parameter out on purpose. The SDK does not send such a request.
    expect.stringMatching(/^GET \/api\/v1\/principal-rate-limits: Required parameter filter was null/),
  ]);
  // The SDK leaves these out of requests, because its models do not have them. The models of schemas have no values `null`.
  const isOfSchema = / \/api\/v1\/meta\/schemas\//;
  expect([...traffic.leftOut].filter((place) => !isOfSchema.test(place)).sort()).toEqual(leftOut);
  const found = [...results.values()].flatMap(({ operation, findings }) =>
    findings.filter(({ level }) => level !== 'notice').map(({ message }) => `${operation}: ${message}`),
  );
  // It follows redirects, and says 200 where the org said 301.
  const followed = ['extend', 'grant', 'revoke'].map(
    (word) => `POST /api/v1/org/privacy/oktaSupport/${word}: Status 200 was removed in 2025.08.0 but is still returned`,
  );
  expect(found.sort()).toEqual(followed);
  const unverified = [...results.values()].flatMap(({ operation, outcome }) =>
    outcome.kind === 'verified' ? [] : [`${operation}: ${'detail' in outcome ? outcome.detail : outcome.kind}`],
  );
  expect(unverified).toEqual([]);
  // An authenticator cannot be deleted.
  expect(org.leftovers()).toEqual([expect.stringMatching(/^authenticators aut/)]);
});
