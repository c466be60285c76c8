import { readFileSync } from 'node:fs';

/** Violations of responses of other origin with the same explanation. */
export interface Explanation {
  class: 'recorded' | 'pasted-from-org' | 'documentation-example';
  /** The age of the response, its truncation, a real deviation, or an example that no org returns. */
  cause: 'age' | 'truncation' | 'deviation' | 'no response';
  reason: string;
  /** By folder of contracts/: kind and pointer of each violation, without the `/*` of a list. */
  violations: Record<string, string[]>;
}

export const explanations = JSON.parse(
  readFileSync(new URL('other-orgs.json', import.meta.url), 'utf8'),
) as readonly Explanation[];

/** A violation as `other-orgs.json` names it, with the folder of contracts/: `apps missing /orn`. */
export function violationName(resource: string, kind: string, pointer: string): string {
  return `${resource} ${kind} ${pointer.replace(/^\/\*/, '')}`.trim();
}

/** Properties that Okta added after the old recordings were made, so that their absence there shows nothing. */
export const addedSince: ReadonlySet<string> = new Set(
  explanations
    .filter(({ class: origin, cause }) => origin === 'recorded' && cause === 'age')
    .flatMap(({ violations }) =>
      Object.entries(violations).flatMap(([resource, names]) => names.map((name) => `${resource} ${name}`)),
    ),
);
