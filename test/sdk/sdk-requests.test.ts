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

/** What the edition refuses in requests. Texts and numbers of the test itself may not be valid values. */
function refused({ operations }: ClientUse): string[] {
  const lines = operations.flatMap(({ operation, requests }) =>
    requests
      .filter(
        ({ effect, message }) =>
          effect === 'refused' && !/^Must |got text$|got a date|Expected \S+ format/.test(message),
      )
      .map(
        ({ pointer, message, previousOnly }) =>
          `${previousOnly ? 'previous only' : 'no edition'} ${operation} ${pointer} ${message}`,
      ),
  );
  return [...new Set(lines)].sort();
}

const ignored = ({ operations }: ClientUse) =>
  operations.flatMap(({ requests }) => requests.filter(({ effect }) => effect === 'ignored')).length;

test.each(['okta-sdk-2024', 'okta-sdk-2025', '@okta/okta-sdk-nodejs'])('%s', { timeout: 120_000 }, async (name) => {
  const sdk = await startSdk(name);
  const bodies = createBodies(sdk.generated);
  let sent = 0;
  for (const method of sdk.methods) {
    const { body, bodyType, pathNames } = method;
    if (!body || !bodyType) continue;
    for (const value of bodies(bodyType)) {
      sent += 1;
      const path = Object.fromEntries(pathNames.map((part) => [part, 'none']));
      // The org does not have the object. Only the request matters.
      await sdk.call(method, { ...path, [body]: value })?.catch(ignore);
    }
  }
  const client = await sdk.end();
  expect({ sent, ignored: ignored(client), refused: refused(client) }).toMatchSnapshot();
});

test.each(['okta-sdk-2024', 'okta-sdk-2025', '@okta/okta-sdk-nodejs'])(
  '%s round trip',
  { timeout: 120_000 },
  async (name) => {
    const sdk = await startSdk(name);
    let sent = 0;
    for (const replace of sdk.methods) {
      const { body, method, template, pathNames } = replace;
      const read = sdk.methods.find(
        (one) => one.method === 'GET' && one.template.replace(/\{\w+\}/g, '{}') === template.replace(/\{\w+\}/g, '{}'),
      );
      if (!body || method === 'DELETE' || !read) continue;
      for (const ids of await idsOf(sdk.org, template)) {
        const path = (names: string[]) => Object.fromEntries(names.map((part, i) => [part, ids[i]]));
        const object = await sdk.call(read, path(read.pathNames))?.catch(ignore);
        if (!object) continue;
        sent += 1;
        await sdk.call(replace, { ...path(pathNames), [body]: object })?.catch(ignore);
      }
    }
    const client = await sdk.end();
    expect({
      sent,
      called: client.operations
        .filter(({ operation }) => !operation.startsWith('GET'))
        .map(({ operation, count }) => `${count} ${operation}`),
      ignored: ignored(client),
      refused: refused(client),
    }).toMatchSnapshot();
  },
);

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
