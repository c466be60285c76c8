// @ts-nocheck
import { setTimeout as sleep } from 'node:timers/promises';
import type { Catalogue } from '../../contract/catalogue.js';
import { ContractsError } from '../../domain/errors.js';
import type { Json } from '../../domain/json.js';
import { type OperationId, templateOf } from '../../domain/operation.js';
import { OrgClient, type OrgClientOptions } from '../client.js';
import { fillPath } from '../ids.js';
import type { Target } from '../ownership.js';
import type { Leftover, Removal } from './journal.js';
import { Lookup } from './lookup.js';
import { isRunning, isSamePlace } from './processes.js';
import { deleteJournal, type ReadJournal, readJournals, recordRemoved } from './read.js';
import { idsOf, isValid, kindOf, pathOf, queryOf } from './removal.js';
import { restore } from './restore.js';

/** Why an object was left on the org. */
export type WhyLeft =
  /** The object does not have the run's name. */
  | 'not-ours'
  /** Objects of this kind have no name that a run can set. */
  | 'no-name'
  /** The responses do not show whether the object exists. */
  | 'unclear'
  /** The org did not remove it. */
  | 'refused'
  /** A setting of the org, which only the org tier restores. */
  | 'needs-org-tier'
  /** An object that depends on it could not be removed. */
  | 'needed';

/** An object that was not removed, or a setting that was not restored. */
export interface Left {
  kind: string;
  why: WhyLeft;
  /** The id of the run. */
  run: string;
  /** The request that removes or restores it. */
  request: OperationId;
  /** Whether the object has the run's name on the org. */
  isNamed: boolean;
  /** A setting or another object of the org that the run changed. */
  changes: boolean;
}

/** The result of a sweep. */
export interface Swept {
  /** The kind of each object that was removed. */
  removed: string[];
  /** The kind of each setting of the org that was restored. */
  restored: string[];
  /** Objects that were not removed. Their journals are kept. */
  left: Left[];
  /** Settings that somebody else changed after the run, so that they were not restored: the kind, and the request that reads it. */
  changedSince: { kind: string; read: OperationId }[];
  /** The number of objects whose entries a run would not write. They are not touched. */
  invalid: number;
  /** The number of lines that cannot be read. */
  corrupt: number;
  /** The number of journals of another version of the program, which are not used. */
  outdated: number;
}

/** The content of journals of ended runs. */
export interface Waiting extends Omit<Swept, 'removed' | 'restored' | 'left' | 'changedSince'> {
  /** The kind of each object. */
  kinds: string[];
  /** When the oldest of these journals was last updated, in milliseconds since 1970. */
  since: number;
}

/** The options of a sweep. */
export type SweepOptions = Omit<OrgClientOptions, 'ownership'> & {
  catalogue: Catalogue;
  /** Also sweeps the journals of this process and its children, although they are running. */
  own?: boolean;
};

/**
 * Removes the objects that ended runs left on an org: objects in their journals that have the run's name, and children of such
 * objects. Everything else is kept and reported.
 */
export async function sweep(folder: string, { catalogue, own = false, ...options }: SweepOptions): Promise<Swept> {
  const swept: Swept = { removed: [], restored: [], left: [], changedSince: [], invalid: 0, corrupt: 0, outdated: 0 };
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
    const needed = new Set<string>();
    for (const leftover of valid.reverse()) {
      const kind = kindOf(leftover);
      const done = needed.has(leftover.intent)
        ? 'needed'
        : wasNeverSent(leftover, journal)
          ? 'gone'
          : await remove(leftover, lookup, client, allowed, options.tiers.includes('org'));
      if (done === 'removed' || done === 'restored') swept[done].push(kind);
      else if (done === 'changed-since')
        swept.changedSince.push({ kind, read: leftover.recipe.restore?.read ?? 'GET /' });
      else if (done !== 'gone') {
        swept.left.push(leftOf(leftover, done, journal));
        left += 1;
        for (const intent of leftover.recipe.needs ?? []) needed.add(intent);
        continue;
      }
      recordRemoved(journal, leftover.intent);
    }
    if (left + invalid + journal.corrupt === 0) deleteJournal(journal);
  }
  return swept;
}

/**
 * Whether a run ended before it sent the change of a setting. A restart of the machine can lose the last lines of a journal, so
 * that only journals since the last boot prove it.
 */
function wasNeverSent({ recipe, isSent = false }: Leftover, { run }: ReadJournal): boolean {
  return recipe.changes === true && !isSent && run !== undefined && isSamePlace(run.process);
}

function leftOf(leftover: Leftover, why: WhyLeft, { run }: ReadJournal): Left {
  const { remove: steps, find, changes = false } = leftover.recipe;
  return {
    kind: kindOf(leftover),
    why,
    run: run?.run ?? '',
    request: steps.at(-1)?.operation ?? 'GET /',
    isNamed: find !== undefined,
    changes,
  };
}

/** Reads the journals of ended runs, without requests to the org. */
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

/** The journals of an org whose runs have ended. A journal with an unreadable first line may belong to any org. */
function journalsOf(folder: string, url: string, own: boolean): ReadJournal[] {
  return readJournals(folder).filter(({ run, outdated, updated, corrupt }) => {
    if (!run) return outdated === url || (outdated === undefined && corrupt > 0);
    if (run.org !== url) return false;
    const { pid, ppid } = run.process;
    const isOwn = own && isSamePlace(run.process) && (pid === process.pid || ppid === process.pid);
    return isOwn || !isRunning(run.process, updated);
  });
}

/** The result of a removal, or the reason that an object is left. */
type Done = 'removed' | 'restored' | 'gone' | 'changed-since' | WhyLeft;

/** The first DELETE of an active user only deactivates it, and an org can return a removed object for a moment. */
const mostDeletes = 3;

/** Removes one object. Returns the result, `gone` if the object did not exist, or the reason that it is left. */
async function remove(
  leftover: Leftover,
  lookup: Lookup,
  client: OrgClient,
  allowed: Set<string>,
  mayRestore: boolean,
): Promise<Done> {
  const { recipe } = leftover;
  try {
    if (recipe.changes) return mayRestore ? await restoreWith(leftover, client) : 'needs-org-tier';
    const found = await lookup.find(leftover);
    if (found.state !== 'ours') return found.state;
    if (recipe.remove.length === 0) return 'gone';
    const { id } = found;
    const sendStep = (step: Removal) => {
      const ids = idsOf(step.operation, recipe.values, id);
      allowed.add(fillPath(templateOf(step.operation), ids));
      return send(client, step.operation, { ids, query: queryOf(step, id), ...bodyOf(step.body) });
    };
    let last = 204;
    for (const step of recipe.remove) last = await sendStep(step);
    for (let deletes = 1; ; deletes += 1) {
      const isAccepted = last >= 200 && last < 300;
      if (!isAccepted && last !== 404) return 'refused';
      // A child is removed with its parent.
      if (lookup.isChild(leftover)) return isAccepted ? 'removed' : 'gone';
      // The status does not prove that the object is removed.
      const again = await (isAccepted ? lookup.findRemoved(leftover, id) : lookup.find(leftover));
      if (again.state === 'gone') return isAccepted ? 'removed' : 'gone';
      if (again.state !== 'ours' || !isAccepted || deletes >= mostDeletes)
        return again.state === 'ours' ? 'refused' : again.state;
      await sleep(125 * 2 ** deletes);
      last = await sendStep(recipe.remove.at(-1) as Removal);
    }
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    return 'unclear';
  }
}

/** Restores a setting of the org, or deactivates what the run activated. */
function restoreWith({ recipe, id = '', isRestored = false }: Leftover, client: OrgClient): Promise<Done> {
  return restore(recipe, {
    isRestored,
    read: async ({ restore: known }) => {
      const path = pathOf(known?.read ?? 'GET /', recipe.values, id);
      const { exchange, body } = await client.send({ method: 'GET', path });
      return { status: exchange.response.status, body };
    },
    write: ({ operation, body }) =>
      send(client, operation, { ids: idsOf(operation, recipe.values, id), tier: 'org', ...bodyOf(body) }),
  });
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
