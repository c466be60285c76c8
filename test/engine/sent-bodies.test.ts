import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { createRequestCheck } from '../../src/contract/check-request.js';
import { createMatcher } from '../../src/contract/match.js';
import type { OperationContract } from '../../src/contract/model.js';
import { makeExchange } from '../../src/domain/exchange.js';
import type { Finding } from '../../src/domain/finding.js';
import { isObject, type Json } from '../../src/domain/json.js';
import { carryOutSuites, readSuites } from './all-plans.js';

const catalogue = loadCatalogue();
const match = createMatcher(catalogue);
const check = createRequestCheck(catalogue);
const names = [...(await readSuites()).keys()];

/** Locations of values whose type no document describes, of properties of any app, and of removed properties, which have a finding. */
const withoutType = [
  'POST /api/v1/apps /features',
  'POST /api/v1/apps /features/0',
  'POST /api/v1/apps /settings/app/acsUrl',
  'POST /api/v1/apps /settings/app/audRestriction',
  'POST /api/v1/apps /settings/app/baseUrl',
  'POST /api/v1/apps /settings/app/requestIntegration',
  'POST /api/v1/apps /settings/app/url',
  'POST /api/v1/apps /settings/oauthClient/jwks/keys/0/alg',
  'POST /api/v1/authenticators/{authenticatorId}/aaguids /name',
  'POST /api/v1/iam/roles /permissions/0',
  'POST /api/v1/inlineHooks /channel/config/authScheme',
  'POST /api/v1/inlineHooks /channel/config/authScheme/key',
  'POST /api/v1/inlineHooks /channel/config/authScheme/type',
  'POST /api/v1/inlineHooks /metadata',
  'POST /api/v1/inlineHooks /metadata/contract',
  'POST /api/v1/inlineHooks/{inlineHookId} /channel/config/authScheme',
  'POST /api/v1/inlineHooks/{inlineHookId} /channel/config/authScheme/key',
  'POST /api/v1/inlineHooks/{inlineHookId} /channel/config/authScheme/type',
  'POST /api/v1/inlineHooks/{inlineHookId} /metadata',
  'POST /api/v1/inlineHooks/{inlineHookId} /metadata/contract',
  'POST /api/v1/inlineHooks/{inlineHookId} /status',
  'POST /api/v1/inlineHooks/{inlineHookId} /type',
  'POST /api/v1/meta/schemas/apps/{appId}/default /definitions/custom/properties/contractList/items/type',
  'POST /api/v1/meta/schemas/apps/{appId}/default /definitions/custom/properties/contractSize/enum/0',
  'POST /api/v1/meta/schemas/apps/{appId}/default /definitions/custom/properties/contractSize/oneOf/0/const',
  'POST /api/v1/meta/schemas/apps/{appId}/default /definitions/custom/properties/contractText/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/city/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/costCenter/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/countryCode/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/department/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/displayName/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/division/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/email/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/employeeNumber/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/firstName/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/honorificPrefix/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/honorificSuffix/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/lastName/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/locale/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/login/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/manager/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/managerId/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/middleName/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/mobilePhone/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/nickName/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/organization/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/postalAddress/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/preferredLanguage/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/primaryPhone/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/profileUrl/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/secondEmail/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/state/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/streetAddress/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/timezone/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/title/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/userType/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/base/properties/zipCode/default',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/custom/properties/contractList/items/type',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/custom/properties/contractSize/enum/0',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/custom/properties/contractSize/oneOf/0/const',
  'POST /api/v1/meta/schemas/user/{schemaId} /definitions/custom/properties/contractText/default',
  'POST /api/v1/realms /profile/domains/0',
  'PUT /api/v1/apps/{appId} /features',
  'PUT /api/v1/apps/{appId} /features/0',
  'PUT /api/v1/apps/{appId} /settings/app/requestIntegration',
  'PUT /api/v1/apps/{appId} /settings/app/url',
  'PUT /api/v1/apps/{appId} /settings/oauthClient/jwks/keys/0/alg',
  'PUT /api/v1/brands/{brandId}/well-known-uris/{path}/customized /representation/origins',
  'PUT /api/v1/brands/{brandId}/well-known-uris/{path}/customized /representation/origins/0',
  'PUT /api/v1/iam/roles/{roleIdOrLabel}/permissions/{permissionType} /conditions/include/okta:ResourceAttribute/User/Profile',
  'PUT /api/v1/iam/roles/{roleIdOrLabel}/permissions/{permissionType} /conditions/include/okta:ResourceAttribute/User/Profile/0',
  'PUT /api/v1/iam/roles/{roleIdOrLabel}/permissions/{permissionType} /conditions/include/okta:ResourceAttribute/User/Profile/1',
  'PUT /api/v1/inlineHooks/{inlineHookId} /channel/config/authScheme',
  'PUT /api/v1/inlineHooks/{inlineHookId} /channel/config/authScheme/key',
  'PUT /api/v1/inlineHooks/{inlineHookId} /channel/config/authScheme/type',
  'PUT /api/v1/inlineHooks/{inlineHookId} /metadata',
  'PUT /api/v1/inlineHooks/{inlineHookId} /metadata/contract',
  'PUT /api/v1/inlineHooks/{inlineHookId} /status',
  'PUT /api/v1/inlineHooks/{inlineHookId} /type',
  'PUT /api/v1/realms/{realmId} /profile/domains/0',
  'PUT /okta-personal-settings/api/v1/export-blocklists /domains/0',
];

const isOfEdition = (text: string) =>
  /`features` is read-only|no longer accepted|only the previous edition accepts|was changed in|Expected a known value/.test(
    text,
  );

/** What a suite sent to the reference org, and what the request contracts find in it. */
interface Sent {
  findings: string[];
  /** Different bodies of each operation. */
  bodies: Map<OperationContract, Map<string, Json>>;
}

const sentBy = new Map<string, Promise<Sent>>();

function sent(name: string): Promise<Sent> {
  const known = sentBy.get(name) ?? carryOut(name);
  sentBy.set(name, known);
  return known;
}

async function carryOut(name: string): Promise<Sent> {
  const findings = new Set<string>();
  const bodies: Sent['bodies'] = new Map();
  await carryOutSuites(
    [name],
    {},
    {
      by: (_, plain) => async (url, options) => {
        const response = await plain(url, options);
        const operation = match(options.method, url);
        if (!operation) return response;
        const body = typeof options.body === 'string' ? (JSON.parse(options.body) as Json) : undefined;
        const ofOperation = bodies.get(operation) ?? new Map<string, Json>();
        if (isObject(body)) bodies.set(operation, ofOperation.set(String(options.body), body));
        // Suites send on purpose what only one edition accepts.
        for (const { level, pointer, message } of findingsOf(operation, body, url))
          if (!isOfEdition(message)) findings.add(`${operation.id} ${pointer} ${message} (${level})`);
        return response;
      },
    },
  );
  return { findings: [...findings], bodies };
}

function findingsOf(operation: OperationContract, body: Json | undefined, url = operation.template): Finding[] {
  return check(
    operation,
    makeExchange({
      id: 'sent',
      request: { method: operation.method, url, ...(body !== undefined && { body }) },
      response: { status: 200, headers: {}, body: {} },
    }),
  ).findings;
}

/** All bodies with one value of another type, by the location of the value. */
function withWrongTypes(value: Json, path: readonly string[] = []): [string, Json][] {
  const other: Json = typeof value === 'string' ? 4711 : 'other type';
  const own: [string, Json][] = path.length > 0 && value !== null ? [[`/${path.join('/')}`, other]] : [];
  if (typeof value !== 'object' || value === null) return own;
  const inside = Object.entries(value as { [key: string]: Json }).flatMap(([key, part]) =>
    withWrongTypes(part, [...path, key]).map(([at, changed]): [string, Json] => [
      at,
      Array.isArray(value)
        ? value.map((item, i) => (String(i) === key ? changed : item))
        : { ...value, [key]: changed },
    ]),
  );
  return [...own, ...inside];
}

describe.each(names)('%s', (name) => {
  test('sends what the request contracts accept', async () => {
    expect((await sent(name)).findings).toEqual([]);
  });

  // A contract that accepts everything would have no finding.
  test('sends nothing in which the request contracts accept a value of another type', async () => {
    const missed = new Set<string>();
    for (const [operation, bodies] of (await sent(name)).bodies)
      for (const body of bodies.values()) {
        const before = findingsOf(operation, body).map(({ pointer, message }) => `${pointer} ${message}`);
        for (const [at, changed] of withWrongTypes(body)) {
          const found = findingsOf(operation, changed).filter(
            ({ pointer, message }) => !/^The org /.test(message) && !before.includes(`${pointer} ${message}`),
          );
          if (found.length === 0) missed.add(`${operation.id} ${at}`);
        }
      }
    expect([...missed].sort()).toEqual(withoutType.filter((line) => missed.has(line)));
  });
});
