// @ts-nocheck
import { closest, distance } from 'fastest-levenshtein';

/**
 * The message for an unknown name, with the closest known name.
 * @param kind of the name: `command` @param otherwise the advice if no known name is similar
 * @param compared the text to compare with the known names, for example a file name without its path
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
