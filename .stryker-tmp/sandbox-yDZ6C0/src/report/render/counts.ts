/** `2 groups`, `1 policy`. @param name of several */
// @ts-nocheck

export function countOf(n: number, name: string): string {
  const plural = name.endsWith('s') ? name : `${name}s`;
  return `${n} ${n === 1 ? plural.replace(/ies$/, 'y').replace(/s$/, '') : plural}`;
}

/** `2 groups, 1 user` */
export function countsOf(names: string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || a.localeCompare(b))
    .map(([name, n]) => countOf(n, name))
    .join(', ');
}
