import type { Catalogue } from './catalogue.js';
import type { OperationContract } from './model.js';

/** What a matcher needs to know of an operation. */
type Called = Pick<OperationContract, 'method' | 'template'>;

/** Finds the operation that a request calls, or `undefined` where no contract covers it. */
export type Matcher<T extends Called = OperationContract> = (method: string, url: string) => T | undefined;

/**
 * Makes a matcher for a catalogue. Of several templates that fit, the one that is literal further to the left wins;
 * doubled and trailing slashes are accepted, as Okta accepts them.
 */
export function createMatcher(catalogue: Pick<Catalogue, 'operations'>): Matcher {
  return matcherOf(catalogue.operations.values());
}

/** Makes a matcher for a list of operations, as `createMatcher` does. */
export function matcherOf<T extends Called>(operations: Iterable<T>): Matcher<T> {
  const byShape = new Map<string, { segments: string[]; operation: T }[]>();
  for (const operation of operations) {
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

/** The path of a URL, or of a path with a query. */
export function pathOf(url: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? url.split(/[?#]/)[0] ?? '';
  return path;
}

/** The segments of a path. */
export function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

/** Literal segments sort before parameters. */
function rank(segments: string[]): string {
  return segments.map((part) => (part.startsWith('{') ? '1' : '0')).join('');
}
