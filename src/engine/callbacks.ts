import { ContractsError } from '../domain/errors.js';
import type { Json } from '../domain/json.js';
import type { OperationId } from '../domain/operation.js';
import {
  type Body,
  type BodyContext,
  type CallOptions,
  type FixtureSpec,
  type Found,
  foundIn,
  type RemoveStep,
} from './model.js';

/** Bodies that were built from a response. If they do not match a contract, the response may be the cause. */
const fromResponses = new WeakSet<object>();

/** Whether a body was built from a response. */
export function isFromResponse(body: Json): boolean {
  return typeof body === 'object' && body !== null && fromResponses.has(body);
}

/** A request cannot be built, because a response lacks what it is built from. */
export function unusableResponse(operation: OperationId): ContractsError {
  return new ContractsError(
    'UNUSABLE_RESPONSE',
    `${operation} was not sent: a response of the org lacks what its request is built from.`,
  );
}

/**
 * A fixture whose callbacks are safe with any response: those that build a request throw `UNUSABLE_RESPONSE`, `where` does not
 * match, and `owns` returns nothing.
 */
export function safeFixture(spec: FixtureSpec): FixtureSpec {
  const { make, found, owns, remove, otherId } = spec;
  return {
    ...spec,
    ...(make && {
      make: {
        ...make,
        ...(make.body && { body: safeBody(make.operation, make.body) }),
        ...(make.name && { name: safe(make.operation, make.name) }),
      },
    }),
    ...(found && { found: foundIn(spec).map(safeFound) }),
    ...(otherId && { otherId: safe(make?.operation ?? 'GET /', otherId) }),
    ...(owns && { owns: (object: BodyContext['object']) => attempt(() => owns(object), {}) }),
    ...(remove && { remove: remove.map(safeStep) }),
  } as FixtureSpec;
}

function safeFound(found: Found): Found {
  const { operation, where, queryOf } = found;
  return {
    ...found,
    ...(where && { where: (item, ids) => attempt(() => where(item, ids), false) }),
    ...(queryOf && { queryOf: safe(operation, queryOf) }),
  };
}

/** Options of a call whose callbacks throw `UNUSABLE_RESPONSE` if a response lacks what they read. */
export function safeCall(operation: OperationId, options: CallOptions): CallOptions {
  const { body, queryOf, with: values } = options;
  return {
    ...options,
    ...(body && { body: safeBody(operation, body) }),
    ...(queryOf && { queryOf: safe(operation, queryOf) }),
    ...(values && {
      with: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : safe(operation, value),
        ]),
      ),
    }),
  };
}

function safeStep(step: OperationId | RemoveStep): OperationId | RemoveStep {
  return typeof step === 'string' || !step.body ? step : { ...step, body: safeBody(step.operation, step.body) };
}

function safe<Input, Output>(operation: OperationId, callback: (input: Input) => Output): (input: Input) => Output {
  return (input) => {
    try {
      return callback(input);
    } catch {
      throw unusableResponse(operation);
    }
  };
}

function safeBody(operation: OperationId, callback: Body): Body {
  return safe(operation, (context) => {
    let isRead = false;
    const watched: BodyContext = {
      ...context,
      get object() {
        isRead = true;
        return context.object;
      },
      get required() {
        if (Object.keys(context.required).length > 0) isRead = true;
        return context.required;
      },
    };
    const body = callback(watched);
    if (isRead && typeof body === 'object' && body !== null) fromResponses.add(body);
    return body;
  });
}

function attempt<Output>(work: () => Output, otherwise: Output): Output {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
