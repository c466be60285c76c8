import type { Catalogue } from '../contract/catalogue.js';
import { ContractsError } from '../errors.js';
import type { Json, OperationId } from '../words.js';
import { OrgClient, type OrgClientOptions } from './client.js';
import { fillPath } from './ids.js';
import type { Leftover } from './journal.js';
import { deleteJournal, type ReadJournal, readJournals, recordRemoved } from './journal-read.js';
import { type Found, Lookup } from './lookup.js';
import type { Target } from './ownership.js';
import { isRunning, isSamePlace } from './processes.js';
import { idsOf, isValid, kindOf, pathOf, queryOf, templateOf } from './removal.js';

/** Why an object was left on the org. */
export type WhyLeft =
  /** The object does not have the run's name. */
  | 'not-ours'
  /** The kind of object has no name that a run could give it. */
  | 'no-name'
  /** The org did not say whether the object exists. */
  | 'unclear'
  /** The org did not remove it. */
  | 'refused'
  /** It is a setting of the org. */
  | 'needs-org-tier';

/** What a sweep did, or what it would have to do. */
export interface Swept {
  /** The kind of each object that was removed. */
  removed: string[];
  /** The kind of each setting of the org that was restored. */
  restored: string[];
  /** Objects that are left: their journals stay. */
  left: { kind: string; why: WhyLeft }[];
  /** Objects that are recorded in a way that no run records them. They are left alone. */
  invalid: number;
  /** Lines that cannot be read. */
  corrupt: number;
  /** Journals of another version of the program, which are not used. */
  outdated: number;
}

/** What journals of ended runs contain. */
export interface Waiting extends Omit<Swept, 'removed' | 'restored' | 'left'> {
  /** The kind of each object. */
  kinds: string[];
  /** When the oldest of these journals was last updated, in milliseconds since 1970. */
  since: number;
}

/** The org that is swept, its catalogue, and how it is asked. */
export type SweepOptions = Omit<OrgClientOptions, 'ownership'> & {
  catalogue: Catalogue;
  /** Sweeps the journals of this process and its children, too, although they are running. */
  own?: boolean;
};

/**
 * Removes what ended runs left on an org, and only that: objects of their journals that have the run's name, or that are part of
 * such an object. Everything else is left and reported.
 */
export async function sweep(folder: string, { catalogue, own = false, ...options }: SweepOptions): Promise<Swept> {
  const swept: Swept = { removed: [], restored: [], left: [], invalid: 0, corrupt: 0, outdated: 0 };
  const allowed = new Set<string>();
  const ownership = {
    isIntended: () => false,
    allows: ({ template, ids }: Target) => allowed.has(fillPath(template, ids)),
  };
  const client = new OrgClient({ ...options, ownership });
  for (const journal of journalsOf(folder, options.url, own)) {
    if (journal.outdated !== undefined) {
      swept.outdated += 1;
      continue;
    }
    const { valid, invalid } = sorted(journal, catalogue);
    swept.invalid += invalid;
    swept.corrupt += journal.corrupt;
    const lookup = new Lookup(journal, client);
    let left = 0;
    for (const leftover of valid.reverse()) {
      const kind = kindOf(leftover);
      const done = await remove(leftover, lookup, client, allowed, options.tiers.includes('org'));
      if (done === 'removed' || done === 'restored') swept[done].push(kind);
      else if (done !== 'gone') {
        swept.left.push({ kind, why: done });
        left += 1;
        continue;
      }
      recordRemoved(journal, leftover.intent);
    }
    if (left + invalid + journal.corrupt === 0) deleteJournal(journal);
  }
  return swept;
}

/** Reads what ended runs left on an org, without asking the org. */
export function waitingFor(folder: string, url: string, catalogue: Catalogue): Waiting {
  const waiting: Waiting = { kinds: [], since: Date.now(), invalid: 0, corrupt: 0, outdated: 0 };
  for (const journal of journalsOf(folder, url, false)) {
    const { valid, invalid } = sorted(journal, catalogue);
    waiting.kinds.push(...valid.filter(({ recipe }) => recipe.remove.length > 0).map(kindOf));
    waiting.invalid += invalid;
    waiting.corrupt += journal.corrupt;
    waiting.outdated += journal.outdated === undefined ? 0 : 1;
    waiting.since = Math.min(waiting.since, journal.updated);
  }
  return waiting;
}

function sorted(journal: ReadJournal, catalogue: Catalogue): { valid: Leftover[]; invalid: number } {
  const valid = journal.leftovers.filter((leftover) => isValid(leftover, catalogue));
  return { valid, invalid: journal.invalid + journal.leftovers.length - valid.length };
}

/** The journals of an org whose runs have ended. A journal whose first line cannot be read may belong to any org. */
function journalsOf(folder: string, url: string, own: boolean): ReadJournal[] {
  return readJournals(folder).filter(({ run, outdated, updated, corrupt }) => {
    if (!run) return outdated === url || (outdated === undefined && corrupt > 0);
    if (run.org !== url) return false;
    const { pid, ppid } = run.process;
    const isOwn = own && isSamePlace(run.process) && (pid === process.pid || ppid === process.pid);
    return isOwn || !isRunning(run.process, updated);
  });
}

/** Removes one object. Returns what was done, `gone` where there was nothing to do, or why it is left. */
async function remove(
  leftover: Leftover,
  lookup: Lookup,
  client: OrgClient,
  allowed: Set<string>,
  mayRestore: boolean,
): Promise<'removed' | 'restored' | 'gone' | WhyLeft> {
  const { recipe } = leftover;
  try {
    if (recipe.changes) return mayRestore ? await restore(leftover, client) : 'needs-org-tier';
    const found = await lookup.find(leftover);
    if (found.state !== 'ours') return found.state;
    let last = 204;
    for (const step of recipe.remove) {
      const ids = idsOf(step.operation, recipe.values, found.id);
      allowed.add(fillPath(templateOf(step.operation), ids));
      last = await send(client, step.operation, { ids, query: queryOf(step, found.id), ...bodyOf(step.body) });
    }
    if (recipe.remove.length === 0) return 'gone';
    if (last >= 200 && last < 300) return 'removed';
    // That a removal finds no object does not prove that there is none.
    const again: Found = last === 404 ? await lookup.find(leftover) : found;
    return again.state === 'gone' || (last === 404 && lookup.isPart(leftover)) ? 'gone' : 'refused';
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    return 'unclear';
  }
}

/** Restores a setting of the org, or deactivates what the run activated. */
async function restore({ recipe, id = '' }: Leftover, client: OrgClient): Promise<'restored' | 'gone' | WhyLeft> {
  const [step] = recipe.remove;
  if (!step) return 'gone';
  if (step.body !== undefined) {
    const path = pathOf(step.operation, recipe.values, id);
    const { exchange, body } = await client.send({ method: 'GET', path });
    if (exchange.response.status !== 200) return 'unclear';
    const [is, was] = [body, step.body].map(propertiesOf);
    // Only a setting that the org has is restored, and only to a value of the type that it has.
    if (
      !is ||
      !was ||
      !Object.keys(was).every((name) => Object.hasOwn(is, name) && typeof is[name] === typeof was[name])
    )
      return 'unclear';
    if (Object.keys(was).every((name) => JSON.stringify(is[name]) === JSON.stringify(was[name]))) return 'gone';
  }
  const ids = idsOf(step.operation, recipe.values, id);
  const status = await send(client, step.operation, { ids, tier: 'org', ...bodyOf(step.body) });
  // An org refuses to deactivate what is not active.
  if (status >= 200 && status < 300) return 'restored';
  return status === 400 || status === 404 ? 'gone' : 'refused';
}

async function send(
  client: OrgClient,
  operation: OperationId,
  { ids, ...request }: { ids: Record<string, string>; query?: Record<string, string>; body?: Json; tier?: 'org' },
): Promise<number> {
  const template = templateOf(operation);
  const { exchange } = await client.send({
    method: operation.split(' ')[0] ?? '',
    path: fillPath(template, ids),
    operation,
    target: { template, ids },
    removing: true,
    ...request,
  });
  return exchange.response.status;
}

function bodyOf(body: Json | undefined): { body?: Json } {
  return body === undefined ? {} : { body };
}

function propertiesOf(body: Json | undefined): { [key: string]: Json } | undefined {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
}
