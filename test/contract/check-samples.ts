import type { Catalogue } from '../../src/contract/catalogue.js';
import { type Checked, createCheck } from '../../src/contract/check.js';
import type { OperationContract } from '../../src/contract/model.js';
import { type Exchange, makeExchange } from '../../src/domain/exchange.js';
import type { AssertionEvidence, FindingKind, Level } from '../../src/domain/finding.js';
import type { Json } from '../../src/domain/json.js';
import { generalPointer } from './general-pointer.js';
import type { SampleFile } from './read-samples.js';
import { escapePointer, unescapePointer } from './sample-edits.js';

/** What a sample file expects of the check of one response. */
export interface Claim {
  title: string;
  exchange: Exchange;
  expected: string[];
  /** What the check found, in the form of `expected`. */
  found: (checked: Checked) => string[];
}

/** Everything that a sample file expects of its schema. */
export function claimsOf(sample: SampleFile): Claim[] {
  const valid = Object.entries(sample.valid);
  return [
    ...valid.map(([name, body]) => ({
      title: `matches the schema: ${name}`,
      exchange: exchangeOf(body),
      expected: [],
      found: (checked: Checked) => [...findings(checked), ...oldChanges(checked)],
    })),
    ...sample.invalid.map(({ title, body, finds }) => ({
      title: `violates the schema: ${title}`,
      exchange: exchangeOf(body),
      expected: [...finds].sort(),
      found: (checked: Checked) => findings(checked).filter((finding) => !finding.startsWith('undocumented ')),
    })),
    ...sample.before.map(({ title, body, names }) => ({
      title: `shows changes: ${title}`,
      exchange: exchangeOf(body),
      expected: [...names].sort(),
      found: oldChanges,
    })),
    ...valid.flatMap(([name, body]) =>
      objectsIn(body, '').map((pointer) => {
        const isOpen = sample.open[name]?.includes(generalPointer(body, pointer)) ?? false;
        return {
          title: `${isOpen ? 'accepts' : 'reports'} an unknown property of ${pointer || 'the body'}: ${name}`,
          exchange: exchangeOf(withUnknownProperty(body, pointer)),
          expected: isOpen ? [] : ['a finding'],
          found: (checked: Checked) => (checked.findings.length > 0 ? ['a finding'] : []),
        };
      }),
    ),
  ];
}

function exchangeOf(body: Json): Exchange {
  return makeExchange({
    id: 'sample',
    request: { method: 'GET', url: 'https://org.example.com/' },
    response: { status: 200, headers: { 'content-type': 'application/json' }, body },
  });
}

/** Samples test schemas, whatever the evidence of their assertions is: each assertion counts as certain. */
const certain: AssertionEvidence = { documents: 'both', satisfied: 3, violated: 0, orgs: 3, kinds: 3 };

/** Returns what the check finds in the response of a claim, in the form of its expectation. */
export function createClaimCheck(sample: SampleFile, catalogue: Catalogue): (claim: Claim) => string[] {
  const check = createCheck({ ...catalogue, evidence: { of: () => certain } });
  const operation = operationFor(sample.place);
  return ({ exchange, found }) => found(check(operation, exchange));
}

/** An operation whose response has the schema of a sample file. */
function operationFor(place: string): OperationContract {
  const [resource = ''] = place.split('/');
  return {
    id: `GET /${place}`,
    resource,
    method: 'GET',
    template: `/${place}`,
    category: 'fixture',
    evidence: 'documented',
    oauthScopes: [],
    answers: { '200': { schema: place.slice(resource.length + 1) } },
    errors: [],
  };
}

/** The level that all samples expect of a kind of finding. */
const expectedLevels: Partial<Record<FindingKind, Level>> = {
  missing: 'violation',
  type: 'violation',
  format: 'violation',
  value: 'violation',
  removed: 'stale',
  'unknown-value': 'notice',
  undocumented: 'notice',
};

/** Samples name the rule that fails: `not-yet` is a missing property of the edition, and `null` a value of another type. */
const ruleOf: Partial<Record<FindingKind, FindingKind>> = { 'not-yet': 'missing', null: 'type' };

function findings(checked: Checked): string[] {
  const lines = checked.findings.map(({ kind, pointer, level, change }) => {
    const rule = ruleOf[kind] ?? kind;
    const isExpected = level === expectedLevels[rule] || (change !== undefined && level === 'stale');
    return `${rule} ${pointer}${isExpected ? '' : ` (${level})`}`;
  });
  return [...new Set(lines)].sort();
}

/** The changes that a response shows as they were before the edition. */
function oldChanges({ findings, observations }: Checked): string[] {
  return [...observations.values()]
    .filter(({ change, present, absent }) =>
      change.kind === 'removed'
        ? present > 0
        : change.kind === 'added'
          ? absent > 0
          : findings.some((finding) => finding.change === change.id),
    )
    .map(({ change }) => `${change.disputed ? 'disputed' : change.kind} ${change.pointer}`)
    .sort();
}

function withUnknownProperty(body: Json, pointer: string): Json {
  const changed = structuredClone(body);
  const keys = pointer.split('/').slice(1).map(unescapePointer);
  const object = keys.reduce<Json>((node, key) => (node as Record<string, Json>)[key] as Json, changed);
  (object as Record<string, Json>).unheardOf = true;
  return changed;
}

/** The pointers of all objects in a value. */
export function objectsIn(value: Json, pointer: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, child]) => objectsIn(child, `${pointer}/${escapePointer(key)}`));
  return Array.isArray(value) ? inside : [pointer, ...inside];
}
