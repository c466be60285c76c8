export { ContractsError, type ErrorCode } from './domain/errors.js';
export type { Finding, FindingKind, Level, Verdict } from './domain/finding.js';
export type { Json } from './domain/json.js';
export type { OperationId } from './domain/operation.js';
export { type AnyExchange, type CheckResult, check, checkAnswer, operations } from './library/check-answer.js';
export { matchers } from './library/matchers.js';
