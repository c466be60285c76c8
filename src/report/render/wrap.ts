/** A text in lines of at most `columns` characters, indented after the first. A longer word is not broken. */
export function wrap(text: string, columns: number, indent: number): string[] {
  const lines: string[] = [];
  let current = '';
  // The indentation of the first line is part of its first word.
  for (const word of text.split(/(?<=\S) (?=\S)/)) {
    if (current !== '' && current.length + word.length + 1 > columns) {
      lines.push(current);
      current = ' '.repeat(indent) + word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
