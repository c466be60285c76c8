import { changeId } from '../domain/change.js';
import type { Exchange } from '../domain/exchange.js';
import type { FindingParts } from '../domain/finding.js';
import { asObject } from '../domain/json.js';
import { type Evidences, responseAssertion } from './evidence.js';
import { certaintyOf } from './levels.js';
import type { OperationContract } from './model.js';

/**
 * The meaning of an error response: the org does not serve the operation, it no longer serves a deprecated operation, or it refused
 * this request, which does not show if the operation matches its contract.
 */
export type Refusal = 'not served' | 'gone' | 'refused';

/** The meaning of an error response; `undefined` for other responses. */
export function refusalOf(
  operation: Pick<OperationContract, 'category' | 'template' | 'errors'>,
  exchange: Exchange,
): Refusal | undefined {
  const { status } = exchange.response;
  if (status < 400) return undefined;
  // Some operations return it for some objects: the default brand has no well-known URI.
  if (status === 405 && operation.errors.includes(status)) return 'refused';
  if (operation.category === 'deprecated' && isGone(exchange, operation.template)) return 'gone';
  return isNotServed(exchange, operation.template) ? 'not served' : 'refused';
}

/** The finding for an operation that the org does not serve. A new operation may follow later. */
export function notServed(
  operation: OperationContract,
  status: number,
  evidences: Pick<Evidences, 'of'>,
): FindingParts {
  const { id, resource, category, removedLater } = operation;
  const place = { pointer: '', contract: `${resource}/operations.json#${id}` };
  const later = removedLater === undefined ? '' : `; ${removedLater} removes it`;
  const message = `This org does not serve the operation${category === 'new' ? ' yet' : ''} (${status})${later}`;
  return category === 'new'
    ? { ...place, kind: 'not-yet', message, change: changeId(id, 'new operation') }
    : { ...place, kind: 'status', message, ...certaintyOf(evidences.of(responseAssertion(operation, 'status'))) };
}

/** Whether a response shows that the org does not serve the operation. */
export function isNotServed(exchange: Exchange, template: string): boolean {
  const { status, body } = exchange.response;
  // The path lacks an ID, so it is not the path of the operation.
  if (hasEmptySegment(exchange.request.url)) return false;
  const { errorCode, errorSummary } = asObject(body);
  if (status === 404 && errorCode === 'E0000007') {
    // These paths have no IDs: the org serves the operation but has no content for it yet.
    if (isWellKnown(template)) return false;
    // The org took the last word of the path as the ID of an object.
    const word = template.split('/').at(-1) ?? '';
    return !word.startsWith('{') && String(errorSummary).includes(`Resource not found: ${word} (`);
  }
  return (status === 404 && errorCode === 'E0000008') || (status === 405 && errorCode === 'E0000022');
}

/** Whether a template is a well-known URI. An org may have no content for it until an administrator adds it. */
export function isWellKnown(template: string): boolean {
  return template.startsWith('/.well-known/');
}

/** Whether an org no longer serves a deprecated operation, as announced: that is not an error. */
export function isGone(exchange: Exchange, template: string): boolean {
  return exchange.response.status === 410 || isNotServed(exchange, template);
}

function hasEmptySegment(url: string): boolean {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/)[0] ?? '';
  return /\/\/|.\/$/.test(path);
}
