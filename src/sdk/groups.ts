import { createHash } from 'node:crypto';
import { type SdkCause, type SdkFinding, sdkOutcomes } from '../domain/sdk.js';

/** An operation with a group's findings. */
export interface SdkGroupOperation {
  operation: string;
  /** The places in its responses. */
  pointers: string[];
  /** Number of its responses, the lowest that is possible. */
  responses: number;
}

/** The findings of an SDK that have one cause: `UserStatus` does not have a value that four operations return. */
export interface SdkGroup extends Pick<SdkFinding, 'cause' | 'result' | 'expected' | 'message' | 'advice'> {
  /** Hash of the SDK, the result and the cause. */
  id: string;
  /** `` `status` is not a member of UserStatus `` */
  title: string;
  /** The most affected first. */
  operations: SdkGroupOperation[];
  responses: number;
  items: number;
  /** Fingerprints of its findings. */
  findings: string[];
}

/** Properties that a title names. */
const mostNamed = 2;

/** Causes that one type has, whatever the property. */
const causesOfTypes: readonly SdkCause[] = ['enum', 'discriminator', 'type', 'format', 'dropped'];

/** Types of a language. Different causes have them. */
const ownTypes =
  /^(\w+\.)?(str|int|float|bool|bytes|dict|list|object|any|string|number|boolean|integer|array|interface|map|datetime|date|time|none|null)\b/i;

/** The findings of one SDK by their cause: failures first, then empty results and losses, and the most frequent first. */
export function sdkGroupsOf(findings: readonly SdkFinding[]): SdkGroup[] {
  const byCause = new Map<string, SdkFinding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const own = byCause.get(key);
    if (own) own.push(finding);
    else byCause.set(key, [finding]);
  }
  return [...byCause]
    .map(([key, own]) => groupOf(key, own))
    .sort(
      (a, b) =>
        sdkOutcomes.indexOf(a.result) - sdkOutcomes.indexOf(b.result) ||
        b.responses - a.responses ||
        b.items - a.items ||
        a.title.localeCompare(b.title),
    );
}

function keyOf({ sdk, version, result, cause, expected, pointer }: SdkFinding): string {
  const type = expected === undefined || ownTypes.test(expected) ? '' : expected;
  const property = type !== '' && causesOfTypes.includes(cause) ? '' : lastName(pointer);
  return [sdk, version, result, cause, type, property].join(' ');
}

function groupOf(key: string, all: readonly SdkFinding[]): SdkGroup {
  const findings = [...all].sort((a, b) => b.responses - a.responses);
  const [first] = findings as [SdkFinding];
  const { cause, result, expected, message, advice } = first;
  const operations = operationsOf(findings);
  return {
    id: `sdk-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`,
    ...{ cause, result, message, advice },
    ...(expected === undefined ? {} : { expected }),
    title: titleOf(findings),
    operations,
    responses: operations.reduce((sum, { responses }) => sum + responses, 0),
    items: findings.reduce((sum, { items }) => sum + items, 0),
    findings: [...new Set(findings.map(({ fingerprint }) => fingerprint))],
  };
}

function operationsOf(findings: readonly SdkFinding[]): SdkGroupOperation[] {
  const found = new Map<string, SdkGroupOperation>();
  for (const { operation, pointer, responses } of findings) {
    const known = found.get(operation);
    if (!known) found.set(operation, { operation, pointers: [pointer], responses });
    else {
      known.pointers.push(pointer);
      known.responses = Math.max(known.responses, responses);
    }
  }
  return [...found.values()].sort((a, b) => b.responses - a.responses);
}

function titleOf(findings: readonly SdkFinding[]): string {
  const message = withoutQuotes((findings as [SdkFinding])[0].message);
  const names = [...new Set(findings.map(({ pointer }) => withoutQuotes(lastName(pointer))))];
  const [name = ''] = names;
  if (names.length === 1) return `${name === '' ? 'The response' : `\`${name}\``} ${message}`;
  const named = names.slice(0, mostNamed).map((one) => (one === '' ? 'the response' : `\`${one}\``));
  const more = names.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}: ${message}`;
}

/** In a title, only names are between backquotes. */
function withoutQuotes(text: string): string {
  return text.replaceAll('`', "'");
}

/** The last property of a pointer, `emails/*` for the elements of a list; empty for the body and its elements. */
function lastName(pointer: string): string {
  const segments = pointer.split('/').slice(1);
  const last = segments.findLastIndex((segment) => segment !== '*');
  return last < 0 ? '' : segments.slice(last).join('/');
}
