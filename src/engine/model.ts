import type { Json } from '../domain/json.js';
import type { Effect, OperationId, Tier } from '../domain/operation.js';

/**
 * What has to hold before a write is sent to a live org: an effect that the settings allow, or a property of the org that the
 * write pre-flight read. Everything holds on the reference org.
 */
export type Need = Effect | 'user-profile' | 'ordinary-clients' | 'user-type-quota';

/** What a body may depend on: the name that the run gives to a new object, and the objects that it needs. */
export interface BodyContext {
  /** A name with the run's prefix, unique in the run. */
  name: string;
  /** Ids of the fixtures of the plan that are ready, by parameter name. */
  ids: Record<string, string>;
  /** The org's URL, without a slash at its end. */
  org: string;
  /** Values for the attributes that the org requires of every user, beside login, email and names. */
  required: { [key: string]: Json };
  /** The last answer about the fixture that the call is on; for one that is made, about what it lies in. */
  object: { [key: string]: Json };
}

export type Body = (context: BodyContext) => Json;

/** One request of those that remove a fixture, or put back what it changed. */
export interface RemoveStep {
  operation: OperationId;
  /** For a change that is put back, `object` is what was there before. */
  body?: Body;
  query?: Record<string, string>;
}

/** A run looks no further for an object: a list may be as long as the org is large. */
export const mostPages = 5;

/** A 400 by which an org refuses a correct request, and what that means. It says nothing about the contract. */
export interface KnownRefusal {
  reason: 'no-such-object-on-this-org' | 'feature-not-enabled';
  detail: string;
  /** What the summary of the error contains, where that is known. */
  summary?: RegExp;
}

/** A request whose response has the object of a fixture. */
export interface Found {
  operation: OperationId;
  /** Values of parameters of the template that no fixture fills. The response is then the object itself, unless it is a list. */
  with?: Record<string, string>;
  query?: Record<string, string>;
  /** The query, where it depends on what the fixture is in. */
  queryOf?: (ids: Record<string, string>) => Record<string, string>;
  /** The property that has the list, where the response is an object. */
  list?: string;
  /** @param ids of what the fixture is in */
  where?: (item: { [key: string]: Json }, ids: Record<string, string>) => boolean;
  /** The response is the object itself: there is one on an org, and it needs no id. */
  one?: true;
}

/** How an object is found on the org in the read tier, or made in the write tier, and removed. */
export interface FixtureSpec {
  /** The parameter of path templates that its id fills, `inlineHookId`. */
  parameter: string;
  /** The name by which others find its id, where another fixture of its kind fills the parameter. */
  alias?: string;
  /** Other parameters that it fills, where operations name the same object otherwise. */
  aliases?: string[];
  make?: {
    operation: OperationId;
    body?: Body;
    query?: Record<string, string>;
    /**
     * It changes the object that it lies in, which is the org's, and `remove` changes it back: org tier only. The way back is
     * on disk before the change is asked for.
     */
    changes?: true;
    /**
     * What the change makes of the properties that the fixture it is `in` was read with: one of these. Needed where the change
     * is neither an activation nor sends its properties as the body.
     */
    sets?: { [key: string]: Json }[];
    /** It cannot be identified when its id never arrives: a live org is asked for it only when the settings name it. */
    onlyNamed?: true;
    /** What the org and the settings must allow. Otherwise an object of the org is found, and only read. */
    needs?: Need[];
    /** It is created in an object of the org, which otherwise stays as it is. */
    inOrgObject?: true;
    /** An org may refuse to create it. */
    refusal?: KnownRefusal;
    /** What it is found again by, where that is not the name that the run gives. */
    name?: (context: BodyContext) => string;
  };
  /** How it is found. Alternatives are tried in this order until one has an object. */
  found?: Found | Found[];
  /** Property of the answer (or of a list's item) that is its id, or a JSON pointer to it; default `id`. */
  id?: string;
  /** The format of its id, where that is not Okta's usual one: 20 letters and digits. A created object with another id is not accepted. */
  format?: RegExp;
  /** What removes it, in order; nothing where it goes with what it lies in. */
  remove?: (OperationId | RemoveStep)[];
  /** The path template of the object itself, where no request removes it. */
  template?: string;
  /** How it is found again by its name when its id never arrived; the path may have parameters of what it lies in. */
  find?: { path: string; list?: string; name: string };
  /** A value that the org accepts in place of its id at once, where a list may show it late: the login of a user. */
  otherId?: (context: BodyContext) => string;
  /** JSON pointer to the name that the run gave it, where `find` does not say it. */
  mark?: string;
  /** Why it cannot carry a name of the run: then its id alone has to do. */
  unnamed?: string;
  /** Fixtures that must be there before. */
  parents?: Fixture[];
  /**
   * It is found, and came with what it is in, whose id is at the pointer: where the run created that, it is the run's as well.
   * With `make`: an org that has created it already refuses to create it, and then it is found.
   */
  partOf?: { parameter: string; pointer: string };
  /** Ids of objects that come and go with it, by the parameter that they fill, read from the object. */
  owns?: (object: { [key: string]: Json }) => Record<string, string>;
  /**
   * The name by which suites share it: it is made once a run, and goes when the last suite is done with it. They change
   * nothing of it that they do not change back.
   */
  shared?: string;
  /** At most six users exist at a time, whatever the suite: small orgs have room for ten. */
  kind?: 'user';
}

/** A fixture of a plan. */
export interface Fixture {
  readonly key: number;
  readonly spec: FixtureSpec;
}

export interface CallOptions {
  on?: Fixture | Fixture[];
  body?: Body;
  query?: Record<string, string>;
  /** The query, where it depends on an object. */
  queryOf?: (context: BodyContext) => Record<string, string>;
  /** Parameters of the template that no fixture fills. */
  with?: Record<string, string | ((context: BodyContext) => string)>;
  tier?: Tier;
  /** An org may refuse it. */
  refusal?: KnownRefusal;
  /** Reads the object again just before: the body writes its values back, and someone else may have changed them since. */
  rereads?: OperationId;
  /** The body names the object that it is about, which is the one that fills this parameter; the path does not. */
  inBody?: string;
  /** Its effect cannot be taken back: a live org is asked for it only when the settings name it. */
  onlyNamed?: true;
  /** What the org and the settings must allow. */
  needs?: Need[];
}

export interface Call {
  operation: OperationId;
  fixtures: Fixture[];
  options: CallOptions;
}

/** Everything that a suite file says: which objects it needs, and how each operation is reached. */
export interface Plan {
  name: string;
  /** In the order in which the suite names them. */
  steps: ({ fixture: Fixture } | { call: Call })[];
}

/** The fixtures of a plan, in order. */
export function fixturesOf(plan: Plan): Fixture[] {
  return plan.steps.flatMap((step) => ('fixture' in step ? step.fixture : []));
}

/** The calls of a plan, in order. */
export function callsOf(plan: Plan): Call[] {
  return plan.steps.flatMap((step) => ('call' in step ? step.call : []));
}

/** Every operation that a plan reaches, in the order in which the suite names it. */
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

/** What creates or finds a fixture. */
export function sourcesOf(spec: FixtureSpec): OperationId[] {
  return [...(spec.make ? [spec.make] : []), ...foundIn(spec)].map(({ operation }) => operation);
}

/** What removes a fixture, in order. */
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
  return tier ?? (operation.startsWith('GET ') ? 'read' : 'write');
}
