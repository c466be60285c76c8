const { response } = require('./answer.json');

const operation = 'GET /.well-known/okta-organization';

test('an answer that does not match its contract is reported', () => {
  expect(response).not.toKeepContract(operation);
  expect(() => expect(response).toKeepContract(operation)).toThrow('✗ type /id: Expected string, got a number');
});

test('an answer that keeps it passes', async () => {
  const body = {
    id: '00o0a1b2c3d4e5f6g7h8',
    cell: 'ok1',
    pipeline: 'idx',
    _links: { organization: { href: 'https://a.example' } },
  };
  expect({ status: 200, body }).toKeepContract(operation);
  await expect(Response.json(body)).toKeepContract(operation);
});

test('a trimmed mock is checked without its missing properties', () => {
  expect({ status: 200, body: { cell: 'ok1' } }).toKeepContract(operation, { partial: true });
  expect({ status: 200, body: { id: 1 } }).not.toKeepContract(operation, { partial: true });
});

test('a request that does not match its contract is reported', () => {
  const hold = () => expect({ body: { name: 7 } }).toMatchRequestContract('POST /api/v1/behaviors');
  expect(hold).toThrow('request /name: Expected string, got a number');
});
