// @ts-nocheck
import contracts = require('okta-contracts');

const result = contracts.check({ request: { method: 'GET', url: '/' }, response: { status: 200 } });
//  a verdict is one of a few words
export const never: 'fine' = result.verdict;
