import { isRefusal } from '../contract/request-effects.js';
import type { Exchange } from '../domain/exchange.js';
import { isObject, type Json, segmentsOf } from '../domain/json.js';
import { isRead, type OperationId } from '../domain/operation.js';
import type { Reply } from '../org/client.js';
import type { Trial } from './model.js';
import type { Sender, SuiteRequest } from './send.js';

/** Requests for one trial. What is then still refused together with others stays unknown. */
const mostRequests = 6;

/**
 * Repeats a call with what only one of the editions accepts, and then as it was, so that nothing of it stays.
 * @param request the call, which the org accepted
 */
export async function sendTrials(
  sender: Sender,
  operation: OperationId,
  request: SuiteRequest,
  trials: readonly Trial[],
): Promise<void> {
  let isChanged = false;
  for (const trial of trials) {
    // The halves of a trial that is refused are sent separately.
    const parts = [trial];
    for (let sent = 0; sent < mostRequests; sent += 1) {
      const part = parts.shift();
      if (!part) break;
      const { exchange } = await sender.sendTrial(operation, changed(request, part));
      const places = Object.keys(part);
      sender.accumulators.get(operation)?.tried(exchange, places);
      isChanged ||= exchange.response.status < 300;
      if (isRefusal(exchange.response) && places.length > 1) parts.unshift(...halvesOf(part));
    }
  }
  if (isChanged && !isRead(operation)) await sender.sendTrial(operation, request);
}

/** The response to a creation with a trial, and what the refusals before it concern. */
interface Created {
  /** `undefined` if the org refused every part. */
  reply?: Reply;
  refused: { exchange: Exchange; places: string[] }[];
}

/**
 * Creates an object with what only one of the editions accepts. If the org refuses it, its parts are sent separately, until the org
 * accepts one. A refusal shows something only if the org then accepts the creation.
 */
export async function createWith(
  sender: Sender,
  operation: OperationId,
  request: SuiteRequest,
  trial: Trial,
): Promise<Created> {
  const places = Object.keys(trial);
  const send = (part: Trial) => sender.sendTrial(operation, changed(request, part));
  const all = await send(trial);
  if (!isRefusal(all.exchange.response)) return accepted(sender, operation, { reply: all, places, refused: [] });
  const refused = [{ exchange: all.exchange, places }];
  for (const [i, place] of places.length > 1 ? places.entries() : []) {
    const reply = await send(partOf(trial, [place]));
    if (isRefusal(reply.exchange.response)) {
      refused.push({ exchange: reply.exchange, places: [place] });
      continue;
    }
    // If one part remains, it is the reason why the org refused them together.
    const rest = places.slice(i + 1);
    if (i === 0 && rest.length === 1) refused.push({ exchange: all.exchange, places: rest });
    return accepted(sender, operation, { reply, places: [place], refused });
  }
  return { refused };
}

function accepted(
  sender: Sender,
  operation: OperationId,
  { reply, places, refused }: Created & { reply: Reply; places: string[] },
): Created {
  const isAccepted = reply.exchange.response.status < 300;
  if (isAccepted) sender.accumulators.get(operation)?.tried(reply.exchange, places);
  return { reply, refused: isAccepted ? refused : [] };
}

function halvesOf(trial: Trial): [Trial, Trial] {
  const places = Object.keys(trial);
  const middle = Math.ceil(places.length / 2);
  return [partOf(trial, places.slice(0, middle)), partOf(trial, places.slice(middle))];
}

function partOf(trial: Trial, places: readonly string[]): Trial {
  return Object.fromEntries(places.map((place) => [place, trial[place]]));
}

/** A request with the differences of a trial. */
function changed(request: SuiteRequest, trial: Trial): SuiteRequest {
  let { body } = request;
  const query = new Map(Object.entries(request.query ?? {}));
  for (const [place, value] of Object.entries(trial)) {
    if (!place.startsWith('?')) body = withValue(body, segmentsOf(place), value);
    else if (value === undefined) query.delete(place.slice(1));
    else query.set(place.slice(1), String(value));
  }
  return { ...request, query: Object.fromEntries(query), ...(body === undefined ? {} : { body }) };
}

/** A copy of a body with a value at a pointer, or without it. Objects on the way to it are added. */
function withValue(body: Json | undefined, [name, ...rest]: string[], value: Json | undefined): Json | undefined {
  if (name === undefined) return value;
  if (Array.isArray(body))
    return body.map((item, i) => (String(i) === name ? (withValue(item, rest, value) ?? null) : item));
  const { [name]: old, ...others } = isObject(body) ? body : {};
  const next = withValue(old, rest, value);
  return next === undefined ? others : { ...others, [name]: next };
}
