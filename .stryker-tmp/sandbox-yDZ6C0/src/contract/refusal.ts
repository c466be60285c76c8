// @ts-nocheck
import type { Exchange } from '../domain/exchange.js';
import type { FindingParts } from '../domain/finding.js';
import { asObject } from '../domain/json.js';
import type { OperationContract } from './model.js';

/**
 * What an error says of its operation: the org does not serve it, it took a deprecated one away, or it refused this one request,
 * which says nothing of the contract.
 */
export type Refusal = 'not served' | 'gone' | 'refused';

/** What an exchange says of its operation where it was answered with an error. */
export function refusalOf(
  operation: Pick<OperationContract, 'category' | 'template' | 'errors'>,
  exchange: Exchange,
): Refusal | undefined {
  const { status } = exchange.response;
  if (status < 400) return undefined;
  // Some operations answer it for some objects: the default brand takes no well-known URI.
  if (status === 405 && operation.errors.includes(status)) return 'refused';
  if (operation.category === 'deprecated' && isGone(exchange, operation.template)) return 'gone';
  return isNotServed(exchange, operation.template) ? 'not served' : 'refused';
}

/** What to report where an org does not serve an operation: a new one is not served yet, any other should be. */
export function notServed({ id, resource, category }: OperationContract, status: number): FindingParts {
  const isNew = category === 'new';
  return {
    kind: 'status',
    pointer: '',
    message: `This org does not serve the operation${isNew ? ' yet' : ''} (${status})`,
    contract: `${resource}/operations.json#${id}`,
    ...(isNew ? { level: 'stale', change: `${id}: new operation` } : {}),
  };
}

/** Whether an answer says that the org does not serve the operation at all. */
export function isNotServed(exchange: Exchange, template: string): boolean {
  const { status, body } = exchange.response;
  // A client that forgot an id asks for another path than the one of the operation.
  if (hasEmptySegment(exchange.request.url)) return false;
  const { errorCode, errorSummary } = asObject(body);
  if (status === 404 && errorCode === 'E0000007') {
    // These paths have no ids: the org serves the operation, and has nothing there yet.
    if (isWellKnown(template)) return false;
    // It took the last word of the path for the id of an object.
    const word = template.split('/').at(-1) ?? '';
    return !word.startsWith('{') && String(errorSummary).includes(`Resource not found: ${word} (`);
  }
  return (status === 404 && errorCode === 'E0000008') || (status === 405 && errorCode === 'E0000022');
}

/** Whether a template is a well-known URI, which some orgs have no content for until an administrator writes it. */
export function isWellKnown(template: string): boolean {
  return template.startsWith('/.well-known/');
}

/** Whether an org no longer serves a deprecated operation: that is what was announced, and no fault. */
export function isGone(exchange: Exchange, template: string): boolean {
  return exchange.response.status === 410 || isNotServed(exchange, template);
}

function hasEmptySegment(url: string): boolean {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/)[0] ?? '';
  return /\/\/|.\/$/.test(path);
}
