import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { output } from '../../io/output.js';
import { objectOf } from '../responses.js';
import { grantedScopes, type OAuth } from './oauth.js';
import { TokenRefused } from './token-errors.js';

const validMs = 7 * 24 * 3_600_000;

interface Entry {
  granted: string[];
  /** Milliseconds since 1970. */
  at: number;
}

/**
 * The scopes that an org grants a client, kept between runs: finding them takes token requests that the org refuses, and each is
 * an event in its System Log. The file contains scopes and hashes, no ids and no secrets.
 */
export class GrantedScopes {
  readonly #file: string;
  readonly #org: string;
  readonly #clientId: string;
  readonly #now: () => number;

  /** @param file the file that keeps them */
  constructor(file: string, org: string, clientId: string, now: () => number = Date.now) {
    this.#file = file;
    this.#org = org;
    this.#clientId = clientId;
    this.#now = now;
  }

  /**
   * The wanted scopes that the client is granted. The client then has a token for them. Throws `UNAUTHENTICATED` if the org
   * refuses the client itself.
   * @returns `since`: when an earlier run found them
   */
  async ask(oauth: OAuth, wanted: string[]): Promise<{ granted: string[]; since?: number }> {
    const key = this.#keyOf(wanted);
    const known = this.#read()[key];
    if (known && this.#isValid(known, wanted)) {
      oauth.want(known.granted);
      try {
        await oauth.token();
        return { granted: known.granted, since: known.at };
      } catch (error) {
        if (!(error instanceof TokenRefused)) throw error;
        this.#write(key, undefined);
        if (!error.isAboutScopes) throw error;
      }
    }
    const granted = await grantedScopes(oauth, wanted);
    if (granted.length === 0) return { granted };
    this.#write(key, { granted, at: this.#now() });
    oauth.want(granted);
    await oauth.token();
    return { granted };
  }

  #keyOf(wanted: string[]): string {
    return createHash('sha256')
      .update(JSON.stringify([this.#org, this.#clientId, [...wanted].sort()]))
      .digest('hex');
  }

  #isValid({ granted, at }: Entry, wanted: string[]): boolean {
    const age = this.#now() - at;
    return age >= 0 && age < validMs && granted.length > 0 && granted.every((scope) => wanted.includes(scope));
  }

  /** The entries of the file; none if it is missing or invalid. */
  #read(): Record<string, Entry> {
    try {
      const { clients } = objectOf(readFileSync(this.#file, 'utf8'));
      if (typeof clients !== 'object' || clients === null) return {};
      return Object.fromEntries(Object.entries(clients).filter(([, entry]) => isEntry(entry)));
    } catch {
      return {};
    }
  }

  /** Sets or removes an entry. If the file cannot be written, the next run requests the scopes again. */
  #write(key: string, entry: Entry | undefined): void {
    const { [key]: _, ...others } = this.#read();
    const isRecent = ([, { at }]: [string, Entry]) => this.#now() - at < validMs;
    const clients = { ...Object.fromEntries(Object.entries(others).filter(isRecent)), ...(entry && { [key]: entry }) };
    const part = `${this.#file}.${randomUUID()}`;
    try {
      // A relative path would never return if the working directory was removed.
      mkdirSync(resolve(dirname(this.#file)), { recursive: true });
      output.writeFile(part, `${JSON.stringify({ version: 1, clients }, null, 1)}\n`, { mode: 0o600, flag: 'wx' });
      renameSync(part, this.#file);
    } catch {
      rmSync(part, { force: true });
    }
  }
}

function isEntry(value: unknown): value is Entry {
  const { granted, at } = (value ?? {}) as Partial<Entry>;
  return typeof at === 'number' && Array.isArray(granted) && granted.every((scope) => typeof scope === 'string');
}
