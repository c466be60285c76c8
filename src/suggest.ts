import { closest, distance } from 'fastest-levenshtein';

/**
 * The sentence for a name that is unknown, with the known name that is closest to it.
 * @param kind of the name: `command` @param otherwise the sentence to say instead if no known name is similar
 */
export function unknownName(kind: string, name: string, known: readonly string[], otherwise?: string): string {
  const suggested = closest(name, known);
  const isSimilar = distance(name, suggested) <= Math.max(2, Math.floor(name.length / 3));
  const advice = isSimilar || otherwise === undefined ? `Did you mean \`${suggested}\`?` : otherwise;
  return `Unknown ${kind} \`${name}\`. ${advice}`;
}
