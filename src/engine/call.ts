import { asObject } from '../domain/json.js';
import { Reserve } from '../org/rate-limit/reserve.js';
import { fillAll, fillTemplate } from './fill.js';
import type { Existing, Live } from './live.js';
import { type Body, type Call, tierOf } from './model.js';
import { barrier } from './needs.js';
import type { Sender } from './send.js';
import { notReadAgain } from './why.js';

/** What a call is on: its fixtures, what those lie in, and whether it is the first to read the fixture that was just created. */
export interface CallPlace {
  on: Live[];
  around: Live[];
  isFirstRead: boolean;
}

/** Makes one call of a suite, in its turn: what its objects lie in is not changed meanwhile. Never rejects. */
export function carryOut(sender: Sender, call: Call, { on, around, isFirstRead }: CallPlace): Promise<void> {
  const writes = !call.operation.startsWith('GET ');
  let leave: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const turns = [
    ...on.map((live) => live.order.takeTurn(writes, done)),
    ...around.map((live) => live.order.takeTurn(false, done)),
  ];
  const work = async () => {
    const { run, accumulators } = sender;
    const accumulator = accumulators.get(call.operation);
    const tier = tierOf(call.operation, call.options.tier);
    const barred = barrier(run, call.operation, call.options, tier);
    if (barred) return void accumulator?.unverified(barred);
    const ready = await Promise.all(on.map((live) => live.ready));
    await Promise.all(turns);
    const missing = ready.find((r) => 'why' in r);
    const there = ready.filter((r) => 'id' in r);
    const ids: Record<string, string> = Object.assign({}, ...there.map((r) => r.ids));
    // What the org has of the kind is no substitute for a write.
    const why = missing && 'why' in missing ? missing.why : writes ? there.find((r) => r.instead)?.instead : undefined;
    if (why) {
      accumulator?.unverified(why);
      return void (await sender.probe(call.operation, ids, why));
    }
    if (isFirstRead && there[0]?.isRead) return;
    await run.guard(
      () => send(sender, call, ids, there),
      (why) => accumulator?.unverified(why),
    );
  };
  return work().finally(() => leave());
}

async function send(sender: Sender, call: Call, ids: Record<string, string>, there: Existing[]): Promise<void> {
  const { run, accumulators } = sender;
  const { rereads } = call.options;
  const object = there[0]?.object ?? {};
  const reserve = there.find((existing) => existing.reserve)?.reserve;
  if (rereads === undefined) return sendWith(sender, call, ids, { there, object, reserve });
  // Both requests have their place in the rate limit, so that no time passes between them.
  const both = new Reserve([rereads, call.operation]);
  try {
    const path = fillTemplate(rereads, ids);
    const { exchange, body } = await run.client.send({ method: 'GET', path, operation: rereads, reserve: both });
    if (exchange.response.status !== 200) return accumulators.get(call.operation)?.unverified(notReadAgain);
    await sendWith(sender, call, ids, { there, object: asObject(body), reserve: both });
  } finally {
    run.client.release(both);
  }
}

async function sendWith(
  sender: Sender,
  { operation, options }: Call,
  ids: Record<string, string>,
  { there, object, reserve }: { there: Existing[]; object: Existing['object']; reserve: Reserve | undefined },
): Promise<void> {
  const context = sender.run.context(ids, object);
  const query = { ...options.query, ...options.queryOf?.(context) };
  await sender.sendOnceVisible(
    there.some(({ intent }) => intent),
    operation,
    {
      ids: { ...ids, ...fillAll(options.with, context) },
      query,
      ...(options.body ? { body: (options.body as Body)(context) } : {}),
      ...(options.inBody ? { subject: options.inBody } : {}),
      refusal: options.refusal,
      reserve,
      tier: tierOf(operation, options.tier),
    },
  );
}
