// Measures the gateway under load: 50 connections on loopback. Usage: npm run load [-- SECONDS]
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import autocannon, { type Result } from 'autocannon';
import type { RunReport } from '../src/assess/run-report.js';

const seconds = Number(process.argv[2] ?? 30);
const many = 50;
/** The maximum latency that the gateway adds to the median of sequential requests, in milliseconds. */
const mostAdded = 5;

/** Starts one of the project's commands on a free port, and waits until it responds. */
async function start(args: string[]): Promise<{ child: ChildProcess; url: string; output: () => string }> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/bin.ts', ...args, '--port', `${port}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/.well-known/okta-organization`).then(Boolean, () => false))) {
    if (child.exitCode !== null) throw new Error(`${args[0]} ended with ${child.exitCode}: ${output}`);
    await sleep(50);
  }
  return { child, url, output: () => output };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function ended(child: ChildProcess): Promise<number | null> {
  child.kill('SIGINT');
  return child.exitCode ?? new Promise((resolve) => child.once('exit', resolve));
}

interface Load {
  median: number;
  requests: number;
  /** Requests per second. */
  rate: number;
  faults: number;
}

/** Requests a list of users repeatedly. */
async function load(url: string, token: string, connections: number, duration: number): Promise<Load> {
  const times: number[] = [];
  const options = {
    url: `${url}/api/v1/users?limit=5`,
    headers: { authorization: `SSWS ${token}`, accept: 'application/json' },
    connections,
    duration,
  };
  const result = await new Promise<Result>((resolve, reject) => {
    const instance = autocannon(options, (error, done) => (error ? reject(error) : resolve(done)));
    instance.on('response', (_client, _status, _bytes, time) => times.push(time));
  });
  times.sort((a, b) => a - b);
  return {
    median: times[Math.floor(times.length / 2)] ?? Number.NaN,
    requests: result.requests.total,
    rate: Math.round(result.requests.total / duration),
    faults: result.errors + result.timeouts + result.non2xx,
  };
}

/** Resident memory of a process, in MB. Linux. */
function residentMb(pid: number): number {
  const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kb) / 1024;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const folder = mkdtempSync(join(tmpdir(), 'load-'));
const org = await start(['org', '--per-minute', '100000000']);
const { url } = org;
// The org prints its URL and token in the format of .env.
const { OKTA_CLIENT_TOKEN: token = '' } = parseEnv(org.output());
const gateway = await start(['gateway', '--org', url, '--out', folder]);
const { url: through } = gateway;
try {
  const warm = await load(through, token, many, 3);
  const memory: number[] = [];
  const sampler = setInterval(() => memory.push(residentMb(gateway.child.pid ?? 0)), 500);
  const manyThrough = await load(through, token, many, seconds);
  clearInterval(sampler);
  const manyDirect = await load(url, token, many, 5);
  const oneThrough = await load(through, token, 1, 3);
  const oneDirect = await load(url, token, 1, 3);
  const code = await ended(gateway.child);

  const thirds = Math.floor(memory.length / 3);
  const grown = mean(memory.slice(-thirds)) / mean(memory.slice(thirds, 2 * thirds));
  const added = oneThrough.median - oneDirect.median;
  const faults = [warm, manyThrough, manyDirect, oneThrough, oneDirect].reduce((sum, { faults }) => sum + faults, 0);
  const { operations } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as RunReport;
  const checked = operations.reduce((sum, operation) => sum + operation.checked, 0);
  const passed = warm.requests + manyThrough.requests + oneThrough.requests;
  const compare = (title: string, through: Load, direct: Load) =>
    console.log(
      `${title}: median ${direct.median.toFixed(2)} ms without the gateway, ${through.median.toFixed(2)} with it, ` +
        `${(through.median - direct.median).toFixed(2)} added; ${direct.rate} requests per second without, ${through.rate} with it`,
    );
  compare(`${many} connections at full load, ${seconds} s`, manyThrough, manyDirect);
  compare('One request at a time', oneThrough, oneDirect);
  console.log(`Errors: ${faults}. Checked: ${checked}, of at least ${passed}. Exit code of the gateway: ${code}.`);
  console.log(
    `Memory: ${Math.round(Math.min(...memory))} to ${Math.round(Math.max(...memory))} MB; the last third divided by the second: ${grown.toFixed(2)}`,
  );
  const wrong = [
    faults > 0 && 'requests failed',
    added > mostAdded && `more than ${mostAdded} ms added`,
    grown > 1.15 && 'memory grows',
    checked < passed && 'not every exchange was checked',
    code !== 0 && 'the gateway reported findings or failed',
  ].filter(Boolean);
  if (wrong.length > 0) {
    console.error(`The gateway exceeds its limits under load: ${wrong.join(', ')}.`);
    process.exitCode = 1;
  }
} finally {
  gateway.child.kill('SIGKILL');
  await ended(org.child);
  rmSync(folder, { recursive: true, force: true });
}
