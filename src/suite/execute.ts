import { ContractsError } from '../errors.js';
import type { Json, OperationId, OperationResult, Reason, Tier } from '../words.js';
import { Order } from './order.js';
import { isGone, isNotServed, unverifiable } from './outcome.js';
import {
  type Body,
  type BodyContext,
  type Call,
  callsOf,
  type Fixture,
  fixturesOf,
  operationsOf,
  type Plan,
  tierOf,
} from './plan.js';
import type { Run } from './run.js';
import { Tally } from './tally.js';

/** A run looks no further for an object of a kind: a list may be as long as the org is large. */
const mostPages = 5;

type Why = { kind: 'skipped' | 'inconclusive'; reason: Reason; detail: string };

/** A fixture that is there, or why it is not. */
type Ready =
  | { id: string; ids: Record<string, string>; object: { [key: string]: Json }; intent?: string }
  | { why: Why };

interface Live {
  ready: Promise<Ready>;
  order: Order;
  /** Settles when the fixture is removed. */
  gone: Promise<void>;
}

/**
 * Carries out a plan: everything that does not wait for something else is under way at once. Nothing is sent for operations
 * that are not selected, unless a selected one stands on them. The results settle one by one.
 */
export function executePlan(
  plan: Plan,
  run: Run,
  isSelected: (operation: OperationId) => boolean,
): Map<OperationId, Promise<OperationResult>> {
  const tallies = new Map<OperationId, Tally>();
  const uses = new Map<OperationId, Promise<unknown>[]>();
  for (const operation of ownOperations(plan, run)) {
    tallies.set(operation, new Tally(run.catalogue, run.operation(operation)));
    uses.set(operation, []);
  }
  const use = (operation: OperationId | undefined, work: Promise<unknown>) => {
    // A fault of the project is thrown where a result is awaited, and only there.
    work.catch(() => undefined);
    if (operation) uses.get(operation)?.push(work);
  };
  const execution = new Execution(run, tallies);
  const needed = neededFixtures(plan, isSelected);

  const lives = new Map<Fixture, Live>();
  const children = new Map<Fixture, Promise<unknown>[]>();
  for (const step of plan.steps) {
    if ('call' in step) {
      if (!isSelected(step.call.operation)) continue;
      const on = step.call.fixtures.map((fixture) => lives.get(fixture) as Live);
      const around = ancestorsOf(step.call.fixtures).map((fixture) => lives.get(fixture) as Live);
      use(step.call.operation, execution.call(step.call, on, around));
    } else if (needed.has(step.fixture)) {
      const { fixture } = step;
      const parents = (fixture.spec.in ?? []).map((parent) => lives.get(parent) as Live);
      const ready = execution.prepare(fixture, parents);
      use(undefined, ready);
      lives.set(fixture, { ready, order: new Order(), gone: Promise.resolve() });
      children.set(fixture, []);
      for (const operation of [fixture.spec.make?.operation, fixture.spec.found?.operation]) use(operation, ready);
    }
  }
  for (const [fixture, live] of [...lives].reverse()) {
    live.gone = Promise.all([live.order.idle, ...(children.get(fixture) ?? [])]).then(() =>
      execution.remove(fixture, live),
    );
    use(undefined, live.gone);
    for (const parent of fixture.spec.in ?? []) children.get(parent)?.push(live.gone);
    for (const operation of fixture.spec.remove ?? []) use(operation, live.gone);
  }
  const results = new Map<OperationId, Promise<OperationResult>>();
  for (const [operation, tally] of tallies) {
    const result = Promise.all(uses.get(operation) ?? []).then(() => tally.result());
    use(undefined, result);
    results.set(operation, result);
  }
  return results;
}

/** The operations that a suite answers for: those of its own resource. Others only serve its fixtures, and have a suite of their own. */
export function ownOperations(plan: Plan, run: Run): OperationId[] {
  return operationsOf(plan).filter((operation) => run.operation(operation).resource === plan.name);
}

/** The fixtures that selected operations stand on. */
function neededFixtures(plan: Plan, isSelected: (operation: OperationId) => boolean): Set<Fixture> {
  const needed = new Set<Fixture>();
  const need = (fixture: Fixture): void => {
    needed.add(fixture);
    for (const parent of fixture.spec.in ?? []) need(parent);
  };
  for (const call of callsOf(plan)) if (isSelected(call.operation)) call.fixtures.forEach(need);
  for (const fixture of fixturesOf(plan)) {
    const { make, found, remove = [] } = fixture.spec;
    if ([make?.operation, found?.operation, ...remove].some((operation) => operation && isSelected(operation)))
      need(fixture);
  }
  return needed;
}

/** What fixtures lie in, apart from the fixtures themselves. */
function ancestorsOf(fixtures: Fixture[]): Fixture[] {
  const found = new Set<Fixture>();
  const climb = (fixture: Fixture): void => {
    for (const parent of fixture.spec.in ?? []) {
      found.add(parent);
      climb(parent);
    }
  };
  fixtures.forEach(climb);
  return [...found].filter((fixture) => !fixtures.includes(fixture));
}

class Execution {
  constructor(
    readonly run: Run,
    readonly tallies: Map<OperationId, Tally>,
  ) {}

  /** Finds or makes a fixture. Never rejects. */
  prepare(fixture: Fixture, parents: Live[]): Promise<Ready> {
    const { make } = fixture.spec;
    let leave: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      leave = resolve;
    });
    // What is discovered inside a fixture is discovered in its turn: after the calls that put it there.
    const turns = make ? [] : parents.map((parent) => parent.order.enter(false, done));
    return this.#prepare(fixture, parents, Promise.all(turns)).finally(() => leave());
  }

  async #prepare(fixture: Fixture, parents: Live[], turn: Promise<unknown>): Promise<Ready> {
    const { make, found } = fixture.spec;
    const settled = await Promise.all(parents.map((parent) => parent.ready));
    await turn;
    const missing = settled.find((parent) => 'why' in parent);
    if (missing && 'why' in missing) {
      for (const operation of [make?.operation, found?.operation])
        if (operation) this.tallies.get(operation)?.unverified(missing.why);
      return missing;
    }
    const ids = Object.assign({}, ...settled.map((parent) => ('ids' in parent ? parent.ids : {})));
    const around = settled.find((parent) => 'object' in parent)?.object ?? {};
    return this.run.guard(
      async () => {
        const tier = make && tierOf(make.operation, make.changes && 'org');
        const writes = tier && this.run.allows(tier);
        if (make && tier && !writes) this.tallies.get(make.operation)?.unverified(needsTier(tier));
        if (writes) return await this.#inItsPlace(fixture, () => this.#make(fixture, ids, around));
        return this.#find(fixture, ids);
      },
      (why) => {
        for (const operation of [make?.operation, found?.operation])
          if (operation) this.tallies.get(operation)?.unverified(why);
        return { why };
      },
    );
  }

  /** Takes a place among the few users at a time, and gives it back at once where none was made. */
  async #inItsPlace(fixture: Fixture, make: () => Promise<Ready>): Promise<Ready> {
    if (fixture.spec.kind !== 'user') return make();
    await this.run.users.acquire();
    const ready = await make().catch((error: unknown) => {
      this.run.users.release();
      throw error;
    });
    if ('why' in ready) this.run.users.release();
    return ready;
  }

  async #make(fixture: Fixture, ids: Record<string, string>, around: BodyContext['object']): Promise<Ready> {
    const { make, parameter, id: idProperty = 'id', remove = [], find } = fixture.spec;
    if (!make) throw new Error('a fixture without make');
    const context = { name: this.run.newName(), ids, org: this.run.url, object: around };
    const name = make.name?.(context) ?? context.name;
    const fill = (operation: OperationId) => fillTemplate(operation, ids, context);
    const recipe = {
      kind: parameter,
      name,
      remove: remove.map(
        (operation) =>
          `${operation.split(' ')[0]} ${fillTemplate(operation, { ...ids, ...idsOf(fixture, '{id}') }, context)}`,
      ),
    };
    const body = make.body?.(context);
    this.run.holdRequest(this.run.operation(make.operation), body);
    const intent = this.run.journal.intend({ ...recipe, ...(find ? { find: { id: idProperty, ...find } } : {}) });
    const changed = make.changes ? ids[parameter] : undefined;
    if (changed !== undefined) this.run.journal.made(intent, changed);
    const answer = await this.send(make.operation, {
      path: fill(make.operation),
      ...(make.changes ? { tier: 'org' } : {}),
      ...(make.query ? { query: make.query } : {}),
      ...(body === undefined ? {} : { body }),
      intent,
    });
    const object = asObject(answer?.body);
    const id = changed ?? object[idProperty];
    if (!answer || typeof id !== 'string') {
      this.run.journal.settled(intent, 'refused');
      return {
        why: {
          kind: 'inconclusive',
          reason: 'fixture-not-made',
          detail: `${make.operation} did not make the object that this stands on`,
        },
      };
    }
    this.run.journal.made(intent, id);
    this.run.journal.own(fixture.spec.brings?.(object) ?? []);
    return { id, ids: { ...ids, ...idsOf(fixture, id) }, object, intent };
  }

  async #find(fixture: Fixture, ids: Record<string, string>): Promise<Ready> {
    const { found, make, id: idProperty = 'id' } = fixture.spec;
    if (!found) return { why: needsTier(make ? 'write' : 'read') };
    const context = { name: '', ids, org: this.run.url, object: {} };
    let item: { [key: string]: Json } | undefined;
    let page: { path: string; query?: Record<string, string> } | undefined = {
      path: fillTemplate(found.operation, ids, context),
      ...(found.query ? { query: found.query } : {}),
    };
    for (let pages = 0; page && !item && pages < mostPages; pages += 1) {
      const answer: Awaited<ReturnType<Execution['send']>> = await this.send(found.operation, page);
      const body = found.list ? asObject(answer?.body)[found.list] : answer?.body;
      item = (Array.isArray(body) ? body : []).map(asObject).find((object) => found.where?.(object) ?? true);
      page = answer?.next === undefined ? undefined : { path: answer.next };
    }
    const id = item?.[idProperty];
    if (!item || typeof id !== 'string')
      return {
        why: {
          kind: 'skipped',
          reason: 'no-such-object-on-this-org',
          detail: `${found.operation} lists none on this org`,
        },
      };
    return { id, ids: { ...ids, ...idsOf(fixture, id) }, object: item };
  }

  /** Makes one call of a suite, in its place: what its objects lie in is not changed meanwhile. Never rejects. */
  call(call: Call, lives: Live[], around: Live[]): Promise<void> {
    const writes = !call.operation.startsWith('GET ');
    let leave: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const turns = [
      ...lives.map((live) => live.order.enter(writes, done)),
      ...around.map((live) => live.order.enter(false, done)),
    ];
    const work = async () => {
      const tally = this.tallies.get(call.operation);
      const tier = tierOf(call.operation, call.options.tier);
      if (!this.run.allows(tier)) return void tally?.unverified(needsTier(tier));
      if (call.options.onlyNamed && !this.run.mayBeAsked(call.operation)) return void tally?.unverified(needsName);
      const ready = await Promise.all(lives.map((live) => live.ready));
      await Promise.all(turns);
      const missing = ready.find((r) => 'why' in r);
      if (missing && 'why' in missing) return void tally?.unverified(missing.why);
      const there = ready.filter((r) => 'id' in r);
      const ids: Record<string, string> = Object.assign({}, ...there.map((r) => r.ids));
      const context: BodyContext = { name: this.run.newName(), ids, org: this.run.url, object: there[0]?.object ?? {} };
      await this.run.guard(
        async () => {
          await this.send(call.operation, {
            path: fillTemplate(call.operation, { ...ids, ...fillAll(call.options.with, context) }, context),
            query: { ...call.options.query, ...call.options.queryOf?.(context) },
            ...(call.options.body ? { body: (call.options.body as Body)(context) } : {}),
            tier,
          });
        },
        (why) => tally?.unverified(why),
      );
    };
    return work().finally(() => leave());
  }

  /** Removes a fixture that this run made. Never rejects; what is left stays in the journal. */
  async remove(fixture: Fixture, live: Live): Promise<void> {
    const ready = await live.ready;
    const { remove = [], kind } = fixture.spec;
    if ('why' in ready || !ready.intent) {
      for (const operation of remove)
        this.tallies
          .get(operation)
          ?.unverified('why' in ready && this.run.allows(tierOf(operation)) ? ready.why : needsTier('write'));
      return;
    }
    const context = { name: '', ids: ready.ids, org: this.run.url, object: ready.object };
    await this.run.guard(
      async () => {
        let last = 0;
        for (const operation of remove)
          last = (await this.send(operation, { path: fillTemplate(operation, ready.ids, context) }, true))?.status ?? 0;
        if (last === 404 || (last >= 200 && last < 300)) this.run.journal.settled(ready.intent as string, 'removed');
      },
      (why) => {
        for (const operation of remove) this.tallies.get(operation)?.unverified(why);
      },
    );
    if (kind === 'user') this.run.users.release();
  }

  /** Sends, checks and tallies one request. Returns the answer's body where the answer was a success. */
  async send(
    operation: OperationId,
    request: { path: string; query?: Record<string, string>; body?: Json; intent?: string; tier?: Tier },
    removing = false,
  ): Promise<{ status: number; body: Json | undefined; next: string | undefined } | undefined> {
    const contract = this.run.operation(operation);
    const tally = this.tallies.get(operation);
    this.run.holdRequest(contract, request.body);
    const { exchange, body, next } = await this.run.client.send({ method: contract.method, ...request, removing });
    const { status } = exchange.response;
    if (contract.scope === 'deprecated' ? isGone(exchange) : isNotServed(exchange)) {
      tally?.notServed(status);
      return undefined;
    }
    const why = unverifiable(exchange);
    if (why) tally?.unverified(why);
    else tally?.add(exchange, this.run.check(contract, exchange));
    return why && !removing ? undefined : { status, body, next };
  }
}

const needsName: Why = {
  kind: 'skipped',
  reason: 'needs-org-tier',
  detail: 'its effect cannot be taken back: it is asked for only when OKTA_CONTRACTS_NAMED names it',
};

function needsTier(tier: string): Why {
  return {
    kind: 'skipped',
    reason: tier === 'org' ? 'needs-org-tier' : 'needs-write-tier',
    detail: `runs in the ${tier} tier only`,
  };
}

function fillAll(values: Call['options']['with'], context: BodyContext): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([key, value]) => [key, typeof value === 'string' ? value : value(context)]),
  );
}

/** An id by every name of its fixture. */
function idsOf({ spec }: Fixture, id: string): Record<string, string> {
  return Object.fromEntries([spec.parameter, ...(spec.also ?? [])].map((name) => [name, id]));
}

/** The path of an operation with its parameters filled in. */
function fillTemplate(operation: OperationId, values: Record<string, string>, context: BodyContext): string {
  return (operation.split(' ')[1] ?? '').replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = values[name] ?? context.ids[name];
    if (value === undefined)
      throw new ContractsError('CONFIG', `${operation}: the suite gives no value for {${name}}.`);
    return value === '{id}' ? value : encodeURIComponent(value);
  });
}

function asObject(value: Json | undefined): { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
