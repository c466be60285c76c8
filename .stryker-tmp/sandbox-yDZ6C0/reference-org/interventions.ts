// @ts-nocheck
import type { Served } from './server.js';

interface Intervention {
  left: number;
  act: () => void;
  when: (method: string, path: string) => boolean;
}

/** Actions of administrators between requests. */
export class Interventions {
  #waiting: Intervention[] = [];

  add(requests: number, act: () => void, when: Intervention['when'] = () => true): void {
    this.#waiting.push({ left: requests, act, when });
  }

  /** Counts a request that was answered, and runs the actions that are due. */
  served({ method, path }: Pick<Served, 'method' | 'path'>): void {
    const due: Intervention[] = [];
    for (const intervention of this.#waiting) {
      if (!intervention.when(method, path)) continue;
      intervention.left -= 1;
      if (intervention.left <= 0) due.push(intervention);
    }
    this.#waiting = this.#waiting.filter((intervention) => !due.includes(intervention));
    for (const { act } of due) act();
  }
}

const deactivations = /\/(authenticators|device-integrations)\/.*\/lifecycle\/deactivate$/;
const settings = /\/org\/settings\/|\/export-blocklists$|\/enforce-number-matching-challenge-settings$/;

/** Selects requests that restore an earlier change: a deactivation, or the second change of a setting. */
export function isRestore(): (method: string, path: string) => boolean {
  const changed = new Set<string>();
  return (method, path) => {
    if (method === 'GET') return false;
    if (deactivations.test(path)) return true;
    if (!settings.test(path)) return false;
    const isSecond = changed.has(path);
    changed.add(path);
    return isSecond;
  };
}
