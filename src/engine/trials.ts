import { isObject, type Json, segmentsOf } from '../domain/json.js';
import type { OperationId } from '../domain/operation.js';
import type { CallOptions } from './model.js';
import type { Sender, SuiteRequest } from './send.js';

/**
 * Repeats a call with what only one of the editions accepts, and then as it was, so that nothing of it stays.
 * @param request the call, which the org accepted
 */
export async function sendTrials(
  sender: Sender,
  operation: OperationId,
  request: SuiteRequest,
  trials: NonNullable<CallOptions['alsoSend']>,
): Promise<void> {
  let isChanged = false;
  for (const values of trials) {
    let { body } = request;
    for (const [pointer, value] of Object.entries(values)) body = withValue(body, segmentsOf(pointer), value);
    const status = await sender.sendTrial(operation, { ...request, body: body ?? {} });
    isChanged ||= status < 300;
  }
  if (isChanged) await sender.sendTrial(operation, request);
}

/** A copy of a body with a value at a pointer. Objects on the way to it are added; elements of lists are not supported. */
function withValue(body: Json | undefined, [name, ...rest]: string[], value: Json): Json {
  if (name === undefined) return value;
  const object = isObject(body) ? body : {};
  return { ...object, [name]: withValue(object[name], rest, value) };
}
