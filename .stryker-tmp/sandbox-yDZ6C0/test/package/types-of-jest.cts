// @ts-nocheck
import 'okta-contracts/jest';

expect({ status: 200 }).toKeepContract('GET /api/v1/users');
//  an operation begins with its method
expect({ status: 200 }).toKeepContract('/api/v1/users');
