// @ts-nocheck
import type { Change } from '../domain/change.js';
import type { Exchange } from '../domain/exchange.js';
import type { Finding, Verdict } from '../domain/finding.js';
import { type FindingParts, makeFinding, verdictOf } from '../domain/finding.js';
import { isObject, type Json } from '../domain/json.js';
import { type Catalogue, schemaPlace } from './catalogue.js';
import { markedPlaces, type Observation, sight } from './changes.js';
import { describeErrors } from './describe.js';
import type { AnswerContract, OperationContract, Schema } from './model.js';
import { notServed, type Refusal, refusalOf } from './refusal.js';
import { shapeOf } from './shape.js';
import { showMediaType } from './vocabulary.js';

/** What the check of one exchange says. */
export interface Checked {
  verdict: Verdict;
  findings: Finding[];
  /** For every change inside the answer's schema: how often it was seen. */
  observations: Map<string, { change: Change } & Observation>;
  /** Set where the org answered with an error: no evidence that it serves the operation. */
  refusal?: Refusal;
}

/** Whether an exchange says nothing of the contract: an error as any operation may answer it. */
export function saysNothing({ refusal, findings }: Checked): boolean {
  if (refusal === undefined || refusal === 'not served') return false;
  return findings.every(({ level }) => level === 'notice');
}

/** Checks an exchange against the contract of its operation: pure, and the same for live and recorded answers. */
export interface Check {
  (operation: OperationContract, exchange: Exchange): Checked;
  /** Compiles everything that the check of an operation needs, so that no answer waits for it. Throws `CONTRACT_FILE`. */
  prepare(operation: OperationContract): void;
}

/** Where Okta's error object stands. */
const errorPlace = 'shared/error.schema.json';

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
    // What ajv generates is compiled by the engine when it is first called.
    const warm = (place: string) => void catalogue.schemas.validator(place)(null);
    for (const schema of [operation.request, ...Object.values(operation.answers).map((answer) => answer.schema)])
      if (schema) warm(schemaPlace(operation, schema));
    for (const { steps } of markedPlaces(catalogue, operation))
      for (const step of steps) if ('when' in step) conditionOf(step.when);
    warm(errorPlace);
  };

  const check = (operation: OperationContract, exchange: Exchange): Checked => {
    const { status } = exchange.response;
    const parts: FindingParts[] = [];
    const observations: Checked['observations'] = new Map();
    const answer = operation.answers[String(status)];
    const refusal = refusalOf(operation, exchange);
    if (exchange.response.unreadable !== undefined && answer?.body !== 'any') {
      parts.push({
        kind: 'body',
        pointer: '',
        contract: contractOf(operation),
        message: `The body ${exchange.response.unreadable}; it was not checked further`,
      });
    } else if (answer) {
      parts.push(...checkBody(catalogue, operation, answer, exchange));
      if (answer.removedIn)
        parts.push({
          kind: 'status',
          level: 'stale',
          pointer: '',
          contract: contractOf(operation),
          message: `Removed status ${status} is still returned`,
          change: `${operation.id}: removed status ${status}`,
        });
      if (answer.schema && !parts.some((part) => part.kind === 'body' || part.kind === 'content-type')) {
        for (const place of markedPlaces(catalogue, operation)) {
          if (place.status !== String(status)) continue;
          const seen = sight(place, exchange.response.body, holds);
          const sum = observations.get(place.change.id) ?? { change: place.change, present: 0, absent: 0 };
          observations.set(place.change.id, {
            ...sum,
            present: sum.present + seen.present,
            absent: sum.absent + seen.absent,
          });
        }
        parts.push(...removedFindings(observations));
      }
    } else if (refusal === 'not served') {
      parts.push(notServed(operation, status));
    } else if (refusal !== 'gone') {
      parts.push(...checkError(catalogue, operation, exchange));
    }
    const changes = [...observations.values()].map((s) => s.change);
    const findings = parts.map((part) => makeFinding(operation.id, status, attribute(part, changes)));
    return { verdict: verdictOf(findings), findings, observations, ...(refusal ? { refusal } : {}) };
  };
  return Object.assign(check, { prepare });
}

function contractOf(operation: OperationContract): string {
  return `${operation.resource}/operations.json#${operation.id}`;
}

function checkBody(
  catalogue: Catalogue,
  operation: OperationContract,
  answer: AnswerContract,
  exchange: Exchange,
): FindingParts[] {
  const { body, headers, status } = exchange.response;
  const contract = contractOf(operation);
  if (status >= 300 && status < 400 && headers.location === undefined)
    return [
      {
        kind: 'status',
        pointer: '',
        contract,
        message: `Missing Location header with status ${status}`,
      },
    ];
  if (answer.body === 'any') return [];
  if (answer.body === 'empty') {
    return body === undefined || body === ''
      ? []
      : [
          {
            kind: 'body',
            pointer: '',
            contract,
            message: `Expected no body with status ${status}, got ${shapeOf(body)}`,
          },
        ];
  }
  const type = [headers['content-type']].flat()[0];
  if (type !== undefined && !/^application\/(json|[a-z0-9.+-]+\+json)\b/i.test(type)) {
    return [{ kind: 'content-type', pointer: '', contract, message: `Expected JSON, got ${showMediaType(type)}` }];
  }
  if (body === undefined || body === '')
    return [{ kind: 'body', pointer: '', contract, message: `Expected JSON with status ${status}, got no body` }];
  return validateBody(catalogue, schemaPlace(operation, answer.schema ?? ''), body, contract);
}

/** What a schema finds in a body, and a finding of its own where not everything is listed. */
function validateBody({ schemas }: Catalogue, place: string, body: Json, contract: string): FindingParts[] {
  const { errors, unlisted, isIncomplete } = schemas.validate(place, body);
  const parts = describeErrors(errors, body, schemas, schemas.at(place));
  if (isIncomplete)
    parts.push({
      kind: 'body',
      pointer: '',
      contract,
      message: 'Too many errors: the remaining elements were not checked',
    });
  else if (unlisted > 0)
    parts.push({
      kind: 'undocumented',
      pointer: '',
      contract,
      message: 'Further unknown properties are not listed',
      count: unlisted,
    });
  return parts;
}

/** A status that no answer of the contract has: an error that may come any time, or one that must not. */
function checkError(catalogue: Catalogue, operation: OperationContract, exchange: Exchange): FindingParts[] {
  const { body, headers, status } = exchange.response;
  if (!isExpectedError(catalogue, operation, status)) {
    const known = [...Object.keys(operation.answers), ...(status < 400 ? [] : operation.errors)].join(', ');
    const { evidence } = operation;
    // The documents name an operation's errors; what few orgs were seen to answer does not confirm that these are all.
    const isConfirmed = status < 400 || (evidence !== 'documented' && evidence.cassettes > 1);
    return [
      {
        kind: 'status',
        level: isConfirmed ? 'violation' : 'warning',
        pointer: '',
        contract: contractOf(operation),
        message: `Expected status ${known}, got ${status}`,
      },
    ];
  }
  const json = /json/i.test([headers['content-type']].flat()[0] ?? '') || (typeof body === 'object' && body !== null);
  // A page of the edge (HTML, or `{status, message}`) is an outage or a wrong host, and says nothing of the contract;
  // a missing scope is answered with a header and no body.
  const fromEdge = !json || (isObject(body) && 'status' in body && 'message' in body && !('errorCode' in body));
  if (body === undefined || body === '' || fromEdge) return [];
  const faults = validateBody(catalogue, errorPlace, body, contractOf(operation));
  return faults.map((fault) =>
    fault.kind === 'undocumented' || fault.kind === 'body'
      ? fault
      : { ...fault, kind: 'error-shape', message: `Error object: ${fault.message}` },
  );
}

/** Whether an operation may answer an error status: one of its own, or one of those that come from outside the operation. */
function isExpectedError({ edition }: Catalogue, { errors, method }: OperationContract, status: number): boolean {
  if (errors.includes(status) || String(status) in edition.errors) return true;
  return method !== 'GET' && String(status) in edition.writeErrors;
}

function removedFindings(observations: Checked['observations']): FindingParts[] {
  return [...observations.values()].flatMap(({ change, present }) => {
    if (change.kind !== 'removed' || present === 0) return [];
    const name = change.pointer.slice(change.pointer.lastIndexOf('/') + 1);
    const message = change.disputed
      ? `Property \`${name}\` is documented as removed and is still served; ${change.disputed}`
      : `Removed property \`${name}\` is still served`;
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

/** A finding at or below a place that a change marks belongs to that change; the innermost one wins. */
function attribute(part: FindingParts, changes: Change[]): FindingParts {
  if (part.change || part.kind === 'undocumented' || part.kind === 'unknown-value') return part;
  const owner = changes
    .filter(
      (change) =>
        part.pointer === change.pointer || (change.kind !== 'removed' && part.pointer.startsWith(`${change.pointer}/`)),
    )
    .sort((a, b) => b.pointer.length - a.pointer.length)[0];
  if (!owner || (owner.kind === 'added' && part.kind !== 'missing')) return part;
  return { ...part, change: owner.id };
}
