import { isObject, type Json, valueAt } from '../domain/json.js';
import { redacted } from '../domain/redaction.js';
import { type SdkCause, type SdkOutcome, type SdkPlace, sdkCauses, sdkOutcomes } from '../domain/sdk.js';
import { output } from '../io/output.js';

/** The first line of an adapter: which SDK it uses, or why it cannot start. */
export type Ready = { name: string; version: string } | { error: string };

/** The answer of an adapter for one response. */
export interface Answer {
  result: SdkOutcome;
  /** The path template of the SDK. */
  operation?: string;
  findings: SdkPlace[];
}

const longestMessage = 300;
const longestPointer = 500;
const mostFindings = 50;
const protocol = 1;

/** Reads the first line of an adapter. What adapters write is never trusted. `undefined` if it is not such a line. */
export function readyOf(line: string): Ready | undefined {
  const value = objectOf(line);
  if (value?.protocol !== protocol) return undefined;
  if (typeof value.error === 'string') return { error: sentence(value.error) };
  const { name, version } = value;
  if (!isName(name) || !isName(version)) return undefined;
  return { name, version };
}

/**
 * Reads an answer: its id, and its content if that is valid. `undefined` if the line is no answer: SDKs can write to standard output.
 */
export function answerOf(line: string): { id: number; answer?: Answer } | undefined {
  const value = objectOf(line);
  if (typeof value?.id !== 'number') return undefined;
  const { id, operation } = value;
  const result = sdkOutcomes.find((outcome) => outcome === value.result);
  const given = value.findings ?? [];
  if (!result || !Array.isArray(given)) return { id };
  const findings = given.slice(0, mostFindings).map(placeOf);
  if (findings.includes(undefined)) return { id };
  return {
    id,
    answer: {
      result,
      ...(isTemplate(operation) ? { operation } : {}),
      findings: findings.filter((place) => place !== undefined),
    },
  };
}

/** A text of an adapter: one line, safe for a terminal, and short. */
export function sentence(text: string): string {
  const clean = output
    .clean(text.slice(0, 4 * longestMessage))
    .replace(/\s+/g, ' ')
    .trim();
  return clean.length > longestMessage ? `${clean.slice(0, longestMessage - 1)}…` : clean;
}

/**
 * Replaces texts of a body in the messages of a finding. Adapters must not name any; this is a second barrier.
 * @param texts the texts of the body
 */
export function withoutTexts(place: SdkPlace, texts: ReadonlySet<string>): SdkPlace {
  const message = place.message.replace(/(['"`])(.*?)\1|[\w@.:+-]{6,}/g, (found, quote?: string, quoted?: string) => {
    if (!texts.has(quoted ?? found)) return found;
    return quote === undefined ? '…' : `${quote}…${quote}`;
  });
  const { expected, ...rest } = place;
  return { ...rest, ...(expected === undefined || texts.has(expected) ? {} : { expected }), message };
}

/** Causes that depend on the text of a value. */
const causesOfTexts: readonly SdkCause[] = ['enum', 'format', 'discriminator', 'other'];

/**
 * Removes findings about a secret: its text was replaced before the SDK read it, and can have lost its format. A response that
 * has no other finding counts as read.
 * @param body the response, without its secrets
 */
export function withoutSecrets(answer: Answer, body: Json): Answer {
  const findings = answer.findings.filter(
    ({ pointer, cause }) => !causesOfTexts.includes(cause) || valueAt(body, pointer) !== redacted,
  );
  if (findings.length === answer.findings.length) return answer;
  return { ...answer, findings, result: findings.length > 0 ? answer.result : 'read' };
}

/** Names of types are also values in the schemas of an org. */
const namesOfTypes = new Set(['string', 'boolean', 'integer', 'number', 'object', 'array', 'null']);

/** The texts in a body that messages must not contain. */
export function textsOf(body: Json): Set<string> {
  const texts = new Set<string>();
  const pending: Json[] = [body];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') {
      if (next !== '' && next.length <= longestMessage && !namesOfTypes.has(next)) texts.add(next);
    } else if (typeof next === 'object' && next !== null)
      for (const child of Object.values(next)) if (child !== null) pending.push(child);
  }
  return texts;
}

function objectOf(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function placeOf(value: unknown): SdkPlace | undefined {
  if (!isObject(value)) return undefined;
  const { pointer, expected, message } = value;
  const cause = sdkCauses.find((known) => known === value.cause);
  if (typeof pointer !== 'string' || !/^(\/|$)/.test(pointer) || !cause || typeof message !== 'string')
    return undefined;
  return {
    pointer: shown(pointer),
    cause,
    ...(isTypeName(expected) ? { expected } : {}),
    message: sentence(message),
  };
}

/** A pointer without ids and addresses, which can be keys of a map. A long one ends early. */
function shown(pointer: string): string {
  const short = pointer.length > longestPointer ? pointer.slice(0, pointer.lastIndexOf('/', longestPointer)) : pointer;
  return output
    .clean(short)
    .split('/')
    .map((segment) => (isPersonal(segment) ? '*' : segment))
    .join('/');
}

/** Ids of Okta have 20 letters and digits. Names of properties have one number at most: `oauth2`, `sha256`. */
function isPersonal(segment: string): boolean {
  return segment.includes('@') || (/^[\w-]{16,}$/.test(segment) && /^\d|\d\D+\d/.test(segment));
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.+-]{1,40}$/.test(value);
}

function isTypeName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.$<>[\]{}(), |?*&:/-]{1,100}$/.test(value);
}

/** A path template without ids. */
function isTemplate(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^[A-Z]{3,7} \/[\w{}/.~:-]{0,200}$/.test(value) &&
    !value.split('/').some((segment) => !segment.startsWith('{') && isPersonal(segment))
  );
}
