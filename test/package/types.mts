import { type CheckResult, check, checkRequest, type RequestVerdict } from 'okta-contracts';

const result: CheckResult = check({ request: { method: 'GET', url: '/' }, response: { status: 200 } });
// @ts-expect-error a verdict is one of a few words
export const never: 'fine' = result.verdict;

const { verdict } = checkRequest('POST /api/v1/behaviors', { body: {} });
export const known: RequestVerdict | undefined = verdict;
// @ts-expect-error a verdict on a request is one of a few words
export const other: 'pass' = verdict;
