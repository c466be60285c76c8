// @ts-nocheck
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLoopback } from '../../config/org-url.js';
import { ContractsError } from '../../domain/errors.js';
import { OrgClient, type OrgClientOptions } from '../client.js';
import { isIdOf, oktaIdOf } from '../ids.js';
import { Journal } from './journal.js';
import { lockNameOf, lockPrefix } from './names.js';

/** A lock expires after two hours: runs are shorter, and a killed run cannot remove its lock. */
const lockSeconds = 2 * 60 * 60;
/** Tolerance for clock differences. */
const clockSeconds = 10 * 60;
/** After this time, two runs that start together have both created their locks. */
const settleMs = 2_000;

/** The result of locking an org. */
export type Lock =
  /** The org is locked until `close` is called and the journal is swept. */
  | { kind: 'taken'; close: () => void }
  /** Another run holds the lock. @param until in seconds since 1970 */
  | { kind: 'held'; name: string; until: number }
  | { kind: 'impossible'; why: string }
  | { kind: 'not-needed' };

type LockOptions = Omit<OrgClientOptions, 'ownership'> & {
  /** Only checks for a lock of another run. */
  onlyLook?: boolean;
};

/**
 * Locks an org against a second run that writes. The lock is a group whose name contains the run id and the expiry. The group is
 * journaled, so that a sweep removes it. Throws `JOURNAL`.
 */
export async function takeLock(folder: string, { onlyLook, ...options }: LockOptions): Promise<Lock> {
  const now = Math.floor(Date.now() / 1000);
  let journal: Journal | undefined;
  const ownership = { isIntended: (intent: string) => journal?.isIntended(intent) ?? false, allows: () => false };
  const client = new OrgClient({ ...options, ownership });
  try {
    const before = await readLocks(client);
    if (before === undefined) return { kind: 'impossible', why: 'its groups cannot be listed' };
    const [other] = before.filter(isValidAt(now));
    if (other) return { kind: 'held', ...other };
    if (onlyLook) return { kind: 'not-needed' };
    const run = randomBytes(4).toString('hex');
    const name = lockNameOf(run, now + lockSeconds);
    journal = new Journal(folder, run, options.url);
    const refused = await create(client, journal, name);
    if (refused !== undefined) {
      journal.close();
      return { kind: 'impossible', why: refused };
    }
    const taken = { kind: 'taken', close: () => void journal?.close() } as const;
    await sleep(isLoopback(new URL(options.url).hostname) ? settleMs / 20 : settleMs);
    const [first] = ((await readLocks(client)) ?? []).filter(isValidAt(now));
    if (first === undefined || first.name >= name) return taken;
    journal.close();
    return { kind: 'held', ...first };
  } catch (error) {
    if (!(error instanceof ContractsError) || error.code === 'JOURNAL') throw error;
    journal?.close();
    return { kind: 'impossible', why: 'the org did not respond' };
  }
}

/** Creates the group of a lock. Returns the reason if that failed. */
async function create(client: OrgClient, journal: Journal, name: string): Promise<string | undefined> {
  const intent = journal.intend({
    name,
    values: {},
    remove: [{ operation: 'DELETE /api/v1/groups/{groupId}' }],
    find: { operation: 'GET /api/v1/groups', query: { q: lockPrefix }, name: '/profile/name', id: 'id' },
  });
  await journal.safe();
  const request = { method: 'POST', path: '/api/v1/groups', operation: 'POST /api/v1/groups', intent } as const;
  const { exchange, body } = await client.send({ ...request, body: { profile: { name } } });
  const { status } = exchange.response;
  const id = (body as { id?: unknown } | undefined)?.id;
  if (status >= 200 && status < 300 && isIdOf(oktaIdOf('00g'), id)) journal.made(intent, id);
  else if (status >= 400 && status < 500) journal.settled(intent, 'refused');
  return status >= 200 && status < 300 ? undefined : `POST /api/v1/groups returned ${status}`;
}

/** The number of expired locks on an org, which no run will remove. */
export async function countExpiredLocks(options: LockOptions): Promise<number> {
  const ownership = { isIntended: () => false, allows: () => false };
  const locks = (await readLocks(new OrgClient({ ...options, ownership }))) ?? [];
  const isValid = isValidAt(Math.floor(Date.now() / 1000));
  return locks.filter((lock) => !isValid(lock)).length;
}

function isValidAt(now: number): (lock: { until: number }) => boolean {
  return ({ until }) => until > now && until <= now + lockSeconds + clockSeconds;
}

/** Lists the locks of an org in order of precedence; `undefined` if its groups cannot be listed. */
async function readLocks(client: OrgClient): Promise<{ name: string; until: number }[] | undefined> {
  const request = { method: 'GET', path: '/api/v1/groups', query: { q: lockPrefix, limit: '200' } };
  const { exchange, body } = await client.send({ ...request, operation: 'GET /api/v1/groups' });
  if (exchange.response.status !== 200 || !Array.isArray(body)) return undefined;
  return body
    .flatMap((group) => {
      const name = (group as { profile?: { name?: unknown } } | null)?.profile?.name;
      const [, run, until] = (typeof name === 'string' && format.exec(name)) || [];
      return run && until ? [{ name: lockNameOf(run, Number(until)), until: Number(until) }] : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const format = new RegExp(`^${lockPrefix}([0-9a-f]{8})-([0-9]{10})$`);
