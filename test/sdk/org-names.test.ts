import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import type { SdkPlace } from '../../src/domain/sdk.js';
import { SdkCollector } from '../../src/sdk/collector.js';
import { createHideNames, hideNames } from '../../src/sdk/org-names.js';

const catalogue = loadCatalogue();
const hide = createHideNames(catalogue);

function place(pointer: string, parts: Partial<SdkPlace> = {}): SdkPlace {
  return { pointer, cause: 'dropped', message: 'is dropped', ...parts };
}

const schema = 'GET /api/v1/meta/schemas/user/{schemaId}';

test.each([
  ['a custom attribute of a schema', schema, '/definitions/custom/properties/shoeSize', '*'],
  ['a part of a custom attribute', schema, '/definitions/custom/properties/shoeSize/title', '*/title'],
  ['a custom attribute that has the name of a property of Okta', schema, '/definitions/custom/properties/status', '*'],
  ['a custom attribute of a user', 'GET /api/v1/users', '/3/profile/shoeSize', '*'],
  ['a custom attribute of a number', 'GET /api/v1/users', '/3/profile/2024', '*'],
  ['a property of the profile that Okta defines', 'GET /api/v1/users', '/3/profile/login', 'login'],
  ['a property that no document of Okta has', 'GET /api/v1/users', '/3/shoeSize', 'shoeSize'],
  ['a name that is no identifier', 'GET /api/v1/users', '/3/Maria Meyer', '*'],
  ['a name in an object without listed properties', 'GET /api/v1/logs', '/3/debugContext/debugData/shoeSize', '*'],
  ['a property that the contract has', 'GET /api/v1/users', '/3/status', 'status'],
  ['an attribute in an object that the contract does not describe', 'GET /api/v1/users', '/0/x/profile/status', '*'],
  ['an attribute of an operation without a contract', 'GET /api/v1/nothing', '/0/profile/login', '*'],
  ['a property of an operation without a contract', 'GET /api/v1/nothing', '/0/status', 'status'],
  ['another name of an operation without a contract', 'GET /api/v1/nothing', '/0/shoeSize', 'shoeSize'],
  ['a text of an operation without a contract', 'GET /api/v1/nothing', '/0/Maria Meyer', '*'],
])('the pointer to %s', (_, operation, pointer, end) => {
  const start = pointer.slice(
    0,
    pointer.lastIndexOf('/', end.includes('/') ? pointer.lastIndexOf('/') - 1 : undefined),
  );
  expect(hide(operation, place(pointer)).pointer).toBe(`${start}/${end}`);
});

test('a missing property is one of the SDK, also in a custom attribute', () => {
  const missing = place('/definitions/custom/properties/shoeSize/pattern2', {
    cause: 'missing',
    message: 'is required',
  });
  expect(hide(schema, missing).pointer).toBe('/definitions/custom/properties/*/pattern2');
});

test('a hidden name is not in the message either', () => {
  const { message } = hide('GET /api/v1/users', place('/profile/shoeSize', { message: 'shoeSize is not in User' }));
  expect(message).toBe('* is not in User');
});

test('findings of different custom attributes are one finding, with or without contracts', () => {
  for (const names of [hide, hideNames]) {
    const collector = new SdkCollector({ name: 'node', version: '7.0.0', spec: 'node' }, names);
    const findings = Array.from({ length: 3000 }, (_, i) => place(`/0/profile/shoeSize${i}x`));
    collector.add('GET /api/v1/users', { name: 'node', version: '7.0.0', result: 'loss', findings });
    const report = collector.report();
    expect(report.findings.map(({ pointer, items }) => [pointer, items])).toEqual([['/*/profile/*', 3000]]);
    expect(JSON.stringify(report)).not.toContain('shoeSize');
  }
});
