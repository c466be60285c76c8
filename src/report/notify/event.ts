import { createHash } from 'node:crypto';
import type { Level } from '../../domain/finding.js';

/** What happened since the last run that a channel knows. */
export type EventKind =
  | 'new'
  | 'changed'
  | 'came back'
  | 'resolved'
  | 'accepted'
  | 'canary failed'
  | 'canary needs attention'
  | 'canary works again';

/** One event. It contains shapes, never values of the org. */
export interface NotifyEvent {
  /** The same if the event is sent again after a failure. */
  id: string;
  kind: EventKind;
  about: 'finding' | 'change' | 'canary';
  /** The fingerprint of a finding, the ID of a group of changes, or `canary`. */
  key: string;
  /** One sentence, without the operations. */
  title: string;
  operations: string[];
  /** The group in `report.json` that a finding or a change belongs to. */
  group?: { id: string; title: string };
  level?: Level;
  /** The SDK that cannot read the response: `python 3.4.4`. */
  sdk?: string;
  /** The state of a change, the level of a finding, or the result of an SDK: before and now. */
  was?: string;
  now?: string;
  /** Whether existing code may fail because of a change. */
  breaking?: boolean;
  /** Whether it alternates: it is sent again only after it is the same for several runs. */
  flapping?: true;
  /** What to do. */
  advice?: string;
  /** In a fleet: the orgs with this event. */
  orgs?: string[];
  /** In a fleet: how many orgs still have what this event ends on others. Its issue stays open. */
  remaining?: number;
}

/** An event without its ID. */
export type Draft = Omit<NotifyEvent, 'id'>;

/** What the events of a message have in common. */
export interface NotifyContext {
  /** The org, as the history names it. */
  org: string;
  /** Start of the run; unset if there was no run. */
  startedAt?: string;
  /** The page of the job. */
  job?: string;
}

/** The ID of an event. @param after the last run that the channel knows */
export function eventId(org: string, after: string | undefined, kind: EventKind, key: string): string {
  return createHash('sha256').update(`${org} ${after} ${kind} ${key}`).digest('hex').slice(0, 16);
}

/** The heading of a kind of event. */
export const headings: Record<EventKind, string> = {
  'canary failed': 'Canary failed',
  'canary needs attention': 'Canary needs attention',
  'canary works again': 'Canary works again',
  new: 'New',
  'came back': 'Came back',
  changed: 'Changed',
  resolved: 'Resolved',
  accepted: 'Accepted',
};
