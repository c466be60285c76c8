import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { jsonLength } from '../../src/recordings/bounds.js';
import { JsonItems } from '../../src/recordings/json-items.js';
import { type Line, linesOf } from '../../src/recordings/lines.js';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function linesIn(bytes: Buffer, size: number, largest?: number): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const batch of linesOf(inChunks(bytes, size), largest)) lines.push(...batch);
  return lines;
}

const texts = ['{"a":"é"}', '', '日本語 🙂', 'last'];

test.each([1, 2, 3, 5, 1000])(
  'lines are the same in chunks of %i bytes, which can end inside a character',
  async (size) => {
    for (const end of ['\n', '\r\n'])
      expect(await linesIn(Buffer.from(texts.join(end)), size)).toEqual(
        texts.map((text, i) => ({ kind: 'text', number: i + 1, text })),
      );
  },
);

test.each([1, 3, 1000])(
  'a line that is not UTF-8 is a fault in chunks of %i bytes, and the next one is read',
  async (size) => {
    for (const invalid of [Buffer.from([0x61, 0xff, 0x62, 0x63]), Buffer.from([0x61, 0x62, 0xc3])]) {
      const [first, second] = await linesIn(Buffer.concat([invalid, Buffer.from('\nnext')]), size);
      expect(first).toMatchObject({ kind: 'fault', number: 1, fault: 'is not valid UTF-8' });
      expect(second).toEqual({ kind: 'text', number: 2, text: 'next' });
    }
  },
);

test.each([1, 4, 1000])(
  'a line that is too large is a fault in chunks of %i bytes, and the next one is read',
  async (size) => {
    const [first, second, third] = await linesIn(Buffer.from('12345678901\n1234567890\nnext'), size, 10);
    expect(first).toMatchObject({ kind: 'fault', number: 1, begin: expect.stringMatching(/^1/) });
    expect(second).toEqual({ kind: 'text', number: 2, text: '1234567890' });
    expect(third).toEqual({ kind: 'text', number: 3, text: 'next' });
  },
);

test.each([1, 3, 1000])('items of a list are the same in chunks of %i bytes', (size) => {
  const bytes = Buffer.from('{"interactions":[{"a":"é日🙂"},{"b":"1234567890123456"},{"c":1}]}');
  const items = new JsonItems('json', 20);
  const found = [];
  for (let at = 0; at < bytes.length; at += size) found.push(...items.read(bytes.subarray(at, at + size)));
  expect(items.end()).toBeUndefined();
  expect(found).toMatchObject([{ text: '{"a":"é日🙂"}' }, { kind: 'fault' }, { text: '{"c":1}' }]);
});

test('the length of a value as JSON is that of its text', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value = JSON.parse(text) as Json;
      expect(jsonLength(value)).toBe(JSON.stringify(value).length);
    }),
  );
});
