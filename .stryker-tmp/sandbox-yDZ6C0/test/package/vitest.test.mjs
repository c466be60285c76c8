// @ts-nocheck
import 'okta-contracts/vitest';
import { expect, test } from 'vitest';
import { response } from './answer.json';

test('an answer that does not match its contract is reported', () => {
  const hold = () => expect(response).toKeepContract('GET /.well-known/okta-organization');
  expect(hold).toThrow('✗ type /id: Expected string, got a number');
});
