import type { Catalogue } from './catalogue.js';
import { matcherOf, pathOf, split } from './match.js';

/** Names a call without a contract: its method and path template, `GET /api/v1/groups/{groupId}`. */
export type CallName = (method: string, url: string) => string;

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Segments of a path that are shown. A longer path does not belong to Okta's API. */
const mostSegments = 16;

/**
 * Makes a function that names calls without showing any text that an org, a person or a client chose. A path that Okta documents
 * is named by its template. In any other path, only segments that occur in Okta's paths are shown; the rest is `{id}`.
 */
export function createCallName({ operations, schemas }: Pick<Catalogue, 'operations' | 'schemas'>): CallName {
  const templates = new Set([...schemas.vocabulary.paths, ...[...operations.values()].map(({ template }) => template)]);
  const match = matcherOf([...templates].map((template) => ({ method: 'ANY', template })));
  const literals = new Set([...templates].flatMap(split).filter((segment) => !segment.includes('{')));
  const shown = (segment: string) => (literals.has(segment) ? segment : '{id}');
  return (method, url) => {
    const name = methods.has(method) ? method : 'OTHER';
    const documented = match('ANY', url)?.template;
    if (documented) return `${name} ${documented}`;
    const segments = split(pathOf(url));
    const rest = segments.length > mostSegments ? '/…' : '';
    return `${name} /${segments.slice(0, mostSegments).map(shown).join('/')}${rest}`;
  };
}
