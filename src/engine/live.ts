import type { Json } from '../domain/json.js';
import type { Recipe } from '../org/journal/journal.js';
import type { Reserve } from '../org/rate-limit/reserve.js';
import type { Order } from './order.js';
import type { Why } from './why.js';

/** A fixture that exists. */
export interface Existing {
  id: string;
  ids: Record<string, string>;
  object: { [key: string]: Json };
  intent?: string;
  /** How it is removed, for an object that the run created or changed. */
  recipe?: Recipe;
  /** For a setting that was changed: places in rate limits for what follows until it is restored. */
  reserve?: Reserve | undefined;
  /** For an object of this run: how many responses the run had read before it sent the create request. */
  since?: number;
  /** The response that confirmed it was checked and counted, as one of the operation that reads it. */
  isRead?: true;
  /** It was found, because none could be created: it is only read. This is why. */
  instead?: Why;
}

/** A fixture that exists, or why it does not. */
export type Ready = Existing | { why: Why };

/** A fixture of a run under way. */
export interface Live {
  ready: Promise<Ready>;
  order: Order;
  /** What lies in it, whatever the suite: each settles when it is gone. */
  children: Promise<unknown>[];
  /** Settles when the fixture is removed. */
  gone: Promise<void>;
}
