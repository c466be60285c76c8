// @ts-nocheck
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../../src/gateway/run-command.js';
import { org } from './support.js';

const root = new URL('../..', import.meta.url).pathname;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie process has ended.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** A program that starts another, and writes the ids of both to a file; each treats SIGTERM and SIGINT as `on` says. */
function program(file: string, on: string): string[] {
  const handlers = `for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => { ${on} }); setInterval(() => 0, 1000);`;
  const inner = `${handlers} process.send?.('ready')`;
  const outer = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.once('message', () => require('node:fs').writeFileSync(${JSON.stringify(file)}, process.pid + ' ' + child.pid));
    ${handlers}`;
  return [process.execPath, '-e', outer];
}

async function pidsIn(file: string): Promise<number[]> {
  for (let i = 0; i < 400 && !(existsSync(file) && /\d \d/.test(readFileSync(file, 'utf8'))); i += 1) await sleep(25);
  return readFileSync(file, 'utf8').split(' ').map(Number);
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A gateway process with a command, and the processes of that command. */
async function gatewayWith(on: string): Promise<{ gateway: ChildProcess; pids: number[]; said: () => string }> {
  const folder = temporary();
  const file = join(folder, 'pids');
  const url = await org((_request, response) => response.end('{}'));
  const args = ['--import', 'tsx', 'src/cli/bin.ts', 'gateway', '--org', url, '--out', join(folder, 'reports')];
  const gateway = spawn(process.execPath, [...args, '--', ...program(file, on)], { cwd: root, stdio: 'pipe' });
  let said = '';
  gateway.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  const pids = await pidsIn(file);
  onTestFinished(() => {
    for (const pid of pids) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
    gateway.kill('SIGKILL');
  });
  expect(pids.map(isRunning)).toEqual([true, true]);
  return { gateway, pids, said: () => said };
}

test.each([
  ['SIGTERM', 'process.exit(0)', 143],
  ['SIGINT', 'process.exit(0)', 130],
  ['SIGTERM', 'process.exit(7)', 7],
] as const)(
  '%s to the gateway ends its command (%s), and then the gateway with exit code %i',
  { timeout: 40_000 },
  async (signal, on, code) => {
    const { gateway, pids, said } = await gatewayWith(on);
    gateway.kill(signal);
    const [ended] = await once(gateway, 'close');
    expect(ended).toBe(code);
    expect(pids.map(isRunning)).toEqual([false, false]);
    expect(said()).toContain('Reports: ');
  },
);

test('a second signal kills a command that ignores the first', { timeout: 40_000 }, async () => {
  const { gateway, pids } = await gatewayWith('');
  gateway.kill('SIGTERM');
  await sleep(300);
  expect(gateway.exitCode).toBe(null);
  gateway.kill('SIGTERM');
  const [ended] = await once(gateway, 'close');
  expect(ended).toBe(143);
  expect(pids.map(isRunning)).toEqual([false, false]);
});

test('a command that ignores a signal is killed in time, with all processes that it started', {
  timeout: 20_000,
}, async () => {
  const file = join(temporary(), 'pids');
  // The signal reaches this process, which is vitest's: its own handlers must not see it.
  const others = process.rawListeners('SIGTERM');
  process.removeAllListeners('SIGTERM');
  onTestFinished(() => {
    for (const other of others) process.on('SIGTERM', other as () => void);
  });
  const done = runCommand(program(file, ''), {}, 300);
  const pids = await pidsIn(file);
  process.emit('SIGTERM', 'SIGTERM');
  expect(await done).toBe(143);
  expect(pids.map(isRunning)).toEqual([false, false]);
  expect(process.listenerCount('SIGTERM')).toBe(0);
});

test('the exit code of a command, and the signal that ended it', async () => {
  const run = (script: string) => runCommand([process.execPath, '-e', script], process.env, 1_000);
  expect(await run('process.exitCode = 7')).toBe(7);
  expect(await run('')).toBe(0);
  expect(await run("process.kill(process.pid, 'SIGKILL')")).toBe(137);
  await expect(runCommand(['no-such-command'], {}, 1_000)).rejects.toThrow('no-such-command cannot be run (ENOENT)');
});
