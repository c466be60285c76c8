export { ContractsError, type ErrorCode } from './domain/errors.js';
export type { Finding, FindingKind, Level, RequestVerdict, Verdict } from './domain/finding.js';
export type { Json } from './domain/json.js';
export type { OperationId } from './domain/operation.js';
export {
  type AnyExchange,
  type AnyRequest,
  type CheckOptions,
  type CheckResult,
  check,
  checkRequest,
  /** @deprecated Use `checkResponse`. */
  checkResponse as checkAnswer,
  checkResponse,
  operations,
  type RequestCheckResult,
} from './library/check-response.js';
export { matchers } from './library/matchers.js';
