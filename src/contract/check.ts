import { type Change, changeId } from '../domain/change.js';
import type { Exchange } from '../domain/exchange.js';
import type { Finding, RequestVerdict, Verdict } from '../domain/finding.js';
import { type FindingParts, makeFinding, verdictOf } from '../domain/finding.js';
import { isObject, type Json } from '../domain/json.js';
import { listOf } from '../io/counts.js';
import { attribute } from './attribute.js';
import { type Catalogue, schemaPlace } from './catalogue.js';
import { type MarkedPlace, markedPlaces, markedPlacesOf, type Observation, observe } from './changes.js';
import { checkHeaders } from './check-headers.js';
import { createRequestCheck } from './check-request.js';
import { describeErrors } from './describe.js';
import { type ResponseAspect, responseAssertion } from './evidence.js';
import { certaintyOf, levelOf } from './levels.js';
import type { AnswerContract, OperationContract, Schema } from './model.js';
import { type EditionSign, otherSigns } from './other-marks.js';
import { checkPage } from './paging.js';
import { isReduced } from './reduced.js';
import { notServed, type Refusal, refusalOf } from './refusal.js';
import { shapeOf } from './shape.js';
import { unmodelledVariants } from './variants.js';
import { showMediaType } from './vocabulary.js';

/** The result of the check of one exchange. */
export interface Checked {
  verdict: Verdict;
  /** Findings of kind `request` concern the client: they do not change the verdict. */
  findings: Finding[];
  /** Unset if the request was not checked: the contract has none, or the recording does not contain its body. */
  request?: RequestVerdict;
  /** For each change in the schema of the response: how often the property was present and absent. */
  observations: Map<string, { change: Change } & Observation>;
  /** What the response shows about editions outside the step. */
  others?: EditionSign[];
  /** Set if the response is an error: it does not show that the org serves the operation. */
  refusal?: Refusal;
}

/** Whether an exchange does not show if the operation matches its contract: it is an error that any operation may return. */
export function isInconclusive({ refusal, findings }: Checked): boolean {
  if (refusal === undefined || refusal === 'not served') return false;
  return findings.every(({ kind, level }) => level === 'notice' || kind === 'request');
}

/** Checks an exchange against the contract of its operation. A pure function, the same for live and recorded exchanges. */
export interface Check {
  (operation: OperationContract, exchange: Exchange): Checked;
  /** Compiles the schemas of an operation in advance. Throws `CONTRACT_FILE`. */
  prepare(operation: OperationContract): void;
}

/** The schema of Okta's error object. */
export const errorPlace = 'shared/error.schema.json';

/** Makes a check for a catalogue. Schemas are compiled when an operation is first checked. Throws `CONTRACT_FILE`. */
export function createCheck(catalogue: Catalogue): Check {
  const conditions = new Map<Schema, (value: unknown) => boolean>();

  const conditionOf = (condition: Schema): ((value: unknown) => boolean) => {
    let test = conditions.get(condition);
    if (!test) {
      const validate = catalogue.schemas.validator(catalogue.schemas.placeOf(condition));
      test = (v) => validate(v) === true;
      conditions.set(condition, test);
    }
    return test;
  };
  const holds = (condition: Schema, value: Json): boolean => conditionOf(condition)(value);

  const prepare = (operation: OperationContract): void => {
    // JavaScript compiles the generated function at its first call.
    const warm = (place: string) => void catalogue.schemas.validator(place)(null);
    for (const schema of [operation.request, ...Object.values(operation.answers).map((answer) => answer.schema)])
      if (schema) warm(schemaPlace(operation, schema));
    for (const { steps } of markedPlaces(catalogue, operation))
      for (const step of steps) if ('when' in step) conditionOf(step.when);
    warm(errorPlace);
  };

  const checkRequest = createRequestCheck(catalogue);
  const check = (operation: OperationContract, exchange: Exchange): Checked => {
    const { status } = exchange.response;
    const refusal = refusalOf(operation, exchange);
    const parts = checkResponse(catalogue, operation, exchange, refusal);
    const isJson = !parts.some(({ kind }) => kind === 'body' || kind === 'content-type');
    const { schema } = operation.answers[status] ?? {};
    const places = schema !== undefined && isJson ? markedPlacesOf(catalogue, operation, status) : [];
    const observations = observeChanges(places, exchange, holds);
    if (isReduced(operation, exchange.request)) keepPresent(observations);
    if (isJson) parts.push(...checkPage(operation, exchange));
    parts.push(...removedFindings(observations), ...checkHeaders(operation, exchange));
    const within = { schemas: catalogue.schemas, schema: schemaPlace(operation, schema ?? ''), places };
    const findings = parts.map((part) => makeFinding(operation.id, status, attribute(part, within)));
    const request = checkRequest(operation, exchange);
    const others = isJson ? otherSigns(catalogue, operation, exchange, refusal, holds) : [];
    return {
      verdict: verdictOf(findings),
      findings: [...findings, ...request.findings],
      ...(request.verdict ? { request: request.verdict } : {}),
      observations,
      ...(others.length > 0 ? { others } : {}),
      ...(refusal ? { refusal } : {}),
    };
  };
  return Object.assign(check, { prepare });
}

/** The findings of a response, except removed properties. */
function checkResponse(
  catalogue: Catalogue,
  operation: OperationContract,
  exchange: Exchange,
  refusal: Refusal | undefined,
): FindingParts[] {
  const { status, unreadable } = exchange.response;
  const answer = operation.answers[status];
  const contract = contractOf(operation);
  if (unreadable !== undefined && answer?.body !== 'any')
    // A fact about this response, and not a rule that recordings support: what was not checked must not pass.
    return [
      {
        kind: 'body',
        level: 'violation',
        pointer: '',
        contract,
        message: `The body ${unreadable}; it was not checked further`,
      },
    ];
  if (!answer) {
    if (refusal === 'not served') return [notServed(operation, status, catalogue.evidence)];
    return refusal === 'gone' ? [] : checkError(catalogue, operation, exchange);
  }
  const parts = checkBody(catalogue, operation, answer, exchange);
  if (answer.removedIn)
    parts.push({
      kind: 'removed',
      pointer: '',
      contract,
      message: `Status ${status} was removed in ${answer.removedIn} but is still returned`,
      change: changeId(operation.id, 'removed status', status),
    });
  return parts;
}

/** How often the properties of changes are present and absent in a response. */
function observeChanges(
  places: readonly MarkedPlace[],
  { response }: Exchange,
  holds: (condition: Schema, value: Json) => boolean,
): Checked['observations'] {
  const observations: Checked['observations'] = new Map();
  for (const place of places) {
    const { change } = place;
    const { present, absent } = observe(place, response.body, holds);
    const sum = observations.get(change.id);
    if (sum) {
      sum.present += present;
      sum.absent += absent;
    } else observations.set(change.id, { change, present, absent });
  }
  return observations;
}

/** What a reduced response does not have is no evidence; what it has is. */
function keepPresent(observations: Checked['observations']): void {
  for (const [id, observation] of observations)
    if (observation.present === 0) observations.delete(id);
    else observations.set(id, { ...observation, absent: 0 });
}

function contractOf(operation: OperationContract): string {
  return `${operation.resource}/operations.json#${operation.id}`;
}

/** A finding about the whole response. It is as certain as the evidence of the operation for this aspect. */
function aboutResponse(
  { evidence }: Catalogue,
  operation: OperationContract,
  kind: ResponseAspect,
  message: string,
): FindingParts {
  const certainty = certaintyOf(evidence.of(responseAssertion(operation, kind)));
  return { kind, ...certainty, pointer: '', contract: contractOf(operation), message };
}

function checkBody(
  catalogue: Catalogue,
  operation: OperationContract,
  answer: AnswerContract,
  exchange: Exchange,
): FindingParts[] {
  const { body, headers, status } = exchange.response;
  const isEmpty = body === undefined || body === '';
  if (status >= 300 && status < 400 && headers.location === undefined)
    return [aboutResponse(catalogue, operation, 'status', `Missing \`Location\` header with status ${status}`)];
  if (answer.body === 'any') return [];
  if (answer.body === 'empty')
    return isEmpty
      ? []
      : [aboutResponse(catalogue, operation, 'body', `Expected no body with status ${status}, got ${shapeOf(body)}`)];
  const type = [headers['content-type']].flat()[0];
  if (type !== undefined && !/^application\/(json|[a-z0-9.+-]+\+json)\b/i.test(type))
    return [aboutResponse(catalogue, operation, 'content-type', `Expected JSON, got ${showMediaType(type)}`)];
  if (isEmpty) return [aboutResponse(catalogue, operation, 'body', `Expected JSON with status ${status}, got no body`)];
  const place = schemaPlace(operation, answer.schema ?? '');
  const parts = validateBody(catalogue, place, body, contractOf(operation));
  parts.push(...unmodelledVariants(catalogue.schemas, catalogue.schemas.at(place), body));
  return isReduced(operation, exchange.request) ? parts.filter(({ kind }) => kind !== 'missing') : parts;
}

/** Validates a body. Adds a finding if the list of errors is incomplete. */
function validateBody({ schemas, evidence }: Catalogue, place: string, body: Json, contract: string): FindingParts[] {
  const { errors, unlisted, isIncomplete } = schemas.validate(place, body);
  const parts = describeErrors(errors, body, schemas, schemas.at(place)).flatMap((part) =>
    withEvidence(part, evidence),
  );
  // The elements that were not checked must not pass, whatever the evidence of the errors before them.
  if (isIncomplete)
    parts.push({
      kind: 'body',
      level: 'violation',
      pointer: '',
      contract,
      message: 'Too many errors: the remaining elements were not checked',
    });
  else if (unlisted > 0)
    parts.push({
      kind: 'undocumented',
      pointer: '',
      contract,
      message: 'More unknown properties, not listed',
      count: unlisted,
    });
  return parts;
}

/** A failed assertion with its evidence and level. An assertion without support gives no finding. */
function withEvidence(part: FindingParts, evidences: Catalogue['evidence']): FindingParts[] {
  // Properties and values that the contract does not know.
  if (part.kind === 'undocumented' || part.kind === 'unknown-value') return [part];
  const evidence = evidences.of(part.contract);
  const level = levelOf(evidence);
  return level === undefined ? [] : [{ ...part, level, evidence }];
}

/** Checks a status that is not in the contract: an error that any operation may return, or an unexpected status. */
function checkError(catalogue: Catalogue, operation: OperationContract, exchange: Exchange): FindingParts[] {
  const { body, headers, status } = exchange.response;
  if (!isExpectedError(catalogue, operation, status)) {
    const known = [...Object.keys(operation.answers), ...(status < 400 ? [] : operation.errors).map(String)];
    return [
      aboutResponse(catalogue, operation, 'status', `Expected status ${listOf('disjunction', known)}, got ${status}`),
    ];
  }
  const json = /json/i.test([headers['content-type']].flat()[0] ?? '') || (typeof body === 'object' && body !== null);
  // A page that does not come from the org (HTML, or `{status, message}`) means an outage or a wrong host. A missing scope is
  // reported in a header, without a body.
  const fromEdge = !json || (isObject(body) && 'status' in body && 'message' in body && !('errorCode' in body));
  if (body === undefined || body === '' || fromEdge) return [];
  const faults = validateBody(catalogue, errorPlace, body, contractOf(operation));
  return faults.map((fault) =>
    fault.kind === 'undocumented' || fault.kind === 'body'
      ? fault
      : { ...fault, kind: 'error-shape', message: `Error object: ${fault.message}` },
  );
}

/** Whether an operation may return an error status: one of its own, or one that any operation may return. */
function isExpectedError({ edition }: Catalogue, { errors, method }: OperationContract, status: number): boolean {
  if (errors.includes(status) || String(status) in edition.errors) return true;
  return method !== 'GET' && String(status) in edition.writeErrors;
}

function removedFindings(observations: Checked['observations']): FindingParts[] {
  return [...observations.values()].flatMap(({ change, present }) => {
    if (change.kind !== 'removed' || present === 0) return [];
    const message = `\`${nameOf(change.pointer)}\` was removed in ${change.edition} but is still returned${change.disputed ? `. Disputed: ${change.disputed}` : ''}`;
    return [
      {
        kind: 'removed' as const,
        level: change.disputed ? ('warning' as const) : ('stale' as const),
        pointer: change.pointer,
        message,
        contract: change.contract,
        count: present,
        change: change.id,
      },
    ];
  });
}

/** The property that a pointer ends with. */
function nameOf(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}
