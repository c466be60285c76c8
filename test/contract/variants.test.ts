import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { createCheck } from '../../src/contract/check.js';
import { unmodelledVariants } from '../../src/contract/variants.js';
import { makeExchange } from '../../src/domain/exchange.js';
import type { OperationId } from '../../src/domain/operation.js';

const catalogue = loadCatalogue();
const check = createCheck(catalogue);

test('a known type without a variant of its own is reported', () => {
  const { schemas } = catalogue;
  const apps = [{ signOnMode: 'WS_FEDERATION' }, { signOnMode: 'WS_FEDERATION' }, { signOnMode: 'SAML_2_0' }];
  expect(unmodelledVariants(schemas, schemas.at('apps/app.schema.json#/$defs/list'), apps)).toEqual([
    {
      kind: 'unconfirmed',
      pointer: '/*/signOnMode',
      message: '`signOnMode` WS_FEDERATION: only common properties are checked',
      contract: 'apps/app.schema.json#/properties/signOnMode',
      count: 2,
    },
  ]);
});

test.each(['SAML_2_0', 'BOOKMARK', 'UNHEARD_OF', 7, null])(
  'nothing is reported for a sign-on mode of %j',
  (signOnMode) => {
    const { schemas } = catalogue;
    expect(unmodelledVariants(schemas, schemas.at('apps/app.schema.json'), { signOnMode })).toEqual([]);
  },
);

test('such a notice does not change the verdict', () => {
  const { findings } = checked('GET /api/v1/apps', [{ signOnMode: 'WS_FEDERATION' }]);
  expect(findings.filter(({ kind }) => kind === 'unconfirmed').map(({ level }) => level)).toEqual(['notice']);
});

test.each([
  ['GET /api/v1/apps', '?useOptimization=true', {}, 0],
  ['GET /api/v1/apps', '?useOptimization=false', {}, 1],
  ['GET /api/v1/apps', '', {}, 1],
  ['GET /api/v1/users', '', { 'content-type': 'application/json; okta-response=omitCredentials' }, 0],
  ['GET /api/v1/users', '', { accept: 'application/json; okta-response="omitCredentials"' }, 0],
  ['GET /api/v1/users', '', { accept: 'application/json; Okta-Response=omitCredentialsLinks' }, 0],
  ['GET /api/v1/users', '', { accept: 'application/json' }, 1],
] as const)('what is required of %s%s with %j', (id, query, headers, atLeast) => {
  const missing = checked(id, [{}], query, headers).findings.filter(({ kind }) => kind === 'missing');
  expect(Math.min(missing.length, 1)).toBe(atLeast);
});

test('a reduced response still has the types of the contract', () => {
  const { findings } = checked('GET /api/v1/users', [{ profile: 'x' }], '', {
    accept: 'x; okta-response=omitCredentials',
  });
  expect(findings.map(({ kind, pointer }) => `${kind} ${pointer}`)).toEqual(['type /*/profile']);
});

function checked(id: OperationId, body: object[], query = '', headers: Record<string, string> = {}) {
  const operation = catalogue.operations.get(id);
  if (!operation) throw new Error(`no operation ${id}`);
  return check(
    operation,
    makeExchange({
      id: 'x',
      request: { method: 'GET', url: `https://org.example.com${operation.template}${query}`, headers },
      response: { status: 200, headers: { 'content-type': 'application/json' }, body: body as never },
    }),
  );
}
