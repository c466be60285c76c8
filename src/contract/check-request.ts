import type { Exchange } from '../domain/exchange.js';
import { type Finding, type FindingParts, makeFinding, type RequestVerdict } from '../domain/finding.js';
import { asObject, type Json } from '../domain/json.js';
import { redacted } from '../domain/redaction.js';
import { listOf } from '../io/counts.js';
import { type Catalogue, schemaPlace } from './catalogue.js';
import { checkQuery } from './check-query.js';
import { checkRequestHeaders } from './check-request-headers.js';
import { describeErrors } from './describe.js';
import type { GatheredError } from './gather.js';
import { readOnlyLevelOf, requestLevelOf } from './levels.js';
import type { OperationContract } from './model.js';
import { wasAccepted } from './previous-values.js';
import { aboutRequest, type RequestFault } from './request-fault.js';
import { appliesTo, type Mark, marksOf } from './request-marks.js';
import { showMediaType } from './vocabulary.js';

/** The result of the check of a request. */
export interface CheckedRequest {
  /** Unset if the request was not checked: the contract has none, or the recording does not contain its body. */
  verdict: RequestVerdict | undefined;
  findings: Finding[];
}

/** Checks the request of an exchange against the contract of its operation. A pure function. */
export type RequestCheck = (operation: OperationContract, exchange: Exchange) => CheckedRequest;

/** Makes a check of requests for a catalogue. Schemas are compiled when an operation is first checked. Throws `CONTRACT_FILE`. */
export function createRequestCheck(catalogue: Catalogue): RequestCheck {
  return (operation, exchange) => {
    const body = checkBody(catalogue, operation, exchange);
    const query = checkQuery(catalogue, operation, exchange);
    const headers = checkRequestHeaders(catalogue, operation, exchange);
    const faults = [body, query, headers].flatMap((some) => some ?? []);
    // Without its body, a request may be anything.
    const isUnknown = body === undefined && operation.request !== undefined;
    if (isUnknown || (body === undefined && query === undefined && headers === undefined))
      return { verdict: undefined, findings: findingsOf(operation, exchange, faults) };
    const verdict = verdictOfFaults(faults);
    faults.push(...outcomeFaults(operation, exchange, verdict));
    return { verdict, findings: findingsOf(operation, exchange, faults) };
  };
}

function findingsOf({ id }: OperationContract, { response }: Exchange, faults: readonly RequestFault[]): Finding[] {
  return faults.map(({ accepted, ...parts }) =>
    makeFinding(id, response.status, { ...parts, ...(accepted === 'previous only' && { previousOnly: true }) }),
  );
}

function verdictOfFaults(faults: readonly RequestFault[]): RequestVerdict {
  const verdicts: readonly RequestVerdict[] = ['rejected', 'previous only'];
  return verdicts.find((verdict) => faults.some(({ accepted }) => accepted === verdict)) ?? 'accepted';
}

/** What is wrong with a body; `undefined` if it was not checked. */
function checkBody(
  catalogue: Catalogue,
  operation: OperationContract,
  { isComplete, request: { body: sent, headers } }: Exchange,
): RequestFault[] | undefined {
  if (operation.request === undefined) return undefined;
  // The org reads a request without a body as one without properties.
  const body = sent === undefined && isComplete ? {} : sent;
  // Some recorders write null where they left a body out.
  if (body === undefined || body === null || (typeof body === 'string' && body.includes(redacted))) return undefined;
  const { contentTypes = ['application/json'] } = operation;
  const type = sent === undefined ? undefined : [headers?.['content-type']].flat()[0];
  if (type !== undefined && !isOneOf(type, contentTypes)) {
    const message = `Expected content type ${listOf('disjunction', contentTypes)}, got ${showMediaType(type)}`;
    return [aboutRequest(operation, 'rejected', message)];
  }
  const value = typeof body === 'string' ? parsedText(body, type, contentTypes) : body;
  return value === undefined ? undefined : checkValue(catalogue, operation, operation.request, value);
}

/** A text as the value that a schema describes; `undefined` if no schema describes a text of its type. */
function parsedText(text: string, type: string | undefined, contentTypes: readonly string[]): Json | undefined {
  const accepted = contentTypes.filter((one) => type === undefined || isOneOf(type, [one]));
  if (accepted.some(isJson)) return text;
  return accepted.some((one) => /x-www-form-urlencoded/i.test(one))
    ? Object.fromEntries(new URLSearchParams(text))
    : undefined;
}

function isOneOf(type: string, contentTypes: readonly string[]): boolean {
  const name = (type.split(';', 1)[0] ?? '').trim().toLowerCase();
  return contentTypes.some((one) => one.toLowerCase() === name || (isJson(one) && isJson(name)));
}

function isJson(type: string): boolean {
  return /^application\/(json|[a-z0-9.+-]+\+json)$/i.test(type);
}

function checkValue(
  { schemas, evidence }: Catalogue,
  operation: OperationContract,
  request: string,
  body: Json,
): RequestFault[] {
  const place = schemaPlace(operation, request);
  const root = schemas.at(place);
  const marks = marksOf(schemas, root, body);
  const isBack = isSentBack(operation, marks);
  const faults = marks.flatMap((mark) => markFault(mark, evidence, isBack));
  const { errors, unlisted } = schemas.validate(place, body);
  const unknown =
    unlisted > 0
      ? [
          {
            ...aboutRequest(operation, 'accepted', 'More unknown properties, not listed', unlisted),
            effect: 'ignored' as const,
          },
        ]
      : [];
  const found = errors.filter((error) => isCheckable(error, errors));
  const describe = (some: readonly GatheredError[], itsMarks: readonly Mark[]) =>
    describeErrors(some, body, schemas, root, appliesTo).flatMap((part) => errorFault(part, itsMarks, evidence));
  const changedAt = ({ instancePath, place = instancePath }: GatheredError) =>
    marks.find(({ kind, pointer }) => kind === 'changed' && pointer === place)?.schema;
  const [previous, never] = [true, false].map((is) =>
    found.filter((error) => wasAccepted(error, changedAt(error)) === is),
  );
  const unchanged = marks.filter(({ kind }) => kind !== 'changed');
  return [...faults, ...describe(previous ?? [], marks), ...describe(never ?? [], unchanged), ...unknown];
}

/** Whether a client changes an object by sending back what it received: the id, or several read-only properties. */
export function isSentBack({ method, template }: OperationContract, marks: readonly Mark[]): boolean {
  const isCreation = method === 'POST' && !/(?:\}|\/default)$/.test(template);
  const readOnly = marks.filter(({ kind }) => kind === 'read-only');
  return !isCreation && (readOnly.length > 1 || readOnly.some(({ pointer }) => pointer === '/id'));
}

const valueKeywords = new Set(['format', 'pattern', 'enum', 'const', 'minLength', 'maxLength', 'openEnum']);

/** Whether an error is not about the value of a secret, which was replaced, nor about a value of a wrong type, which has an error. */
function isCheckable({ keyword, data, parentSchema }: GatheredError, errors: readonly GatheredError[]): boolean {
  const isSame = (other: GatheredError) => other.parentSchema === parentSchema && other.data === data;
  if (keyword === 'enum' && errors.some((other) => other.keyword === 'type' && isSame(other))) return false;
  return !(valueKeywords.has(keyword) && typeof data === 'string' && data.includes(redacted));
}

/** The finding for a failed assertion of a schema. None if it is inside a property that has a finding of its own. */
function errorFault(part: FindingParts, marks: readonly Mark[], evidences: Catalogue['evidence']): RequestFault[] {
  const around = marks.filter(({ pointer }) => part.pointer === pointer || part.pointer.startsWith(`${pointer}/`));
  if (around.some(({ kind }) => kind !== 'changed')) return [];
  if (part.kind === 'undocumented')
    return [{ ...part, kind: 'request', level: 'notice', accepted: 'accepted', effect: 'ignored' }];
  // An org may accept a value that the contract does not list.
  if (part.kind === 'unknown-value') return [{ ...part, kind: 'request', level: 'notice', accepted: 'accepted' }];
  const evidence = evidences.of(part.contract);
  // Orgs read null as a missing value, whatever the documents state.
  const level = part.kind === 'null' ? 'notice' : requestLevelOf(evidence);
  if (level === undefined || (part.kind === 'null' && evidence.satisfied === 0)) return [];
  const fault = { ...part, kind: 'request' as const, evidence };
  if (level === 'notice') return [{ ...fault, level, accepted: 'accepted' }];
  const [changed] = around;
  if (!changed) return [{ ...fault, level, accepted: 'rejected', effect: 'refused' }];
  const message = `\`${changed.name}\` was changed in ${changed.schema.changedIn}: ${part.message}`;
  return [{ ...fault, message, level: 'warning', accepted: 'previous only', effect: 'refused' }];
}

/** The finding for a property that a mark concerns. */
function markFault(
  { kind, name, schema, pointer, place, count }: Mark,
  evidences: Catalogue['evidence'],
  isBack: boolean,
): RequestFault[] {
  const fault = { kind: 'request' as const, pointer, contract: place, count };
  if (kind === 'changed') return [];
  if (kind === 'required')
    return [
      {
        ...fault,
        level: 'warning',
        accepted: 'previous only',
        effect: 'refused',
        message: `\`${name}\` is required in the body since ${schema.requiredIn}`,
      },
    ];
  if (kind === 'removed') {
    const message = `\`${name}\` is no longer accepted in the body since ${schema.removedIn}`;
    return schema.disputed === undefined
      ? [{ ...fault, level: 'warning', accepted: 'previous only', effect: 'refused', message }]
      : [
          {
            ...fault,
            level: 'notice',
            accepted: 'accepted',
            effect: 'ignored',
            message: `${message}. Disputed: ${schema.disputed}`,
          },
        ];
  }
  const evidence = evidences.of(`${place}/readOnly`);
  const level = readOnlyLevelOf(evidence, isBack);
  // It is not known if the org ignores or refuses it.
  return [
    {
      ...fault,
      level,
      evidence,
      accepted: 'accepted',
      effect: 'ignored',
      message: `\`${name}\` is read-only: do not send it`,
    },
  ];
}

/** A finding for a response that does not fit the verdict of the request: the contract of the request may be wrong. */
function outcomeFaults(operation: OperationContract, { response }: Exchange, verdict: RequestVerdict): RequestFault[] {
  const { status, body } = response;
  if (status >= 200 && status < 300 && verdict !== 'accepted') {
    const who = verdict === 'rejected' ? 'that no edition accepts' : 'that only the previous edition accepts';
    const { effect: _, ...fault } = aboutRequest(operation, verdict, `The org accepted a request ${who} (${status})`);
    return [fault];
  }
  if (status === 400 && asObject(body).errorCode === 'E0000001' && verdict === 'accepted')
    return [aboutRequest(operation, verdict, 'The org refused a request that the contract accepts (400 E0000001)')];
  return [];
}
