import { wrap } from './wrap.js';

/** Breaks a line at the width of the terminal: at spaces, or at slashes of a path that is longer than a line. */
export function fit(line: string, columns: number, indent: number): string[] {
  return wrap(line, columns, indent).flatMap((part) => atSlashes(part, columns, indent));
}

/** Breaks a line with a long path before a slash. Other long words are broken anywhere. */
export function atSlashes(line: string, columns: number, indent: number): string[] {
  if (line.length <= columns) return [line];
  const slash = line.lastIndexOf('/', columns);
  const end = slash > indent + 2 ? slash : columns;
  return [line.slice(0, end), ...atSlashes(' '.repeat(indent) + line.slice(end), columns, indent)];
}

/** The first lines of a text. The last of them ends with `…` if others follow. */
export function clip(lines: readonly string[], most: number): string[] {
  if (lines.length <= most) return [...lines];
  const shown = lines.slice(0, most);
  const last = shown.pop() ?? '';
  return [...shown, `${last.slice(0, -2).trimEnd()} …`];
}

/**
 * The lines of as many entries as fit, with the number of the others: at most `most` lines, and none if no entry fits.
 * @param rest number of further entries, which are only counted
 */
export function fold(entries: readonly string[][], most: number, rest = 0): string[] {
  const lines: string[] = [];
  for (const [i, entry] of entries.entries()) {
    const isLast = i === entries.length - 1 && rest === 0;
    if (lines.length + entry.length + (isLast ? 0 : 1) > most)
      return i === 0 ? [] : [...lines, `  … and ${entries.length - i + rest} more`];
    lines.push(...entry);
  }
  return rest > 0 && lines.length > 0 ? [...lines, `  … and ${rest} more`] : lines;
}

/** Shares lines among lists, one line at a time, until all are used or every list has what it needs. */
export function share(lines: number, needs: readonly number[]): number[] {
  const shares = needs.map(() => 0);
  for (let left = lines; left > 0; ) {
    const open = needs.flatMap((need, i) => ((shares[i] ?? 0) < need ? [i] : []));
    if (open.length === 0) break;
    for (const i of open.slice(0, left)) shares[i] = (shares[i] ?? 0) + 1;
    left -= Math.min(left, open.length);
  }
  return shares;
}
