// @ts-nocheck
import { type CheckResult, check } from 'okta-contracts';

const result: CheckResult = check({ request: { method: 'GET', url: '/' }, response: { status: 200 } });
//  a verdict is one of a few words
export const never: 'fine' = result.verdict;
