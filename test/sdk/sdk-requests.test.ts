import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startReferenceOrg } from '../../reference-org/index.js';
import type { ClientUse } from '../../src/assess/client.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { createMatcher } from '../../src/contract/match.js';
import { Checker } from '../../src/gateway/checker.js';
import { startGateway } from '../../src/gateway/gateway.js';
import { policy } from '../report/sample-report.js';
import { readSdkMethods, type SdkMethod } from './sdk-methods.js';
import { createBodies } from './sdk-models.js';

type Sdk = Awaited<ReturnType<typeof startSdk>>;
type Parameters = Record<string, unknown>;
type Apis = Map<string, Record<string, (parameters: Parameters) => Promise<unknown>>>;

const require = createRequire(import.meta.url);
const match = createMatcher(loadCatalogue());
const ignore = () => undefined;

/** An SDK whose requests go through a gateway to a reference org. */
async function startSdk(name: string) {
  const main = require.resolve(name);
  const generated = join(dirname(main), 'generated');
  const org = await startReferenceOrg({ limits: { perMinute: 1_000_000 } });
  onTestFinished(() => org.close());
  const checker = await Checker.start({ org: org.url, policy }, ignore, ignore);
  const gateway = await startGateway({
    org: org.url,
    host: '127.0.0.1',
    port: 0,
    match,
    refusal: ignore,
    admit: async () => undefined,
    onExchange: (exchange) => checker.add(exchange),
    onRefused: ignore,
  });
  const { Client } = require(main) as { Client: new (settings: object) => object };
  const client = new Client({
    orgUrl: gateway.url,
    token: org.token,
    cacheMiddleware: null,
    testing: { disableHttpsCheck: true },
  });
  const apis = new Map(Object.entries(client).map(([api, methods]) => [api.toLowerCase(), methods])) as Apis;
  const methods = readSdkMethods(generated).filter(
    ({ api, name: method, template, method: verb }) => apis.get(api)?.[method] && match(verb, template),
  );
  const call = ({ api, name: method }: SdkMethod, parameters: Parameters) => apis.get(api)?.[method]?.(parameters);
  const end = async () => {
    await gateway.close();
    const { report } = await checker.end({});
    return report.client as ClientUse;
  };
  return { org, generated, methods, call, end };
}

/** Values that this test made up, and not the SDK. */
const isOwnValue = /^Must |got text$|^Expected \S+ format|got a string of 4 characters$/;

/** What the edition refuses in requests: who accepts it, the operation and the location. */
function refused({ operations }: ClientUse): string[] {
  const lines = operations.flatMap(({ operation, requests }) =>
    requests
      .filter(({ effect, message }) => effect === 'refused' && !isOwnValue.test(message))
      .map(({ pointer, previousOnly }) => `${previousOnly ? 'previous' : 'none'} ${operation} ${pointer}`),
  );
  return [...new Set(lines)].sort();
}

/** Sends each body that the models of the SDK can have. The org does not have the objects: only the requests matter. */
async function sendModels({ generated, methods, call }: Sdk): Promise<void> {
  const bodies = createBodies(generated);
  for (const method of methods) {
    const { body, bodyType, pathNames } = method;
    if (!body || !bodyType) continue;
    const path = Object.fromEntries(pathNames.map((part) => [part, 'none']));
    for (const value of bodies(bodyType)) await call(method, { ...path, [body]: value })?.catch(ignore);
  }
}

/** Reads objects with the SDK and sends them back with it. */
async function sendBack({ org, methods, call }: Sdk): Promise<number> {
  let sent = 0;
  for (const replace of methods) {
    const { body, path, pathNames, template } = replace;
    const read = methods.find((one) => one.method === 'GET' && String(one.path) === String(path));
    if (!body || !read || !template.endsWith('}')) continue;
    for (const ids of await idsOf(org, template)) {
      const pathOf = (names: string[]) => Object.fromEntries(names.map((part, i) => [part, ids[i]]));
      const object = await call(read, pathOf(read.pathNames))?.catch(ignore);
      if (!object) continue;
      sent += 1;
      await call(replace, { ...pathOf(pathNames), [body]: object })?.catch(ignore);
    }
  }
  return sent;
}

/** The SDKs, by the date of their release, and what the edition refuses in what they send. */
const versions: [string, string, string[]][] = [
  [
    'June 2024',
    'okta-sdk-2024',
    [
      'none POST /api/v1/authorizationServers/{authServerId}/policies /type',
      'none POST /api/v1/authorizationServers/{authServerId}/policies/{policyId}/rules /type',
      'none POST /api/v1/authorizationServers/{authServerId}/scopes /consent',
      'none POST /api/v1/device-assurances /diskEncryptionType/include/*',
      'none POST /api/v1/idps /protocol/algorithms/request/signature/scope',
      'none POST /api/v1/idps /type',
      'none PUT /api/v1/authorizationServers/{authServerId}/policies/{policyId} /type',
      'none PUT /api/v1/authorizationServers/{authServerId}/policies/{policyId}/rules/{ruleId} /type',
      'none PUT /api/v1/authorizationServers/{authServerId}/scopes/{scopeId} /consent',
      'none PUT /api/v1/device-assurances/{deviceAssuranceId} /diskEncryptionType/include/*',
      'none PUT /api/v1/idps/{idpId} /protocol/algorithms/request/signature/scope',
      'none PUT /api/v1/idps/{idpId} /type',
      'previous POST /api/v1/inlineHooks /_links',
      'previous POST /api/v1/inlineHooks /created',
      'previous POST /api/v1/inlineHooks /id',
      'previous POST /api/v1/inlineHooks /lastUpdated',
      'previous POST /api/v1/users/{userId}/factors /provider',
      'previous PUT /api/v1/inlineHooks/{inlineHookId} /_links',
      'previous PUT /api/v1/inlineHooks/{inlineHookId} /created',
      'previous PUT /api/v1/inlineHooks/{inlineHookId} /id',
      'previous PUT /api/v1/inlineHooks/{inlineHookId} /lastUpdated',
    ],
  ],
  [
    'July 2025',
    'okta-sdk-2025',
    [
      'none POST /api/v1/logStreams /settings/token',
      'none POST /api/v1/mappings/{mappingId} /properties/*',
      'none POST /api/v1/zones /asns',
      'none POST /api/v1/zones /asns/include',
      'none POST /api/v1/zones /locations',
      'none POST /api/v1/zones /locations/exclude',
      'none POST /api/v1/zones /locations/include',
      'none PUT /api/v1/zones/{zoneId} /asns',
      'none PUT /api/v1/zones/{zoneId} /asns/include',
      'none PUT /api/v1/zones/{zoneId} /locations',
      'none PUT /api/v1/zones/{zoneId} /locations/exclude',
      'none PUT /api/v1/zones/{zoneId} /locations/include',
      'previous POST /webauthn-registration/api/v1/activate /credResponses/*/credResponseJWE',
      'previous POST /webauthn-registration/api/v1/initiate-fulfillment-request /fulfillmentData',
    ],
  ],
  [
    'May 2026',
    '@okta/okta-sdk-nodejs',
    [
      'none POST /api/v1/agentPools/{poolId}/updates /agents/*/lastConnection',
      'none POST /api/v1/agentPools/{poolId}/updates/{updateId} /agents/*/lastConnection',
      'none POST /api/v1/behaviors /type',
      'none POST /api/v1/email-servers/{emailServerId}/test /from',
      'none POST /api/v1/email-servers/{emailServerId}/test /to',
      'none POST /api/v1/logStreams /settings/token',
      'none POST /api/v1/zones /asns',
      'none POST /api/v1/zones /asns/include',
      'none POST /api/v1/zones /locations',
      'none POST /api/v1/zones /locations/exclude',
      'none POST /api/v1/zones /locations/include',
      'none PUT /api/v1/behaviors/{behaviorId} /type',
      'none PUT /api/v1/zones/{zoneId} /asns',
      'none PUT /api/v1/zones/{zoneId} /asns/include',
      'none PUT /api/v1/zones/{zoneId} /locations',
      'none PUT /api/v1/zones/{zoneId} /locations/exclude',
      'none PUT /api/v1/zones/{zoneId} /locations/include',
    ],
  ],
];

test.each(versions)('%s, %s', { timeout: 120_000 }, async (_, name, expected) => {
  const sdk = await startSdk(name);
  await sendModels(sdk);
  expect(await sendBack(sdk)).toBeGreaterThan(30);
  expect(refused(await sdk.end())).toEqual(expected);
});

/** The ids in the paths of the objects that an org has for a template. */
async function idsOf(org: { url: string; token: string }, template: string): Promise<string[][]> {
  let found: { path: string; ids: string[] }[] = [{ path: '', ids: [] }];
  for (const segment of template.split('/').slice(1)) {
    if (!segment.startsWith('{')) {
      found = found.map(({ path, ids }) => ({ path: `${path}/${segment}`, ids }));
      continue;
    }
    const next = await Promise.all(
      found.map(async ({ path, ids }) => {
        const queries =
          path === '/api/v1/policies'
            ? ['ACCESS_POLICY', 'OKTA_SIGN_ON', 'PASSWORD', 'MFA_ENROLL', 'IDP_DISCOVERY', 'PROFILE_ENROLLMENT'].map(
                (t) => `?type=${t}`,
              )
            : [''];
        const lists = await Promise.all(
          queries.map(async (query) => {
            const response = await fetch(`${org.url}${path}${query}`, {
              headers: { authorization: `SSWS ${org.token}` },
            });
            const list: unknown = response.ok ? await response.json() : [];
            return Array.isArray(list) ? (list as { id?: string }[]).slice(0, 5) : [];
          }),
        );
        return lists.flat().flatMap(({ id }) => (id ? [{ path: `${path}/${id}`, ids: [...ids, id] }] : []));
      }),
    );
    found = next.flat();
  }
  return found.map(({ ids }) => ids);
}
