// @ts-nocheck
import type { Catalogue } from './catalogue.js';
import type { OperationContract } from './model.js';

/** Finds the operation that a request calls, or `undefined` where no contract covers it. */
export type Matcher = (method: string, url: string) => OperationContract | undefined;

/**
 * Makes a matcher for a catalogue. Of several templates that fit, the one that is literal further to the left wins;
 * doubled and trailing slashes are accepted, as Okta accepts them.
 */
export function createMatcher(catalogue: Pick<Catalogue, 'operations'>): Matcher {
  const byShape = new Map<string, { segments: string[]; operation: OperationContract }[]>();
  for (const operation of catalogue.operations.values()) {
    const segments = split(operation.template);
    const shape = `${operation.method} ${segments.length}`;
    const list = byShape.get(shape) ?? [];
    list.push({ segments, operation });
    byShape.set(shape, list);
  }
  for (const list of byShape.values()) list.sort((a, b) => rank(a.segments).localeCompare(rank(b.segments)));
  return (method, url) => {
    const segments = split(pathOf(url));
    const candidates = byShape.get(`${method.toUpperCase()} ${segments.length}`) ?? [];
    return candidates.find((candidate) =>
      candidate.segments.every((part, i) => part.startsWith('{') || part === segments[i]),
    )?.operation;
  };
}

function pathOf(url: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? url.split(/[?#]/)[0] ?? '';
  return path;
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

/** Literal segments sort before parameters. */
function rank(segments: string[]): string {
  return segments.map((part) => (part.startsWith('{') ? '1' : '0')).join('');
}
