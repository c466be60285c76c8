import type { ChangeKind, ChangeState } from '../domain/change.js';
import type { Level } from '../domain/finding.js';
import type { Json } from '../domain/json.js';
import type { OperationId } from '../domain/operation.js';
import type { SdkFinding, SdkReport } from '../domain/sdk.js';
import type { PolicyResult } from './policy.js';

/** The sections of a report, in report order. */
export const groupSections = ['broken', 'breaking applied', 'breaking not applied', 'usable', 'other'] as const;

/**
 * - `broken`: findings that belong to no change: violations, then warnings
 * - `breaking applied`: something was removed, changed or newly required, and the org has applied it
 * - `breaking not applied`: the same, but the org has not applied it
 * - `usable`: something was added, and the org has applied it
 * - `other`: additions that are not applied, changes that are not observable, and notices
 */
export type GroupSection = (typeof groupSections)[number];

/** The state of a group: `partly applied` if only some of its operations have applied it, `broken` for findings without a change. */
export type GroupState = ChangeState | 'partly applied' | 'broken';

/** An operation that a change or a finding affects. */
export interface GroupOperation {
  operation: OperationId;
  state: ChangeState | 'broken';
  /** Why the state is not observable. */
  reason?: string;
}

/** One change of the API with all operations that it affects, or one finding that belongs to no change. */
export interface ChangeGroup {
  /** Hash of the kind and the schema location: the same in all runs and orgs. */
  id: string;
  section: GroupSection;
  /** `finding` for findings that belong to no change. */
  kind: ChangeKind | 'finding';
  part: 'response' | 'request' | 'status' | 'operation';
  /** `` `type` removed from users `` */
  title: string;
  /** The shortest pointer at which an operation has it. */
  pointer: string;
  resource: string;
  /** The place in the contract. */
  contract: string;
  /** Whether code that works with the previous edition may fail. */
  breaking: boolean;
  state: GroupState;
  operations: GroupOperation[];
  /** Fingerprints of the findings that belong to it. */
  findings: string[];
  /** The most severe level of its findings. */
  level?: Level;
  /** `fails` if a finding fails the run, `passes` if no finding does; `known` or `waived` if every finding is accepted. */
  policyResult?: PolicyResult;
  evidence?: string;
  /** The previous form of a changed property, in a few words. */
  was?: string;
  /** The condition under which an added property is returned. */
  when?: string;
  /** Why a removal is disputed. */
  disputed?: string;
  /** Start of the first run, without a gap until now, that showed this state (RFC 3339). */
  since?: string;
  /** The code that is affected: it reads the property, sends it, or calls the operation. */
  affects: ('reads' | 'sends' | 'calls')[];
  guide?: ChangeGuide;
  /** The SDKs that cannot read it, or lose it. */
  sdks?: GroupSdk[];
}

/** What an SDK makes of the place of a group. */
export type GroupSdk = Pick<SdkReport, 'name' | 'version'> & Pick<SdkFinding, 'result'>;

/** What a change means for the code of a client. */
export interface ChangeGuide {
  /** Shapes with invented values. */
  before?: Json;
  after?: Json;
  /** What to change in code, in one or two sentences. */
  advice: string;
  /** Since when orgs have the change, and its feature flags, as Okta's release notes state it. */
  availability?: string;
  /** The methods of Okta's SDKs, for each operation that they have. */
  sdk: SdkNames[];
  links: { title: string; url: string }[];
}

/** The method of an operation in each of Okta's SDKs: `userApi.getUser`, `UserApi.get_user`. */
export interface SdkNames {
  operation: OperationId;
  node?: string;
  python?: string;
  go?: string;
  java?: string;
  dotnet?: string;
}

/**
 * The figures of a report: numbers of groups, and of operations that were not verified. Accepted findings are not counted, and
 * warnings that belong to no change only if they fail the run.
 */
export interface Figures {
  broken: number;
  breakingApplied: number;
  breakingNotApplied: number;
  unverified: number;
}

/** Whether waivers or the baseline accept every finding of a group. */
export function isAccepted({ policyResult }: Pick<ChangeGroup, 'policyResult'>): boolean {
  return policyResult === 'known' || policyResult === 'waived';
}

/** Whether a group is a finding that belongs to no change, and more than a warning that passes. */
export function isBroken({ section, level, policyResult }: Pick<ChangeGroup, 'section' | 'level' | 'policyResult'>) {
  return section === 'broken' && (level === 'violation' || policyResult === 'fails');
}

/** The four figures of a report. */
export function figuresOf(report: {
  groups: readonly ChangeGroup[];
  coverage: { unverified: readonly { operations: readonly OperationId[] }[] };
}): Figures {
  const groups = report.groups.filter((group) => !isAccepted(group));
  const numberIn = (section: GroupSection) => groups.filter((group) => group.section === section).length;
  return {
    broken: groups.filter(isBroken).length,
    breakingApplied: numberIn('breaking applied'),
    breakingNotApplied: numberIn('breaking not applied'),
    unverified: report.coverage.unverified.reduce((sum, { operations }) => sum + operations.length, 0),
  };
}
