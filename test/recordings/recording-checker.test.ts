import { Readable } from 'node:stream';
import { beforeAll, expect, test } from 'vitest';
import { type Catalogue, loadCatalogue } from '../../src/contract/catalogue.js';
import { CheckThread } from '../../src/recordings/check-thread-client.js';
import { type CheckedEntry, createEntryCheck } from '../../src/recordings/checked-entry.js';
import { splitRecording } from '../../src/recordings/read.js';
import { RecordingChecker } from '../../src/recordings/recording-checker.js';
import { Router } from '../../src/recordings/router.js';

let catalogue: Catalogue;
beforeAll(() => {
  catalogue = loadCatalogue();
});

const paths = ['users', 'groups', 'apps', 'users/00u1', 'policies', 'no-such', 'users/me', 'zones', 'eventHooks'];

/** Recorded lines of about 1,000 characters: correct and incorrect responses, errors, and lines that cannot be read. */
function lineOf(i: number): string {
  if (i % 501 === 500) return 'not JSON';
  const url = `https://org.example.com/api/v1/${paths[i % paths.length]}?after=${i}`;
  const isError = i % 7 === 0;
  const text = 'x'.repeat(900);
  const body = isError
    ? { errorCode: 'E0000006', errorSummary: text }
    : [{ id: i % 3 ? '00u1' : i, password: text, text }];
  return JSON.stringify({
    id: `id ${i}`,
    request: { method: 'GET', url },
    response: { status: isError ? 403 : 200, headers: { 'content-type': 'application/json' }, body },
  });
}

function recording(lines: number): Readable {
  return Readable.from(
    (function* () {
      for (let i = 0; i < lines; i += 100)
        yield Buffer.from(Array.from({ length: 100 }, (_, n) => `${lineOf(i + n)}\n`).join(''));
    })(),
  );
}

/** A result without the contract, which is the same object for all results of an operation. */
function plain(entry: CheckedEntry): unknown {
  if (entry.kind === 'fault') return entry;
  const { verdict, checked } = entry.traffic;
  return { exchange: entry.exchange, verdict, operation: checked?.operation.id, what: checked?.what };
}

test('a long recording is checked by two threads, with the results of one, in its order', {
  timeout: 120_000,
}, async () => {
  const lines = 12_000;
  const check = createEntryCheck(catalogue, undefined);
  const expected: unknown[] = [];
  let sent = 0;
  const router = new Router();
  for await (const batch of splitRecording(recording(lines), 'ndjson'))
    for (const entry of batch) {
      expected.push(plain(check(entry)));
      if (entry.kind === 'raw' && router.isForThread(entry.text)) sent += 1;
    }
  expect(sent / lines).toBeGreaterThan(0.35);
  expect(sent / lines).toBeLessThan(0.7);
  const checker = new RecordingChecker(catalogue, undefined);
  const got: unknown[] = [];
  try {
    for await (const batch of checker.check(recording(lines), 'ndjson')) got.push(...batch.map(plain));
    expect(checker.hasThread).toBe(true);
  } finally {
    await checker.close();
  }
  expect(got.length).toBe(lines);
  expect(got).toEqual(expected);
});

test('a short recording starts no thread', async () => {
  const checker = new RecordingChecker(catalogue, undefined);
  for await (const _ of checker.check(recording(100), 'ndjson'));
  expect(checker.hasThread).toBe(false);
});

test('all responses of an operation go to the same thread, whatever the id, the host and the parameters are', () => {
  const router = new Router();
  const line = (url: string) => JSON.stringify({ id: '1', request: { method: 'GET', url } });
  const decisions = (urls: string[]) => new Set(urls.map((url) => router.isForThread(line(url))));
  for (const name of ['users', 'groups', 'apps'])
    expect(
      decisions([
        `https://a.example.com/api/v1/${name}/00u1a/x`,
        `https://b.example.com/api/v1/${name}/00u2b/x?after=3`,
        `https://b.example.com/api/v1/${name}/00u2b/x#part`,
      ]).size,
    ).toBe(1);
  expect(router.isForThread('no URL')).toBe(false);
  expect(router.isForThread('"url":'.repeat(200_000))).toBe(false);
});

test('a thread that ends early is reported in one sentence', async () => {
  // Not a shape: the thread cannot start.
  const thread = new CheckThread(catalogue, [null as never]);
  try {
    const entry = { kind: 'fault', fault: 'x' } as const;
    await expect(thread.check([entry])).rejects.toThrow(
      /^The check stopped in the middle \(TypeError\): start it again/,
    );
    await expect(thread.check([entry])).rejects.toThrow('The check stopped in the middle');
  } finally {
    await thread.close();
  }
});
