// @ts-nocheck
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';

const worker = (body: string) => `
  ${body}
  setInterval(() => undefined, 1000);
  process.send('ready');
`;
const stubborn = worker("for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.send(signal));");
const obedient = worker("process.on('SIGTERM', () => process.exit(0));");

/** A run with one worker, in a separate process that ends after its worker. */
const main = (script: string, patience: number) => `
  import { fork, spawn } from 'node:child_process';
  import { endInOrder } from ${JSON.stringify(new URL('../../src/io/signals.ts', import.meta.url).href)};
  const worker = spawn(process.execPath, ['-e', ${JSON.stringify(script)}], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  endInOrder(() => (worker.exitCode ?? worker.signalCode) === null ? [worker.pid] : [], console.log, undefined, ${patience});
  worker.on('message', (message) => console.log(message === 'ready' ? 'worker ' + worker.pid : message));
`;

async function start(script: string, patience: number) {
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', main(script, patience)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  while (!/worker \d+/.test(output)) await once(child.stdout, 'data');
  const pid = Number(/worker (\d+)/.exec(output)?.[1]);
  onTestFinished(() => {
    for (const running of [pid, child.pid ?? 0]) if (isRunning(running)) process.kill(running, 'SIGKILL');
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { child, ended, pid, output: () => output };
}

/** Whether a process is running. A zombie process is not. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z]/.test(stdout.trim());
}

test('a worker that stops ends the run with the exit code of the signal', async () => {
  const { child, ended, pid } = await start(obedient, 20_000);
  child.kill('SIGTERM');
  expect([await ended, isRunning(pid)]).toEqual([143, false]);
});

test('a worker that does not stop is killed', async () => {
  const { child, ended, pid, output } = await start(stubborn, 300);
  child.kill('SIGINT');
  expect([await ended, isRunning(pid)]).toEqual([130, false]);
  expect(output()).toContain('A worker does not stop and is killed');
});

test('a signal that several processes forward counts once', async () => {
  const { child, ended, pid, output } = await start(stubborn, 20_000);
  child.kill('SIGINT');
  child.kill('SIGTERM');
  await sleep(50);
  child.kill('SIGINT');
  await sleep(200);
  expect([isRunning(pid), output().match(/Interrupted/g)]).toEqual([true, ['Interrupted']]);
  await sleep(400);
  child.kill('SIGTERM');
  expect([await ended, isRunning(pid)]).toEqual([143, false]);
});
