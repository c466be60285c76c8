/** A table for the terminal: columns are as wide as their texts, and the widest ones are shortened to the width of the terminal. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[], columns: number): string[] {
  const all = [head, ...rows].map((row) => row.map((text) => text.replace(/\s+/g, ' ')));
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  const room = columns - 2 * (head.length - 1);
  for (let over = sum(widths) - room; over > 0; over -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= 4) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  const isNumber = head.map((_, i) => rows.length > 0 && rows.every((row) => /^[\d.]*( s)?$/.test(row[i] ?? '')));
  return all.map((row) =>
    row
      .map((text, i) => {
        const width = widths[i] ?? 0;
        const short = text.length > width ? `${text.slice(0, width - 1)}…` : text;
        return isNumber[i] ? short.padStart(width) : short.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
