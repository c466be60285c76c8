import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, onTestFinished, vi } from 'vitest';
import type { RunReport } from '../../../src/assess/run-report.js';
import { runMain } from '../../cli/run-main.js';
import { one, report } from '../sample-report.js';
import { FakeGithub, startServer } from './loopback.js';

const names = [
  'GITHUB_SERVER_URL',
  'GITHUB_REPOSITORY',
  'GITHUB_RUN_ID',
  'GITHUB_STEP_SUMMARY',
  'GITHUB_API_URL',
  'GITHUB_TOKEN',
  'CI_JOB_URL',
];

/** Removes what a CI system states about its job, in all tests of a file. */
export function withoutCi(): void {
  beforeEach(() => {
    for (const name of names) vi.stubEnv(name, '');
  });
  afterEach(() => vi.unstubAllEnvs());
}

/** What each channel got, from the file of a state. */
export function sentIn(state: string): Record<string, { findings: object; changes: object }> {
  return (JSON.parse(readFileSync(state, 'utf8')) as { channels: ReturnType<typeof sentIn> }).channels;
}

/** A folder with a report of this moment, and the command on it. */
export function job(given: RunReport = report([one.broken, one.kept]), when = new Date()) {
  const folder = mkdtempSync(join(tmpdir(), 'notify-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [file, state] = [join(folder, 'report.json'), join(folder, 'sent', 'state.json')];
  const write = (next: RunReport, at: Date) =>
    writeFileSync(file, JSON.stringify({ ...next, run: { ...next.run, startedAt: at.toISOString() } }));
  write(given, when);
  const call = (...args: string[]) => runMain(['notify', '--report', file, '--state', state, ...args]);
  return { folder, state, write, call };
}

/** A job with a GitHub on this machine. */
export async function githubJob(given?: RunReport) {
  const github = new FakeGithub();
  const { url, received } = await startServer(github.answer);
  vi.stubEnv('GITHUB_API_URL', url);
  vi.stubEnv('GITHUB_TOKEN', 'ghs_token_of_tests');
  return { github, received, ...job(given) };
}
