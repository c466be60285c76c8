import 'okta-contracts/jest';

expect({ status: 200 }).toKeepContract('GET /api/v1/users');
// @ts-expect-error an operation begins with its method
expect({ status: 200 }).toKeepContract('/api/v1/users');
expect({ status: 200 }).toKeepContract('GET /api/v1/users', { partial: true });
// @ts-expect-error an option has a known name
expect({ status: 200 }).toKeepContract('GET /api/v1/users', { part: true });
expect({ body: {} }).toMatchRequestContract('POST /api/v1/behaviors');
// @ts-expect-error an operation begins with its method
expect({ body: {} }).toMatchRequestContract('/api/v1/behaviors');
