import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The size of the recording. */
const megabytes = 175;

/** The throughput of `traffic`. */
export interface TrafficFigures {
  /** Megabytes per second, with the start of the process. */
  rate: number;
  /** The rate of `JSON.parse` of the same lines, on one thread. */
  bareRate: number;
  peakRssMb: number;
  /** Peak memory for one line of 30 MB: a request and a response with bodies that are nearly as large as bodies may be. */
  longLineRssMb: number;
}

/**
 * Checks a long recording with the command.
 * @param lines exchanges that the recording repeats; the environment variable `OKTA_CONTRACTS_RECORDINGS` names a folder with others
 */
export async function trafficFigures(lines: readonly string[]): Promise<TrafficFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const file = join(folder, 'long.ndjson');
    const real = process.env.OKTA_CONTRACTS_RECORDINGS;
    await writeLong(file, real ? gunzipSync(readFileSync(join(real, 'real-orgs.ndjson.gz'))) : `${lines.join('\n')}\n`);
    const size = statSync(file).size / 1e6;
    const bare = await secondsOf(() => parseAll(file));
    let peakRssMb = 0;
    const whole = await secondsOf(async () => {
      peakRssMb = await checkAll(file);
    });
    const longLine = join(folder, 'line.ndjson');
    writeFileSync(longLine, longLineOf(lines));
    return { rate: size / whole, bareRate: size / bare, peakRssMb, longLineRssMb: await checkAll(longLine) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeLong(file: string, part: string | Buffer): Promise<void> {
  const stream = createWriteStream(file);
  const repeats = Math.ceil((megabytes * 1e6) / Buffer.byteLength(part));
  for (let i = 0; i < repeats; i += 1) if (!stream.write(part)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'close');
}

/** An exchange whose bodies repeat the elements of a recorded list. */
function longLineOf(lines: readonly string[]): string {
  const exchanges = lines.map((line) => JSON.parse(line));
  const listed = exchanges.find(({ response: { body } }) => Array.isArray(body) && body.length > 0);
  const list = listed.response.body;
  const times = Math.floor(15e6 / JSON.stringify(list).length);
  const body = Array.from({ length: times }, () => list).flat();
  return JSON.stringify({ ...listed, request: { ...listed.request, body }, response: { ...listed.response, body } });
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

async function parseAll(file: string): Promise<void> {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) JSON.parse(line);
  }
}

/** Returns the peak memory of the command. */
async function checkAll(file: string): Promise<number> {
  const atExit = "process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n'))";
  const args = ['--import', `data:text/javascript,${encodeURIComponent(atExit)}`, 'bin/okta-contracts.cjs', 'traffic'];
  const child = spawn(process.execPath, [...args, file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  await once(child, 'close');
  const peaks = [...errors.matchAll(/^peak (\d+)$/gm)].map(([, kilobytes]) => Number(kilobytes) / 1024);
  if (peaks.length === 0) throw new Error(`traffic printed no peak of its memory: ${errors}`);
  return Math.round(Math.max(...peaks));
}
