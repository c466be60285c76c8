import { closest, distance } from 'fastest-levenshtein';

/**
 * The sentence for a name that is unknown, with the known name that is closest to it.
 * @param kind of the name: `command` @param otherwise the sentence to say instead if no known name is similar
 * @param compared what is compared with the known names: the name of a file without its path, for example
 */
export function unknownName(
  kind: string,
  name: string,
  known: readonly string[],
  otherwise?: string,
  compared = name,
): string {
  const suggested = closest(compared, known);
  const isSimilar = distance(compared, suggested) <= Math.max(2, Math.floor(compared.length / 3));
  const advice = isSimilar || otherwise === undefined ? `Did you mean \`${suggested}\`?` : otherwise;
  return `Unknown ${kind} \`${name}\`. ${advice}`;
}
