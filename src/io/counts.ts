/** A number with its noun: `2 groups`, `1 policy`. @param noun in the plural; a final `s` is added if it has none */
export function countOf(n: number, noun: string): string {
  const plural = noun.endsWith('s') ? noun : `${noun}s`;
  return `${n} ${n === 1 ? singular(plural) : plural}`;
}

/** How often each name occurs, most frequent first: `2 groups, 1 user`. */
export function countsOf(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || a.localeCompare(b))
    .map(([name, n]) => countOf(n, name))
    .join(', ');
}

/** `200, 400 or 404` (`disjunction`), `read and write` (`conjunction`) */
export function listOf(type: 'conjunction' | 'disjunction', values: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type }).format(values);
}

/** `policies` → `policy`, `objects or settings` → `object or setting` */
function singular(plural: string): string {
  return plural
    .split(' or ')
    .map((noun) => (noun.endsWith('ies') ? `${noun.slice(0, -3)}y` : noun.replace(/s$/, '')))
    .join(' or ');
}
