import wrapAnsi from 'wrap-ansi';

/** Wraps a line at `columns` characters and indents the later lines. A long word is not broken. */
export function wrap(line: string, columns: number, indent: number): string[] {
  // wrap-ansi has no hanging indent: only what follows the indent is wrapped. It would trim a space at its start.
  const head = new RegExp(`^.{0,${indent}}(?=\\S)`, 's').exec(line)?.[0] ?? '';
  const [first = '', ...rest] = wrapAnsi(line.slice(head.length), columns - indent).split('\n');
  return [head + first, ...rest.map((text) => ' '.repeat(indent) + text)];
}
