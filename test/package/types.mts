import { type CheckResult, check, checkRequest, checkResponse, type RequestVerdict } from 'okta-contracts';

const result: CheckResult = check({ request: { method: 'GET', url: '/' }, response: { status: 200 } });
// @ts-expect-error a verdict is one of a few words
export const never: 'fine' = result.verdict;

checkResponse('GET /api/v1/users', { status: 200, body: [] }, { partial: true });
// @ts-expect-error an option has a known name
checkResponse('GET /api/v1/users', { status: 200, body: [] }, { part: true });

const { verdict } = checkRequest('POST /api/v1/behaviors', { body: {} });
export const known: RequestVerdict | undefined = verdict;
// @ts-expect-error a verdict on a request is one of a few words
export const other: 'pass' = verdict;
