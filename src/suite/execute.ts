import { setTimeout as sleep } from 'node:timers/promises';
import { ContractsError } from '../errors.js';
import type { Removal } from '../org/journal.js';
import { queryOf } from '../org/removal.js';
import type { Json, OperationId, OperationResult, Reason, Tier } from '../words.js';
import { asObject, fillAll, fillTemplate, idsOf, recipeOf, valueAt } from './fill.js';
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
  removalOf,
  tierOf,
} from './plan.js';
import { namePrefix, nobodysId, type Run } from './run.js';
import { Tally } from './tally.js';

/** A run looks no further for an object of a kind: a list may be as long as the org is large. */
const mostPages = 5;

type Why = { kind: 'skipped' | 'inconclusive'; reason: Reason; detail: string };

/** A fixture that is there, or why it is not. */
export type Ready =
  | { id: string; ids: Record<string, string>; object: { [key: string]: Json }; intent?: string; removal?: Removal[] }
  | { why: Why };

/** A fixture of a run under way. */
export interface Live {
  ready: Promise<Ready>;
  order: Order;
  /** What lies in it, whatever the suite: each settles when it is gone. */
  children: Promise<unknown>[];
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
  const begun: [Fixture, Live][] = [];
  for (const step of plan.steps) {
    if ('call' in step) {
      if (!isSelected(step.call.operation)) continue;
      const on = step.call.fixtures.map((fixture) => lives.get(fixture) as Live);
      const around = ancestorsOf(step.call.fixtures).map((fixture) => lives.get(fixture) as Live);
      use(step.call.operation, execution.call(step.call, on, around));
    } else if (needed.has(step.fixture)) {
      const { fixture } = step;
      const parents = (fixture.spec.in ?? []).map((parent) => lives.get(parent) as Live);
      const { shared } = fixture.spec;
      const known = shared === undefined ? undefined : run.shared.get(shared);
      const ready = known?.ready ?? execution.prepare(fixture, parents);
      use(undefined, ready);
      const live = known ?? { ready, order: new Order(), children: [], gone: Promise.resolve() };
      lives.set(fixture, live);
      if (!known) begun.push([fixture, live]);
      if (shared !== undefined) run.shared.set(shared, live);
      for (const operation of [fixture.spec.make?.operation, fixture.spec.found?.operation]) use(operation, ready);
    }
  }
  for (const [fixture, live] of begun.reverse()) {
    // What suites share is still wanted by those that have not begun.
    const wanted = fixture.spec.shared === undefined ? Promise.resolve() : run.allPlanned;
    live.gone = wanted
      .then(() => Promise.all([live.order.idle, ...live.children]))
      .then(() => execution.remove(fixture, live));
    use(undefined, live.gone);
    for (const parent of fixture.spec.in ?? []) lives.get(parent)?.children.push(live.gone);
    for (const { operation } of removalOf(fixture.spec)) use(operation, live.gone);
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
    const { make, found } = fixture.spec;
    const remove = removalOf(fixture.spec).map(({ operation }) => operation);
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
    const ids = Object.assign({}, ...settled.map((parent) => ('ids' in parent ? parent.ids : {})));
    const missing = settled.find((parent) => 'why' in parent);
    if (missing && 'why' in missing) {
      for (const operation of [make?.operation, found?.operation]) {
        if (!operation) continue;
        this.tallies.get(operation)?.unverified(missing.why);
        await this.#probe(operation, ids, missing.why);
      }
      return missing;
    }
    const around = settled.find((parent) => 'object' in parent)?.object ?? {};
    return this.run.guard(
      async () => {
        const tier = make && tierOf(make.operation, make.changes && 'org');
        const isAsked = make && (!make.onlyNamed || this.run.mayBeAsked(make.operation));
        const writes = tier && isAsked && this.run.allows(tier);
        if (make && tier && !writes)
          this.tallies.get(make.operation)?.unverified(isAsked ? needsTier(tier) : needsName);
        if (writes) return await this.#inItsPlace(fixture, () => this.#make(fixture, ids, around));
        return this.#find(
          fixture,
          ids,
          settled.some((parent) => 'intent' in parent),
        );
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
    const { make, parameter, id: idProperty = 'id' } = fixture.spec;
    if (!make) throw new Error('a fixture without make');
    const context = { name: this.run.newName(), ids, org: this.run.url, object: around };
    const path = fillTemplate(make.operation, ids);
    const recipe = recipeOf(fixture, context);
    const body = make.body?.(context);
    this.run.holdRequest(this.run.operation(make.operation), body);
    const intent = this.run.journal.intend(recipe);
    const changed = make.changes ? (ids[parameter] ?? '') : undefined;
    if (changed !== undefined) this.run.journal.changes(intent, changed);
    // An org on this machine would not survive its failure either.
    if (!this.run.isLocal) await this.run.journal.safe();
    const { status, success, why } = await this.#sendNew(intent, make.operation, {
      path,
      ...(make.changes ? { tier: 'org' } : {}),
      ...(make.query ? { query: make.query } : {}),
      ...(body === undefined ? {} : { body }),
      intent,
    });
    const object = asObject(success?.body);
    const id = changed ?? valueAt(object, idProperty);
    if (!success || typeof id !== 'string') {
      // After a fault of the org nobody knows whether it is there: the sweep at the end looks for it.
      if (why?.reason !== 'org-fault' || (status >= 400 && status < 500)) this.run.journal.settled(intent, 'refused');
      return { why: notMade(make.operation, why) };
    }
    if (changed === undefined) this.run.journal.made(intent, id, path);
    this.run.journal.own(fixture.spec.brings?.(object) ?? []);
    return { id, ids: { ...ids, ...idsOf(fixture, id) }, object, intent, removal: recipe.remove };
  }

  /** Sends the request that makes an object. What was never sent leaves nothing to look for. */
  async #sendNew(intent: string, operation: OperationId, request: Parameters<Execution['send']>[1]): Promise<Sent> {
    try {
      return await this.send(operation, request);
    } catch (error) {
      if (error instanceof ContractsError && error.code !== 'UNREACHABLE') this.run.journal.settled(intent, 'refused');
      throw error;
    }
  }

  async #find(fixture: Fixture, ids: Record<string, string>, isOwn: boolean): Promise<Ready> {
    const { found, make, id: idProperty = 'id', isPart } = fixture.spec;
    if (!found) return { why: needsTier(make ? 'write' : 'read') };
    let item: { [key: string]: Json } | undefined;
    let reason: Why | undefined;
    let page: { path: string; query?: Record<string, string> } | undefined = {
      path: fillTemplate(found.operation, ids),
      query: { ...found.query, ...found.queryOf?.(ids) },
    };
    // What is looked for on the org itself is the same for every suite, and is asked for once.
    const once = Object.keys(ids).length === 0;
    for (let pages = 0; page && !item && pages < mostPages; pages += 1) {
      const { success, why }: Sent = await this.send(found.operation, { ...page, once });
      reason = why;
      if (found.one) item = success && asObject(success.body);
      else {
        const body = found.list ? asObject(success?.body)[found.list] : success?.body;
        item = (Array.isArray(body) ? body : [])
          .map(asObject)
          .find((object) => (isOwn || !isOfARun(object)) && (found.where?.(object) ?? true));
      }
      page = success?.next === undefined ? undefined : { path: success.next };
    }
    const id = found.one ? '' : item && valueAt(item, idProperty);
    if (!item || typeof id !== 'string') return { why: reason ?? noneOnThisOrg(found.operation) };
    if (isPart && isOwn) this.run.journal.own([id]);
    return { id, ids: { ...ids, ...(found.one ? {} : idsOf(fixture, id)) }, object: item };
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
      const there = ready.filter((r) => 'id' in r);
      const ids: Record<string, string> = Object.assign({}, ...there.map((r) => r.ids));
      if (missing && 'why' in missing) {
        tally?.unverified(missing.why);
        return void (await this.#probe(call.operation, ids, missing.why));
      }
      const context: BodyContext = { name: this.run.newName(), ids, org: this.run.url, object: there[0]?.object ?? {} };
      await this.run.guard(
        async () => {
          await this.#sendOnceVisible(
            there.some(({ intent }) => intent),
            call.operation,
            {
              path: fillTemplate(call.operation, { ...ids, ...fillAll(call.options.with, context) }),
              query: { ...call.options.query, ...call.options.queryOf?.(context) },
              ...(call.options.body ? { body: (call.options.body as Body)(context) } : {}),
              ...(call.options.inBody ? { object: there[0]?.id ?? '' } : {}),
              tier,
            },
          );
        },
        (why) => tally?.unverified(why),
      );
    };
    return work().finally(() => leave());
  }

  /**
   * Asks a new operation for an object that no org has, where there is none to ask for: an org that does not serve the
   * operation at all says so, and that is the first thing to know of it.
   */
  async #probe(operation: OperationId, ids: Record<string, string>, { reason }: Why): Promise<void> {
    const says = ['no-such-object-on-this-org', 'fixture-not-made', 'needs-write-tier'].includes(reason);
    if (!says || this.run.operation(operation).scope !== 'new' || !this.run.allows(tierOf(operation))) return;
    const template = operation.split(' ')[1] ?? '';
    // A path that the org does not know has no method at all.
    if (this.run.unknownPaths.has(template)) return this.tallies.get(operation)?.notServed(404);
    const names = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
    if (names.length === 0) return;
    const path = fillTemplate(operation, { ...Object.fromEntries(names.map((name) => [name, nobodysId])), ...ids });
    const isNobodys = names.some((name) => !(name in ids));
    await this.run.guard(
      async () => {
        await this.send(operation, { path, ...(isNobodys ? { object: nobodysId } : {}) }, 'probe');
      },
      () => undefined,
    );
  }

  /** What was made a moment ago may not be found at once: a call that reads it is made again. */
  async #sendOnceVisible(
    isNew: boolean,
    operation: OperationId,
    request: Parameters<Execution['send']>[1],
  ): Promise<void> {
    const isRead = isNew && operation.startsWith('GET ');
    for (let attempt = 1; isRead && attempt < 4; attempt += 1) {
      const { status } = await this.send(operation, request, 'look');
      if (status !== 404) return;
      await sleep(250 * 2 ** attempt);
    }
    await this.send(operation, request);
  }

  /** Removes a fixture that this run made. Never rejects; what is left stays in the journal. */
  async remove(fixture: Fixture, live: Live): Promise<void> {
    const ready = await live.ready;
    const steps = removalOf(fixture.spec);
    const tier: Tier = fixture.spec.make?.changes ? 'org' : 'write';
    if ('why' in ready || !ready.intent) {
      const { make } = fixture.spec;
      const isBarred = make?.onlyNamed && !this.run.mayBeAsked(make.operation);
      const why = isBarred ? needsName : 'why' in ready && this.run.allows(tier) ? ready.why : needsTier(tier);
      for (const { operation } of steps) {
        this.tallies.get(operation)?.unverified(why);
        await this.#probe(operation, {}, why);
      }
      return;
    }
    await this.run.guard(
      async () => {
        // What goes with the object that it lies in needs no request of its own.
        let last = 204;
        for (const [i, { operation }] of steps.entries()) {
          const step = ready.removal?.[i] ?? { operation };
          const request = {
            path: fillTemplate(operation, { ...ready.ids, [fixture.spec.parameter]: ready.id }),
            query: queryOf(step, ready.id),
            object: ready.id,
            tier,
            ...(step.body === undefined ? {} : { body: step.body }),
          };
          // What was made a moment ago may not be found at once, and then it would be left.
          for (let attempt = 1; ; attempt += 1) {
            last = (await this.send(operation, request, 'removal')).status;
            if (last !== 404 || attempt >= 3) break;
            await sleep(250 * 2 ** attempt);
          }
        }
        if (last === 404 || (last >= 200 && last < 300)) this.run.journal.settled(ready.intent as string, 'removed');
      },
      (why) => {
        for (const { operation } of steps) this.tallies.get(operation)?.unverified(why);
      },
    );
    if (fixture.spec.kind === 'user') this.run.users.release();
  }

  /** Sends, checks and tallies one request. */
  async send(
    operation: OperationId,
    request: {
      path: string;
      query?: Record<string, string>;
      body?: Json;
      intent?: string;
      object?: string;
      tier?: Tier;
      /** The answer is the same for every suite of the run. */
      once?: boolean;
    },
    purpose: 'call' | 'removal' | 'probe' | 'look' = 'call',
  ): Promise<Sent> {
    const contract = this.run.operation(operation);
    const tally = this.tallies.get(operation);
    this.run.holdRequest(contract, request.body);
    const { once, ...rest } = request;
    const ask = () => this.run.client.send({ method: contract.method, ...rest, removing: purpose === 'removal' });
    const { exchange, body, next, strays } = await (once
      ? this.run.once(JSON.stringify([operation, rest]), ask)
      : ask());
    const { status } = exchange.response;
    if ((contract.scope === 'deprecated' ? isGone : isNotServed)(exchange, contract.template)) {
      tally?.notServed(status);
      if (status === 404) this.run.unknownPaths.add(contract.template);
      return {
        status: 0,
        why: { kind: 'inconclusive', reason: 'fixture-not-made', detail: `${operation} is not served` },
      };
    }
    const why = unverifiable(exchange, contract);
    // That there is no such object was known before a probe was sent; and whoever looks asks again.
    const isKnown = purpose === 'probe' || purpose === 'look';
    if (why && isKnown && why.reason === 'no-such-object-on-this-org') return { status, why };
    if (why) tally?.unverified(why);
    else tally?.add(exchange, this.run.check(contract, exchange));
    if (strays) tally?.strays(status);
    return why ? { status, why } : { status, success: { body, next } };
  }
}

/** What became of a request: its status, 0 where the org does not serve it, and either the answer or why that says nothing. */
interface Sent {
  status: number;
  success?: { body: Json | undefined; next: string | undefined };
  why?: Why;
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

/** Why a fixture is missing: the same as why the request that makes it could not be verified, where that is a property of the org. */
function notMade(operation: OperationId, why: Why | undefined): Why {
  if (why?.kind === 'skipped') return { ...why, detail: `${operation}: ${why.detail}` };
  return {
    kind: 'inconclusive',
    reason: 'fixture-not-made',
    detail: `${operation} did not make the object that this stands on`,
  };
}

/** Runs make objects and remove them: nothing of theirs is taken for the org's. */
function isOfARun(object: { [key: string]: Json }): boolean {
  return JSON.stringify(object).includes(namePrefix);
}

function noneOnThisOrg(operation: OperationId): Why {
  return { kind: 'skipped', reason: 'no-such-object-on-this-org', detail: `${operation} lists none on this org` };
}
