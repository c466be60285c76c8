import { inMegabytes, largestEntry, PartialText } from './bounds.js';

/** One line of a text, or its beginning and why it cannot be read. */
export type Line =
  | { kind: 'text'; number: number; text: string }
  /** `fault` continues a sentence about the line. */
  | { kind: 'fault'; number: number; begin: string; fault: string };

const newline = 0x0a;
const beginning = 80;

/** The lines of a text: those that each chunk completes. A line that is too large is never completely in memory. */
export async function* linesOf(chunks: AsyncIterable<Buffer>, largest = largestEntry): AsyncGenerator<Line[]> {
  let parts = new PartialText();
  let begin = '';
  let size = 0;
  let number = 1;
  const count = (part: Buffer) => {
    if (begin.length < beginning) begin += part.toString('latin1', 0, beginning);
    size += part.length;
    if (size > largest) parts = new PartialText();
  };
  const keep = (part: Buffer) => {
    count(part);
    if (size <= largest) parts.add(part);
  };
  const end = (part: Buffer): Line => {
    count(part);
    const text = size <= largest ? parts.end(part) : undefined;
    const line: Line =
      size > largest
        ? { kind: 'fault', number, begin, fault: `is larger than ${inMegabytes(largest)}` }
        : text === undefined
          ? { kind: 'fault', number, begin, fault: 'is not valid UTF-8' }
          : { kind: 'text', number, text: text.endsWith('\r') ? text.slice(0, -1) : text };
    parts = new PartialText();
    begin = '';
    size = 0;
    number += 1;
    return line;
  };
  for await (const chunk of chunks) {
    const lines: Line[] = [];
    let from = 0;
    for (let to = chunk.indexOf(newline); to !== -1; to = chunk.indexOf(newline, from)) {
      lines.push(end(chunk.subarray(from, to)));
      from = to + 1;
    }
    if (from < chunk.length) keep(chunk.subarray(from));
    yield lines;
  }
  if (size > 0) yield [end(Buffer.alloc(0))];
}
