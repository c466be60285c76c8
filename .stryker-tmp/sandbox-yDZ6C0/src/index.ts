// @ts-nocheck
export { ContractsError, type ErrorCode } from './domain/errors.js';
export type { Finding, FindingKind, Level, Verdict } from './domain/finding.js';
export type { Json } from './domain/json.js';
export type { OperationId } from './domain/operation.js';
export {
  type AnyExchange,
  type CheckResult,
  check,
  /** @deprecated Use `checkResponse`. */
  checkResponse as checkAnswer,
  checkResponse,
  operations,
} from './library/check-response.js';
export { matchers } from './library/matchers.js';
