import { describe, expect, test } from 'vitest';
import { applyDecision, type RequestDecision } from '../../.ci/request-decisions.js';
import type { RequestDecisions } from '../../.ci/request-files.js';
import { loadCatalogue, schemaPlace } from '../../src/contract/catalogue.js';
import { createRequestCheck } from '../../src/contract/check-request.js';
import { checkedHeadersOf } from '../../src/contract/check-request-headers.js';
import type { Schema } from '../../src/contract/model.js';
import { makeExchange } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';
import type { OperationId } from '../../src/domain/operation.js';

const catalogue = loadCatalogue();
const operations = [...catalogue.operations.values()];
const { decisions } = catalogue.schemas.data(
  'request-decisions.json',
  'meta/request-decisions.schema.json',
) as RequestDecisions;
const check = createRequestCheck(catalogue);

function findingsOf(id: string, body: Json, query = ''): string[] {
  const operation = catalogue.operations.get(id as OperationId);
  if (!operation) throw new Error(`${id} has no contract`);
  const exchange = makeExchange({
    id: 'sent',
    request: { method: operation.method, url: `https://org.example.com${operation.template}${query}`, body },
    response: { status: 400, headers: {}, body: {} },
  });
  const { verdict, findings } = check(operation, exchange);
  return [String(verdict), ...findings.map(({ pointer, level }) => `${pointer} ${level}`).sort()];
}

describe('request contracts', () => {
  test('every operation that changes something has the schema of its body, unless the documents describe none', () => {
    // Operations that the edition did not change are compared with Okta's documents in test/contract/operations.test.ts.
    const changed = operations.filter(({ category }) => category !== 'compatible');
    const without = changed.filter(({ method, request }) => /POST|PUT|PATCH/.test(method) && request === undefined);
    const other = without.filter(({ template }) => !/\/lifecycle\/|\/oktaSupport\/|\/opt(In|Out)$/.test(template));

    expect(other.map(({ id }) => id)).toEqual([
      'POST /api/v1/policies/{policyId}/clone',
      'PUT /api/v1/users/{userId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}',
      'PUT /api/v1/groups/{groupId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}',
      'PUT /oauth2/v1/clients/{clientId}/roles/{roleAssignmentId}/targets/catalog/apps/{appName}',
      'PUT /api/v1/groups/{groupId}/users/{userId}',
      'POST /webauthn-registration/api/v1/users/{userId}/enrollments/{authenticatorEnrollmentId}/mark-error',
    ]);
  });

  test('each body compiles, and accepts an object', () => {
    const bodies = operations.filter(({ request }) => request !== undefined);
    expect(bodies.length).toBeGreaterThan(100);
    for (const operation of bodies) {
      const place = schemaPlace(operation, operation.request ?? '');
      const { required = [], type = 'object' } = catalogue.schemas.at(place);
      if (required.length === 0 && type === 'object')
        expect([operation.id, catalogue.schemas.validate(place, {}).errors]).toEqual([operation.id, []]);
    }
  });

  test('variants are conditions on one property', () => {
    const zone = { name: 'a', type: 'IP', gateways: [{ type: 'CIDR', value: '192.0.2.0/24' }] };
    expect(findingsOf('POST /api/v1/zones', zone)).toEqual(['accepted']);
    expect(findingsOf('POST /api/v1/zones', { ...zone, type: 'DYNAMIC', asns: 4711 })[0]).toBe('rejected');
    expect(findingsOf('POST /api/v1/zones', { ...zone, asns: 4711 })[0]).toBe('accepted');
    expect(findingsOf('POST /api/v1/zones', { ...zone, gateways: [{ type: 'NO' }] })[0]).toBe('rejected');
  });
});

describe('changes of the edition', () => {
  const hook = { name: 'a', type: 'com.okta.import.transform', version: '1.0.0' };

  test('a removed property is accepted by the previous edition only', () => {
    expect(findingsOf('POST /api/v1/inlineHooks', { ...hook, metadata: {} })).toEqual([
      'previous only',
      '/metadata warning',
    ]);
  });

  test('a removal that recorded requests dispute is a notice', () => {
    expect(findingsOf('POST /api/v1/inlineHooks', { ...hook, status: 'ACTIVE' })).toEqual([
      'accepted',
      '/status notice',
    ]);
  });

  test('a property of another type is accepted by the previous edition only', () => {
    const id = 'POST /webauthn-registration/api/v1/initiate-fulfillment-request';
    expect(findingsOf(id, { fulfillmentData: {} })).toEqual(['previous only', '/fulfillmentData warning']);
    expect(findingsOf(id, { fulfillmentData: [] })).toEqual(['accepted']);
  });

  test('a text has the new limits', () => {
    const policy = { name: 'a'.repeat(101), type: 'OAUTH_AUTHORIZATION_POLICY' };
    expect(findingsOf('POST /api/v1/authorizationServers/{authServerId}/policies', policy)[0]).toBe('previous only');
  });
});

describe('request headers', () => {
  test('that recordings and the gateway keep are those with a contract', () => {
    const named = operations.flatMap(({ headers = {} }) => Object.entries(headers));
    const checked = named.filter(([, { type: _, ...rest }]) => Object.keys(rest).length > 0).map(([name]) => name);
    const sent = Object.fromEntries(
      [...checked, 'authorization', 'cookie', 'x-forwarded-for'].map((name) => [name.toLowerCase(), 'x']),
    );

    expect(Object.keys(checkedHeadersOf(sent).headers ?? {}).sort()).toEqual(['if-match', 'prefer']);
  });

  test.each([
    ['W/"1234567890abcdef"', 'accepted'],
    ['"a", W/"b"', 'accepted'],
    ['*', 'accepted'],
    ['1234567890abcdef', 'rejected'],
  ])('If-Match: %s is %s', (value, expected) => {
    const operation = catalogue.operations.get('PUT /api/v1/users/{id}');
    if (!operation) throw new Error('PUT /api/v1/users/{id} has no contract');
    const url = 'https://org.example.com/api/v1/users/a';
    const request = { method: 'PUT', url, headers: { 'If-Match': value }, body: {} };
    const exchange = makeExchange({ id: 'sent', request, response: { status: 412, headers: {}, body: {} } });
    expect(check(operation, exchange).verdict).toBe(expected);
  });
});

describe('read-only properties', () => {
  test('are a warning where a client creates an object', () => {
    expect(findingsOf('POST /api/v1/zones', { name: 'a', type: 'IP', id: 'sent', created: 'sent' })).toEqual([
      'accepted',
      '/created warning',
      '/id warning',
    ]);
  });

  test('are a notice where a client sends back what it received', () => {
    const zone = { name: 'a', type: 'IP', id: 'sent', created: 'sent' };
    expect(findingsOf('PUT /api/v1/zones/{zoneId}', zone)).toEqual(['accepted', '/created notice', '/id notice']);
    expect(findingsOf('PUT /api/v1/zones/{zoneId}', { name: 'a', type: 'IP', created: 'sent' })).toEqual([
      'accepted',
      '/created warning',
    ]);
  });
});

describe('an object that a client sends back as it received it', () => {
  const rule = 'PUT /api/v1/policies/{policyId}/rules/{ruleId}';
  const received = { id: 'rul', name: 'a', status: 'ACTIVE', priority: 5, system: false, created: null };

  test('is accepted if its type is one that the documents of the edition do not list', () => {
    const ofSession = {
      ...received,
      type: 'SESSION_VIOLATION_DETECTION',
      conditions: { network: { connection: 'ANYWHERE' }, riskScore: { minRiskLevel: 'LOW' } },
      actions: { sessionViolationDetection: { policyEvaluation: { enabled: true } } },
      _links: { self: { href: 'https://org.example.com/api/v1/policies/rst/rules/rul' } },
    };
    const [verdict, ...findings] = findingsOf(rule, ofSession);
    expect(verdict).toBe('accepted');
    expect(findings.filter((finding) => !finding.endsWith(' notice'))).toEqual([]);
    const policy = { id: 'rst', name: 'a', type: 'SESSION_VIOLATION_DETECTION', conditions: null };
    expect(findingsOf('PUT /api/v1/policies/{policyId}', policy)[0]).toBe('accepted');
  });

  test('needs a property that the edition requires of one type only if it has this type', () => {
    const provider = { name: 'a', policy: {}, protocol: {}, properties: { additionalAmr: ['sc'] } };
    expect(findingsOf('PUT /api/v1/idps/{idpId}', { ...provider, type: 'X509' })).toEqual(['accepted']);
    expect(findingsOf('PUT /api/v1/idps/{idpId}', { ...provider, type: 'IDV_PERSONA' })).toContain(
      '/properties/inquiryTemplateId warning',
    );
  });
});

describe('decisions about requests', () => {
  test('name operations of the contracts', () => {
    const named = decisions.flatMap((decision) => decision.operations);
    expect(named.filter((id) => !catalogue.operations.has(id as OperationId))).toEqual([]);
  });

  const decide = (schema: Schema, decision: Partial<RequestDecision>): unknown => {
    const changed = structuredClone(schema);
    const isApplied = applyDecision(changed, { operations: [], pointer: '/a', reason: 'a reason', ...decision });
    return isApplied ? changed : 'nothing changed';
  };
  const object: Schema = {
    required: ['a'],
    properties: { a: { type: 'string', enum: ['A'] } },
    unevaluatedProperties: false,
  };

  test.each([
    [{ isOptional: true }, { ...object, required: undefined }],
    [{ isOpen: true }, { ...object, properties: { a: { type: 'string', openEnum: ['A'] } } }],
    [{ values: ['A', 'B'] }, { ...object, properties: { a: { type: 'string', enum: ['A', 'B'] } } }],
    [{ isNullable: true }, { ...object, properties: { a: { type: ['string', 'null'], enum: ['A'] } } }],
    [{ schema: { type: 'number' } }, { ...object, properties: { a: { type: 'number' } } }],
    [
      { pointer: '/b', schema: {} },
      { ...object, properties: { ...object.properties, b: {} } },
    ],
    [{ pointer: '/b', isOptional: true }, 'nothing changed'],
    [{ isRequired: true }, 'nothing changed'],
    [
      { requiredFor: 'X' },
      {
        properties: object.properties,
        unevaluatedProperties: false,
        allOf: [
          {
            if: { required: ['type'], properties: { type: { const: 'X' } } },
            then: { required: ['a'], properties: { a: {} } },
          },
        ],
      },
    ],
    [{ pointer: '/b', requiredFor: 'X' }, 'nothing changed'],
  ] as [Partial<RequestDecision>, unknown][])('%j', (decision, expected) => {
    expect(decide(object, decision)).toEqual(expected);
  });

  test('reach variants, and any location with **', () => {
    const variants: Schema = { allOf: [{ if: {}, then: { properties: { a: { items: object } } } }] };
    expect(decide(variants, { pointer: '/a/**', isOptional: true })).not.toBe('nothing changed');
    expect(decide(variants, { pointer: '/a', isOptional: true })).toBe('nothing changed');
  });

  test('a removal may be disputed, or be no removal', () => {
    const removed: Schema = { properties: { a: { not: {}, removedIn: '2025.08.0' } } };
    expect(decide(removed, { disputed: 'why' })).toEqual({
      properties: { a: { removedIn: '2025.08.0', disputed: 'why' } },
    });
    expect(decide(removed, { isAccepted: true })).toEqual({ properties: { a: {} } });
  });
});
