import type { Json } from '../domain/json.js';
import { type Effect, isRead, type OperationId, type Tier } from '../domain/operation.js';

/**
 * A condition for a write to a live org: an effect that the settings must allow, or a property of the org that the write
 * pre-flight reads. On the reference org all of them are met.
 */
export type Need = Effect | 'user-profile' | 'ordinary-clients' | 'user-type-quota';

/** The values that a body can depend on. */
export interface BodyContext {
  /** A name with the run's prefix, unique in the run. */
  name: string;
  /** Ids of the fixtures of the plan that are ready, by parameter name. */
  ids: Record<string, string>;
  /** The org's URL, without a slash at its end. */
  org: string;
  /** Values for the attributes that the org requires of every user, except login, email and names. */
  required: { [key: string]: Json };
  /** The last response that contained the call's fixture. For a fixture that is created, its parent. */
  object: { [key: string]: Json };
}

export type Body = (context: BodyContext) => Json;

/**
 * How a trial differs from the request that it repeats: values by JSON pointer into the body, or by `?name` for a query parameter;
 * `undefined` leaves the value out.
 */
export type Trial = { [place: string]: Json | undefined };

/** One of the requests that remove or restore a fixture. */
export interface RemoveStep {
  operation: OperationId;
  /** To restore a setting; `object` is the setting before the change. */
  body?: Body;
  query?: Record<string, string>;
}

/** At most this many pages of a list are read to find an object. */
export const mostPages = 5;

/** A response with which an org may refuse a correct request, and its meaning. It does not affect the verdict. */
export interface KnownRefusal {
  /** Default: 400 `E0000001`. */
  error?: '404 E0000007';
  reason: 'no-such-object-on-this-org' | 'feature-not-enabled';
  detail: string;
  /** Matches the summary of the error, if that is known. */
  summary?: RegExp;
}

/** A request whose response contains the object of a fixture. */
export interface Found {
  operation: OperationId;
  /** Values of parameters of the template that no fixture fills. The response is then the object itself, unless it is a list. */
  with?: Record<string, string>;
  query?: Record<string, string>;
  /** A query that depends on the parents of the fixture. */
  queryOf?: (ids: Record<string, string>) => Record<string, string>;
  /** The property that contains the list, if the response is an object. */
  list?: string;
  /** @param ids of the parents of the fixture */
  where?: (item: { [key: string]: Json }, ids: Record<string, string>) => boolean;
  /** The response is the object itself: an org has exactly one, and it needs no id. */
  one?: true;
  /** The properties of an item that can contain its id, in this order; default: `id` of the fixture. */
  idAt?: string[];
  /**
   * Any object is suitable: only the first page of the list is read. If a parent that was found contains no object, up to two further
   * objects of the parent's list are tried.
   */
  inAnyParent?: true;
}

/** The request that creates an object, or changes a setting. */
interface MakeRequest {
  operation: OperationId;
  body?: Body;
  query?: Record<string, string>;
  /** It is sent to a live org only if the settings name it: what was created cannot be identified if its id never arrives. */
  onlyNamed?: true;
  /** Conditions on the org and the settings. If they are not met, an object of the org is found, and only read. */
  needs?: Need[];
  /** An org may refuse it. */
  refusal?: KnownRefusal;
}

export interface Creation extends MakeRequest {
  /** What only one of the editions accepts. It is part of the request. If the org refuses it, it is left out. */
  alsoSend?: Trial;
  changes?: never;
  sets?: never;
  /** It is created inside an object of the org, which stays as it is otherwise. */
  inOrgObject?: true;
  /** The value that identifies the object, if it is not the name that the run gives. */
  name?: (context: BodyContext) => string;
}

export interface SettingChange extends MakeRequest {
  /** It changes its parent, an object of the org, until `remove` restores it. Org tier only. The journal has the previous value. */
  changes: true;
  /**
   * What the change may set the properties of the parent to. Needed if the change is not an activation and does not send these
   * properties as its body.
   */
  sets?: { [key: string]: Json }[];
  inOrgObject?: never;
  name?: never;
}

interface AnyFixture {
  /** The parameter of path templates that its id fills, `inlineHookId`. */
  parameter: string;
  /** The name under which others find its id, if another fixture of the same type fills the parameter. */
  alias?: string;
  /** Other parameters that it fills: some operations use a different name for the same object. */
  aliases?: string[];
  /** The property of its response (or list item) that is its id, or a JSON pointer to it; default `id`. */
  id?: string;
  /** Fixtures that must exist before. */
  parents?: Fixture[];
  /** The name by which suites share it: it is prepared once in a run, and removed after the last suite. They undo what they change. */
  shared?: string;
}

interface Findable {
  /** How it is found on the org. Alternatives are tried in this order. */
  found: Found | Found[];
  /**
   * It is created together with a parent, whose id is at the pointer: if the run created the parent, this is an object of the run
   * as well. With `make`: an org that has already created it refuses to create it, and it is found.
   */
  partOf?: { parameter: string; pointer: string };
}

interface Removable {
  /** The requests that remove or restore it, in order. Missing if it is removed with its parent. */
  remove?: (OperationId | RemoveStep)[];
}

interface Creatable extends Removable {
  make: Creation;
  /** The format of its id, if that is not 20 letters and digits. A created object with another id is not accepted. */
  format?: RegExp;
  /** The path template of the object itself, if no request removes it. */
  template?: string;
  /** How it is found by its name if its id never arrived. The path may have parameters of its parents. */
  find?: { path: string; list?: string; name: string };
  /** A value that the org accepts instead of its id immediately, if a list may show it late: the login of a user. */
  otherId?: (context: BodyContext) => string;
  /** JSON pointer to the name that the run gave it, if `find` does not state it. */
  mark?: string;
  /** Why it cannot have a name of the run. It is then identified by its id alone. */
  unnamed?: string;
  /** Ids of objects that are created and removed with it, by the parameter that they fill, read from the object. */
  owns?: (object: { [key: string]: Json }) => Record<string, string>;
  /** At most six users exist at a time in all suites, because small orgs allow ten. */
  kind?: 'user';
}

interface Changeable extends Removable {
  make: SettingChange;
  parents: Fixture[];
}

/** The properties of other variants, which a variant must not have. */
type Without<Variant> = { [Name in keyof Variant]?: never };

/** It is created in the write tier and removed. In the read tier it does not exist. */
export type CreatedFixture = AnyFixture & Creatable & Without<Findable>;

/** It is found on the org in every tier. */
export type FoundFixture = AnyFixture & Findable & Without<Creatable>;

/** It is created in the write tier, and found in the read tier or if it cannot be created. */
export type CreatedOrFoundFixture = AnyFixture & Creatable & Findable;

/** A setting of the org that is changed and restored in the org tier. */
export type ChangedFixture = AnyFixture & Changeable & Without<Findable> & Without<Omit<Creatable, keyof Changeable>>;

/** How an object is found on the org, or created and removed. */
export type FixtureSpec = CreatedFixture | FoundFixture | CreatedOrFoundFixture | ChangedFixture;

/** A fixture of a plan. */
export interface Fixture {
  readonly key: number;
  readonly spec: FixtureSpec;
}

export interface CallOptions {
  on?: Fixture | Fixture[];
  /** Those of `on` that a write only names, such as the client whose tokens a user loses. Other calls may use them meanwhile. */
  unchanged?: Fixture[];
  body?: Body;
  query?: Record<string, string>;
  /** A query that depends on an object. */
  queryOf?: (context: BodyContext) => Record<string, string>;
  /** Parameters of the template that no fixture fills. */
  with?: Record<string, string | ((context: BodyContext) => string)>;
  tier?: Tier;
  /** An org may refuse it. */
  refusal?: KnownRefusal;
  /** Reads the object again just before, because the body writes its current values back and someone else may change them. */
  rereads?: OperationId;
  /** The parameter of the object that the request is for, if the body contains it and the path does not. */
  inBody?: string;
  /** Irreversible: it is sent to a live org only if the settings name it. */
  onlyNamed?: true;
  /** Conditions on the org and the settings. */
  needs?: Need[];
  /**
   * What only one of the editions accepts, one further request for each entry. The responses show if the org accepts, ignores or
   * refuses it. A write must be undone by repeating the call, and is sent to objects of the run only. It must not cause a mail or
   * activate anything.
   */
  alsoSend?: Trial[];
}

export interface Call {
  operation: OperationId;
  fixtures: Fixture[];
  options: CallOptions;
}

/** Everything that a suite declares: the objects that it needs, and how each operation is called. */
export interface Plan {
  name: string;
  /** In the order of the suite. */
  steps: ({ kind: 'fixture'; fixture: Fixture } | { kind: 'call'; call: Call })[];
  /** Operations that `reads()` could not plan, each with the reason. */
  notRequested: Map<OperationId, string>;
}

/** The fixtures of a plan, in order. */
export function fixturesOf(plan: Plan): Fixture[] {
  return plan.steps.flatMap((step) => (step.kind === 'fixture' ? step.fixture : []));
}

/** The calls of a plan, in order. */
export function callsOf(plan: Plan): Call[] {
  return plan.steps.flatMap((step) => (step.kind === 'call' ? step.call : []));
}

/** Every operation of a plan, in the order of the suite. */
export function operationsOf(plan: Plan): OperationId[] {
  const names = new Set<OperationId>();
  for (const { spec } of fixturesOf(plan)) {
    for (const { operation } of foundIn(spec)) names.add(operation);
    if (spec.make) names.add(spec.make.operation);
  }
  for (const call of callsOf(plan)) names.add(call.operation);
  for (const { spec } of fixturesOf(plan)) for (const { operation } of removalOf(spec)) names.add(operation);
  return [...names];
}

/** The ways to find the object of a fixture, in the order in which they are tried. */
export function foundIn({ found = [] }: FixtureSpec): Found[] {
  return [found].flat();
}

/** The operations that create or find a fixture. */
export function sourcesOf(spec: FixtureSpec): OperationId[] {
  return [...(spec.make ? [spec.make] : []), ...foundIn(spec)].map(({ operation }) => operation);
}

/** The requests that remove or restore a fixture, in order. */
export function removalOf({ remove = [] }: FixtureSpec): RemoveStep[] {
  return remove.map((step) => (typeof step === 'string' ? { operation: step } : step));
}

/** The requests that follow the change of a setting until it is restored. */
export function untilRestored(plan: Plan, fixture: Fixture): OperationId[] {
  const calls = callsOf(plan).filter(({ fixtures }) => fixtures.includes(fixture));
  return [...calls, ...removalOf(fixture.spec)].map(({ operation }) => operation);
}

/** The tier that an operation needs. */
export function tierOf(operation: OperationId, tier?: Tier): Tier {
  return tier ?? (isRead(operation) ? 'read' : 'write');
}
