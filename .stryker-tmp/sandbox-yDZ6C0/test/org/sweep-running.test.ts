// @ts-nocheck
import { existsSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { thisProcess } from '../../src/org/journal/processes.js';
import { sweep, waitingFor } from '../../src/org/journal/sweep.js';
import { catalogue, group, hook, leave, nothing, options, orgThat, theGroup, url } from './sweep-support.js';

describe('a journal', () => {
  const running = { pid: process.ppid, start: '' };

  test('of another org is not used', async () => {
    const { folder, file } = leave([[group, '00g1']], { org: 'https://other.example.com' });
    const org = orgThat();
    expect(await sweep(folder, options(org.http, { own: true }))).toEqual(nothing);
    expect(org.asked).toEqual([]);
    expect(existsSync(file)).toBe(true);
  });

  test.each([false, true])('of a run that has not ended is left alone (own: %s)', async (own) => {
    const { folder, file } = leave([[group, '00g1']], { process: { ...running, ppid: 1 } });
    const org = orgThat();
    expect(await sweep(folder, options(org.http, { own }))).toEqual(nothing);
    expect(org.asked).toEqual([]);
    expect(existsSync(file)).toBe(true);
  });

  test('of a running process of another user is not used', async () => {
    vi.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
    });
    onTestFinished(() => void vi.restoreAllMocks());
    const { folder } = leave([[group, '00g1']], { process: { ...running, ppid: 1 } });
    const org = orgThat();
    await sweep(folder, options(org.http));
    expect(org.asked).toEqual([]);
  });

  test.each([
    ['another machine', { host: 'elsewhere' }],
    ['another container of this machine', { space: 'pid:[1]' }],
    ['this machine before it was restarted', { boot: 'earlier' }],
  ])('of %s is left alone while it is updated, although its number is free here', async (_, process) => {
    const { folder, file } = leave([[group, '00g1']], { process });
    const org = orgThat(theGroup);
    expect(await sweep(folder, options(org.http))).toEqual(nothing);
    expect(org.asked).toEqual([]);
    const before = new Date(Date.now() - 61_000);
    utimesSync(file, before, before);
    expect((await sweep(folder, options(org.http))).removed).toEqual(['groups']);
  });

  test('of an ended run whose pid another process has is swept', async () => {
    if (thisProcess().start === '') return;
    const { folder } = leave([[group, '00g1']], { process: { pid: process.pid, ppid: 1, start: '1' } });
    expect((await sweep(folder, options(orgThat(theGroup).http))).removed).toEqual(['groups']);
  });

  test("of this process is swept at the run's end", async () => {
    const { folder, file } = leave([[group, '00g1']], { process: { pid: process.pid } });
    expect((await sweep(folder, options(orgThat(theGroup).http, { own: true }))).removed).toEqual(['groups']);
    expect(existsSync(file)).toBe(false);
  });

  test('does not exist, and a sweep does nothing', async () => {
    const missing = join(tmpdir(), 'no-such-folder-of-journals');
    expect(await sweep(missing, options(orgThat().http))).toEqual(nothing);
  });

  test('is read without requests', () => {
    const { folder } = leave([
      [group, '00g1'],
      [hook, 'cal1'],
      [{ ...hook, remove: [] }, 'x'],
    ]);
    const waiting = waitingFor(folder, url, catalogue);
    expect(waiting).toMatchObject({ kinds: ['groups', 'inline hooks'], invalid: 0, corrupt: 0, outdated: 0 });
    expect(Date.now() - waiting.since).toBeLessThan(10_000);
  });

  test('folder that cannot be read results in one sentence', async () => {
    const { file } = leave([]);
    await expect(sweep(file, options(orgThat().http))).rejects.toThrow(
      /^The journal .* cannot be read \(a part of the path is not a folder\): /,
    );
  });
});
