import { ContractsError } from '../../domain/errors.js';
import { type Http, reasonOf } from '../../org/http.js';
import type { NotifyContext, NotifyEvent } from './event.js';

/** A destination of events. */
export interface Channel {
  /** The key in the file of what was sent: it contains no secret. */
  name: string;
  /**
   * Sends events. Throws `UNREACHABLE` with one sentence if the channel does not have all of them after that.
   * @param sent is called after each event, if the channel gets them one by one
   */
  send(events: readonly NotifyEvent[], context: NotifyContext, sent: (event: NotifyEvent) => void): Promise<void>;
  /** What `send` would send. Sends nothing. */
  preview(events: readonly NotifyEvent[], context: NotifyContext): string;
}

/** Sends JSON. Throws `UNREACHABLE`, with no part of the URL or the response. @param name of the channel, for messages */
export async function postJson(http: Http, name: string, url: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const { status } = await attempt(name, () => http(url, { method: 'POST', headers, body: JSON.stringify(body) }));
  if (status < 200 || status > 299) throw failure(name, `status ${status}`);
}

/** Calls a channel. Throws `UNREACHABLE` if there is no response. */
export async function attempt<T>(name: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof ContractsError) throw cause;
    throw failure(name, reasonOf(cause));
  }
}

/** The error of a channel that does not have all events. @param why in a few words, without data of the response */
export function failure(name: string, why: string): ContractsError {
  return new ContractsError(
    'UNREACHABLE',
    `${name} was not notified (${why}): run the command again, nothing that was sent is sent again.`,
  );
}
