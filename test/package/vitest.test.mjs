import 'okta-contracts/vitest';
import { expect, test } from 'vitest';
import { response } from './answer.json';

test('an answer that breaks its contract is told', () => {
  const hold = () => expect(response).toKeepContract('GET /.well-known/okta-organization');
  expect(hold).toThrow('✗ type /id: Expected string, got a number');
});
