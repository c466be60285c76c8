import 'okta-contracts/vitest';
import { expect, test } from 'vitest';
import { response } from './answer.json';

test('an answer that does not match its contract is reported', () => {
  const hold = () => expect(response).toKeepContract('GET /.well-known/okta-organization');
  expect(hold).toThrow('✗ type /id: Expected string, got a number');
});

test('a trimmed mock is checked without its missing properties', () => {
  const operation = 'GET /.well-known/okta-organization';
  expect({ status: 200, body: { cell: 'ok1' } }).toKeepContract(operation, { partial: true });
  expect({ status: 200, body: { id: 1 } }).not.toKeepContract(operation, { partial: true });
});

test('a request that does not match its contract is reported', () => {
  const hold = () => expect({ body: { name: 7 } }).toMatchRequestContract('POST /api/v1/behaviors');
  expect(hold).toThrow('request /name: Expected string, got a number');
});
