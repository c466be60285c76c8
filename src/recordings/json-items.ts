import { inMegabytes, largestEntry, PartialText } from './bounds.js';

/** One item of a list in a JSON file, as text, or why it cannot be read. */
export type JsonItem = { kind: 'text'; line: number; text: string } | { kind: 'fault'; line: number; fault: string };

/** Keys of the lists whose items are read, by format. */
const lists = { json: ['log/entries', 'interactions'], wiremock: ['mappings'] };

const [quote, backslash, comma, colon, newline] = [0x22, 0x5c, 0x2c, 0x3a, 0x0a];
const opening = new Set([...'[{'].map((c) => c.charCodeAt(0)));
const closing = new Set([...']}'].map((c) => c.charCodeAt(0)));
const blank = new Set([...' \t\r\n\ufeff'].flatMap((c) => [...Buffer.from(c)]));

/**
 * Splits a HAR, a JSON cassette or a list of WireMock mappings into the texts of its items without parsing them. So an item can be too large, invalid or
 * deeply nested, and the next one is still read.
 */
export class JsonItems {
  readonly #lists: string[];
  readonly #largest: number;
  #line = 1;
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  /** Outside the items: the last string, and the key at each depth. */
  #word = '';
  readonly #keys: string[] = [];
  /** The depth of the items; 0 outside their list. */
  #itemsAt = 0;
  #item: { line: number; size: number; text: PartialText } | undefined;
  #hasList = false;

  constructor(format: keyof typeof lists, largest = largestEntry) {
    this.#lists = lists[format];
    this.#largest = largest;
  }

  /** Reads the next chunk. Returns the items that are now complete. */
  read(chunk: Buffer): JsonItem[] {
    const found: JsonItem[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      if (this.#inString) {
        at = this.#endOfString(chunk, at);
        if (at === chunk.length) break;
      }
      const byte = chunk[at] as number;
      if (byte === newline) this.#line += 1;
      if (blank.has(byte)) continue;
      if (this.#itemsAt > 0 && this.#depth === this.#itemsAt && (byte === comma || closing.has(byte))) {
        if (this.#item) found.push(this.#complete(this.#item, chunk.subarray(from, at)));
        if (byte !== comma) this.#itemsAt = 0;
      } else if (this.#itemsAt > 0 && !this.#item) {
        this.#item = { line: this.#line, size: 0, text: new PartialText() };
        from = at;
      }
      this.#readMark(byte);
    }
    if (this.#item) this.#keep(chunk.subarray(from));
    return found;
  }

  /** After the last chunk: why the file is incomplete, or `undefined`. */
  end(): { line: number; fault: string } | undefined {
    const fault = (what: string) => ({ line: this.#item?.line ?? this.#line, fault: what });
    if (this.#depth > 0 || this.#inString) return fault('it ends in the middle');
    if (this.#depth < 0) return fault('it closes more brackets than it opens');
    if (!this.#hasList)
      return fault(
        this.#lists.length > 1 ? 'it has neither log.entries nor interactions' : 'it has no list of mappings',
      );
    return undefined;
  }

  /** The index of the quote that ends the current string, or the length of the chunk. */
  #endOfString(chunk: Buffer, from: number): number {
    let at = this.#isEscaped ? from + 1 : from;
    this.#isEscaped = false;
    for (;;) {
      const found = chunk.indexOf(quote, at);
      const end = found === -1 ? chunk.length : found;
      at = afterEscapes(chunk, at, end);
      // An escaped quote does not end the string.
      if (at > end && found !== -1) continue;
      this.#isEscaped = at > end;
      // The keys of the lists are shorter.
      if (!this.#item && this.#word.length < 20) this.#word += chunk.toString('latin1', from, Math.min(end, from + 20));
      return end;
    }
  }

  #readMark(byte: number): void {
    if (byte === quote) {
      this.#inString = !this.#inString;
      if (this.#inString) this.#word = '';
    } else if (byte === colon && !this.#item) {
      this.#keys[this.#depth] = this.#word;
    } else if (opening.has(byte)) {
      this.#depth += 1;
      const path = this.#keys.slice(1, this.#depth).join('/');
      if (this.#item || byte !== 0x5b || !this.#lists.includes(path)) return;
      this.#itemsAt = this.#depth;
      this.#hasList = true;
    } else if (closing.has(byte)) {
      this.#depth -= 1;
      this.#keys.length = Math.max(0, Math.min(this.#keys.length, this.#depth + 1));
    }
  }

  #keep(part: Buffer): void {
    if (!this.#item) return;
    this.#item.size += part.length;
    if (this.#item.size <= this.#largest) this.#item.text.add(part);
    else this.#item.text = new PartialText();
  }

  #complete({ line, size, text: begin }: { line: number; size: number; text: PartialText }, last: Buffer): JsonItem {
    this.#item = undefined;
    if (size + last.length > this.#largest)
      return { kind: 'fault', line, fault: `it is larger than ${inMegabytes(this.#largest)}` };
    const text = begin.end(last);
    return text === undefined ? { kind: 'fault', line, fault: 'it is not valid UTF-8' } : { kind: 'text', line, text };
  }
}

/** `end`, or the index after it if an escape sequence includes `end`. */
function afterEscapes(chunk: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const next = chunk.subarray(at, end).indexOf(backslash);
    if (next === -1) return end;
    at += next + 2;
  }
  return at;
}
