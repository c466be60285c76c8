import { asObject } from '../domain/json.js';
import { isRead } from '../domain/operation.js';
import { Reserve } from '../org/rate-limit/reserve.js';
import { fillAll, fillTemplate } from './fill.js';
import { type FixtureState, idsOf, isOwn, type Ready, substituteReason } from './fixture/state.js';
import { type Call, tierOf } from './model.js';
import { barrier } from './needs.js';
import { verifyPages } from './paging.js';
import { notReadAgain } from './reasons.js';
import type { Sender } from './send.js';
import { sendTrials } from './trials.js';

/** Records why the settings or the org do not allow a call, if they do not. */
export function isBarred({ run, accumulators }: Sender, { operation, options }: Call): boolean {
  const why = barrier(run, operation, options, tierOf(operation, options.tier));
  if (why) accumulators.get(operation)?.unverified(why);
  return why !== undefined;
}

/**
 * Sends a call of a suite, if its fixtures are ready.
 * @param isConfirmation the read that confirmed its fixture counts for this call
 */
export async function sendCall(
  sender: Sender,
  call: Call,
  fixtures: readonly FixtureState[],
  isConfirmation: boolean,
): Promise<void> {
  const { operation } = call;
  const ids = idsOf(fixtures);
  const ready = fixtures.filter((state) => state.kind === 'ready');
  // An object of the org is no substitute for a write.
  const missing = fixtures.find((state) => state.kind !== 'ready');
  const why = missing ?? (isRead(operation) ? undefined : substituteReason(ready));
  if (why) {
    sender.unverified([operation], why);
    return sender.probe(operation, ids, why);
  }
  const [first] = ready;
  if (isConfirmation && first?.origin.kind === 'created' && first.origin.confirmed?.isCounted) return;
  await sender.run.guard(
    () => send(sender, call, ids, ready),
    (reason) => sender.unverified([operation], reason),
  );
}

async function send(sender: Sender, call: Call, ids: Record<string, string>, fixtures: Ready[]): Promise<void> {
  const { run } = sender;
  const { operation, options } = call;
  const changed = fixtures.map(({ origin }) => origin).find((origin) => origin.kind === 'changed');
  const object = fixtures[0]?.object ?? {};
  const isNew = fixtures.some(isOwn);
  // A trial is never sent to a setting of the org, although the run restores it.
  const whose = { isNew, isOfRun: isNew && fixtures.every(({ origin }) => origin.kind === 'created') };
  if (options.rereads === undefined)
    return sendWith(sender, call, { ids, ...whose, object, reserve: changed?.reserve });
  // Both requests have their places in the rate limits, so that no time passes between them.
  const reserve = new Reserve([options.rereads, operation]);
  try {
    const path = fillTemplate(options.rereads, { ...ids, ...fillAll(options.with, run.context(ids, object)) });
    const { exchange, body } = await run.client.send({ method: 'GET', path, operation: options.rereads, reserve });
    if (exchange.response.status !== 200) return sender.unverified([operation], notReadAgain);
    await sendWith(sender, call, { ids, ...whose, object: asObject(body), reserve });
  } finally {
    run.client.release(reserve);
  }
}

async function sendWith(
  sender: Sender,
  { operation, options }: Call,
  place: {
    ids: Record<string, string>;
    isNew: boolean;
    isOfRun: boolean;
    object: Ready['object'];
    reserve: Reserve | undefined;
  },
): Promise<void> {
  const { ids, isNew, object, reserve } = place;
  const context = sender.run.context(ids, object);
  const request = {
    ids: { ...ids, ...fillAll(options.with, context) },
    query: { ...options.query, ...options.queryOf?.(context) },
    ...(options.body ? { body: options.body(context) } : {}),
    ...(options.inBody ? { subject: options.inBody } : {}),
    refusal: options.refusal,
    reserve,
    tier: tierOf(operation, options.tier),
  };
  const sent = await (isNew ? sender.sendOnceVisible(operation, request) : sender.send(operation, request));
  const isAccepted = sent.kind === 'checked' && sent.status < 300;
  if (options.alsoSend && isAccepted && (place.isOfRun || isRead(operation)))
    await sendTrials(sender, operation, request, options.alsoSend);
  await verifyPages(sender, sender.run.operation(operation), request, sent);
}
