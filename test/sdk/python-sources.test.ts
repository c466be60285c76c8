import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { hasPydantic, lineOf, runPythonAdapter } from './python-adapter.js';

/** Responses of the recordings for which the SDK fails, and operations of the SDK, for the versions that were measured. */
const measured: Record<string, { operations: number; failed: number }> = {
  '3.0.0': { operations: 535, failed: 445 },
  '3.1.0': { operations: 699, failed: 496 },
  '3.4.4': { operations: 699, failed: 452 },
};

const recordings = process.env.OKTA_CONTRACTS_RECORDINGS ?? '';
const sources = join(recordings, '..', 'sdks');
const archives =
  recordings && existsSync(sources)
    ? readdirSync(sources).filter((file) => /^okta-sdk-python-3\..*\.tar\.gz$/.test(file))
    : [];

test.skipIf(archives.length && hasPydantic)(
  'the Python SDK itself is read where its sources and pydantic exist',
  () => {
    console.log('Skipped: OKTA_CONTRACTS_RECORDINGS names no folder beside sdks/, or pydantic is not installed');
  },
);

describe.runIf(archives.length && hasPydantic)('the Python SDK itself', () => {
  test.each(archives)('%s reads the recordings', { timeout: 120_000 }, async (archive) => {
    const unpacked = mkdtempSync(join(tmpdir(), 'python-sdk-'));
    execFileSync('tar', ['xzf', join(sources, archive), '-C', unpacked]);
    const root = existsSync(join(unpacked, 'okta')) ? unpacked : join(unpacked, readdirSync(unpacked)[0] ?? '');
    const { ready, answers, output } = await runPythonAdapter(root, recordedLines());
    rmSync(unpacked, { recursive: true });

    const failed = answers.filter(({ result }) => result === 'failed');
    expect(answers).toHaveLength(recordedLines().length);
    expect(failed.every(({ findings }) => findings.length > 0)).toBe(true);
    expect(output).not.toContain('REDACTED');
    const expected = measured[String(ready.version)];
    if (expected) expect({ operations: ready.operations, failed: failed.length }).toEqual(expected);
    else expect(ready.operations).toBeGreaterThan(400);
  });
});

/** The successful responses of the recordings. Redacted secrets are long enough for the length rules of the SDK. */
function recordedLines(): string[] {
  return gunzipSync(readFileSync(join(recordings, 'real-orgs.ndjson.gz')))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line.replaceAll('"REDACTED"', `"${'REDACTED'.repeat(8)}"`)))
    .filter(({ response }) => response.status >= 200 && response.status < 300)
    .map(({ request, response }, id) =>
      lineOf(id, `${request.method} ${new URL(request.url).pathname}`, response.body, response.status),
    );
}
