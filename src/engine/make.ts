import { ContractsError } from '../domain/errors.js';
import { asObject, type Json, pointerTo, valueAt } from '../domain/json.js';
import type { OperationId } from '../domain/operation.js';
import type { Reply } from '../org/client.js';
import { isIdOf, oktaId, parametersOf } from '../org/ids.js';
import type { Recipe } from '../org/journal/journal.js';
import { isUnchanged } from '../org/journal/restore.js';
import { Reserve } from '../org/rate-limit/reserve.js';
import { fillTemplate, idsOf, recipeOf } from './fill.js';
import { chainOf, claimedId, isConfirmed, markOf, parentsOf, readerOf } from './identity.js';
import type { Existing, Ready } from './live.js';
import { type Look, lookUntil, readList } from './look.js';
import { type Fixture, foundIn, removalOf, untilRestored } from './model.js';
import type { Sender, Sent, SuiteRequest } from './send.js';
import { changedMeanwhile, notConfirmed, notMade } from './why.js';

/** What a create request was sent with. */
interface Creation {
  fixture: Fixture;
  operation: OperationId;
  intent: string;
  /** The name that the run gave. */
  name: string;
  ids: Record<string, string>;
  /** How many responses the run had read before. */
  before: number;
}

/** Creates the object of a fixture, or changes an object of the org until it is changed back. */
export async function make(
  sender: Sender,
  fixture: Fixture,
  ids: Record<string, string>,
  around: Existing[],
): Promise<Ready> {
  const { run } = sender;
  const { make: how, parameter } = fixture.spec;
  if (!how) throw new Error('a fixture without make');
  const { operation } = how;
  if (!how.changes && !isConfirmed(fixture) && removalOf(fixture.spec).length > 0 && parentsOf(fixture).length === 0)
    throw new ContractsError(
      'CONTRACT_FILE',
      `The suite creates an object by ${operation} and does not say how the run recognises it: give the fixture a \`find\`, a \`mark\` or a reason in \`unnamed\`.`,
    );
  const context = run.context(ids, around[0]?.object ?? {});
  const name = how.name?.(context) ?? context.name;
  const template = operation.split(' ')[1] ?? '';
  // What is created in an object of the org changes that object: only where the fixture says so.
  const isInside = parametersOf(template).length > 0;
  if (isInside && !how.changes && !how.inOrgObject && !run.ownership.allows({ template, ids })) {
    const why = notMade(operation, undefined);
    sender.accumulators.get(operation)?.unverified(why);
    return { why };
  }
  // Without a name, only the list of what existed before tells an object of the run from others.
  const [found] = foundIn(fixture.spec);
  if (fixture.spec.unnamed !== undefined && found && !(await readList(run, fillTemplate(found.operation, ids)))) {
    const why = notConfirmed(operation);
    sender.accumulators.get(operation)?.unverified(why);
    return { why };
  }
  const recipe = recipeOf(fixture, context, intentsOf(fixture, ids, around));
  const body = how.body?.(context);
  run.validateRequest(run.operation(operation), body);
  const path = fillTemplate(operation, ids);
  let reserve: Reserve | undefined;
  if (how.changes) {
    // The setting is read before its change, and before and after its restore.
    const reads = recipe.restore ? Array<OperationId>(3).fill(recipe.restore.read) : [];
    reserve = new Reserve([operation, ...untilRestored(sender.plan, fixture), ...reads]);
    await run.client.hold(reserve, { method: operation.split(' ')[0] ?? '', path, operation });
    // What someone else changed while the run waited is not changed: the journal would restore an outdated value.
    if (!(await isAsRead(sender, recipe, ids, reserve))) {
      run.client.release(reserve);
      sender.accumulators.get(operation)?.unverified(changedMeanwhile);
      return { why: changedMeanwhile };
    }
  }
  const intent = run.journal.intend(recipe);
  const changed = how.changes ? (ids[parameter] ?? '') : undefined;
  if (changed !== undefined) run.journal.made(intent, changed);
  // An org on this machine would not survive its failure either.
  if (!run.isLocal) await run.journal.safe();
  const before = run.client.seen.now;
  const { status, success, why } = await sendNew(sender, intent, operation, {
    ids,
    ...(reserve ? { tier: 'org', reserve } : {}),
    ...(how.query ? { query: how.query } : {}),
    refusal: how.refusal,
    ...(body === undefined ? {} : { body }),
    intent,
  });
  if (!success) {
    if (reserve) run.client.release(reserve);
    // After a fault of the org nobody knows whether the object exists: the sweep at the end looks for it.
    if (why?.reason !== 'org-fault' || (status >= 400 && status < 500)) run.journal.settled(intent, 'refused');
    return { why: notMade(operation, why) };
  }
  const response = asObject(success.body);
  if (changed !== undefined)
    return {
      id: changed,
      ids: { ...ids, ...idsOf(fixture, changed) },
      object: response,
      intent,
      reserve,
      recipe,
    };
  const created = await take(sender, { fixture, operation, intent, name, ids, before }, status, response);
  return 'why' in created ? created : { ...created, intent, recipe };
}

/** Whether an object of the org is still as the run read it before. */
async function isAsRead(
  { run }: Sender,
  recipe: Recipe,
  ids: Record<string, string>,
  reserve: Reserve,
): Promise<boolean> {
  if (!recipe.restore) return true;
  const { read } = recipe.restore;
  const request = { method: 'GET', path: fillTemplate(read, ids), operation: read, reserve };
  const { exchange, body } = await run.client.send(request);
  return isUnchanged(recipe, { status: exchange.response.status, body });
}

/** The intents of the objects that have to stay until this one is removed: not the one that contains it, because it goes with that. */
function intentsOf(fixture: Fixture, ids: Record<string, string>, around: Existing[]): string[] {
  const [container = ''] = parentsOf(fixture);
  return around.flatMap(({ id, intent }) => (intent === undefined || id === ids[container] ? [] : intent));
}

/** Sends the request that creates an object. What was never sent leaves nothing to look for. */
async function sendNew(sender: Sender, intent: string, operation: OperationId, request: SuiteRequest): Promise<Sent> {
  try {
    return await sender.send(operation, request);
  } catch (error) {
    if (request.reserve) sender.run.client.release(request.reserve);
    if (error instanceof ContractsError && error.code !== 'UNREACHABLE') sender.run.journal.settled(intent, 'refused');
    throw error;
  }
}

/**
 * Takes the object of a create response as the run's, if it is: its id has the right format, no earlier response had it, and the
 * org shows it with the run's name. Otherwise its entry in the journal stays open, and nothing is sent to it. An object without
 * a name of its own is not taken: it is written to only as a part of the object that it lies in.
 */
async function take(
  sender: Sender,
  creation: Creation,
  status: number,
  response: { [key: string]: Json },
): Promise<Ready> {
  const { fixture, operation, intent, ids, before } = creation;
  const { run, accumulators } = sender;
  const { spec } = fixture;
  const id = claimedId(spec, response);
  if (id === undefined) {
    accumulators.get(operation)?.violates(status, {
      kind: 'value',
      pointer: pointerTo(spec.id ?? 'id'),
      message: 'The id does not have the format of an id of this type',
    });
    return { why: notConfirmed(operation) };
  }
  const all = { ...ids, ...idsOf(fixture, id) };
  if (!isConfirmed(fixture)) {
    run.journal.made(intent, id);
    return { id, ids: all, object: response };
  }
  if (run.client.seen.has(id, before)) return { why: notConfirmed(operation) };
  const seen = await lookUntil('present', run, fixture, ids, id);
  if (seen.kind === 'unknown' && seen.refusal) count(sender, fixture, seen.refusal);
  if (seen.kind !== 'present' || !isOfThisRun(creation, id, seen)) return { why: notConfirmed(operation) };
  run.journal.made(intent, id);
  run.ownership.own([spec.parameter, ...(spec.aliases ?? [])], chainOf(fixture, ids, id));
  const object = seen.reply ? seen.object : response;
  for (const [parameter, part] of Object.entries(spec.owns?.(object) ?? {}))
    if (isIdOf(oktaId, part) && !run.client.seen.has(part, before)) run.ownership.own([parameter], [part]);
  const isRead = seen.reply !== undefined && count(sender, fixture, seen.reply);
  return { id, ids: all, object, since: before, ...(isRead ? { isRead: true as const } : {}) };
}

/** Whether an object that the org shows has the id that was asked for, and the name that the run gave. */
function isOfThisRun({ fixture, name }: Creation, id: string, { object }: Look & { kind: 'present' }): boolean {
  const mark = markOf(fixture.spec);
  return valueAt(object, fixture.spec.id ?? 'id') === id && (mark === undefined || valueAt(object, mark) === name);
}

/** Counts a response that was to confirm an object for the operation that reads it, where the suite answers for that one. */
function count(sender: Sender, fixture: Fixture, reply: Reply): boolean {
  const reader = readerOf(fixture);
  if (reader === undefined || !sender.accumulators.has(reader)) return false;
  sender.evaluate(sender.run.operation(reader), reply);
  return true;
}
