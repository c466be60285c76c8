import type { Served } from './server.js';

interface Intervention {
  left: number;
  act: () => void;
  when: (method: string, path: string) => boolean;
}

/** What administrators do while requests are answered. */
export class Interventions {
  #waiting: Intervention[] = [];

  add(requests: number, act: () => void, when: Intervention['when'] = () => true): void {
    this.#waiting.push({ left: requests, act, when });
  }

  /** A request was answered. */
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

/** Selects requests that restore what a request before them changed: a deactivation, or the second change of a setting. */
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
