import { createHash } from 'node:crypto';
import { output } from '../../io/output.js';
import type { Http } from '../../org/http.js';
import { type Channel, postJson } from './channel.js';
import type { NotifyContext, NotifyEvent } from './event.js';

/** One request of a webhook: all events since the last one. */
export interface WebhookMessage extends NotifyContext {
  version: 1;
  /** The same if the message is sent again. */
  id: string;
  events: readonly NotifyEvent[];
}

/** The message of a webhook. */
export function webhookMessage(events: readonly NotifyEvent[], context: NotifyContext): WebhookMessage {
  const ids = events.map(({ id }) => id).join(' ');
  const id = createHash('sha256').update(ids).digest('hex').slice(0, 16);
  return output.cleanData({ version: 1, id, ...context, events });
}

/** A channel that gets JSON. @param url a secret */
export function webhook(http: Http, url: string): Channel {
  return {
    name: 'webhook',
    send: (events, context) => postJson(http, 'The webhook', url, webhookMessage(events, context)),
    preview: (events, context) => JSON.stringify(webhookMessage(events, context), null, 2),
  };
}
