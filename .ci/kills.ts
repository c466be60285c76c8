// Kills runs at random moments and looks at what is left. Usage: npm run kills [-- RUNS [SIGNAL]]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listJournals, readJournal } from '../src/org/journal-read.js';
import { startReferenceOrg } from '../src/reference-org/index.js';
import { journalFolder } from '../src/suite/journal-folder.js';

const [runs = '200', signal = 'SIGKILL'] = process.argv.slice(2);
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'kills-'));
const org = await startReferenceOrg({ latencyMs: 5, limits: { perMinute: 1_000_000 } });
const env = {
  ...process.env,
  OKTA_CLIENT_ORGURL: org.url,
  OKTA_CLIENT_TOKEN: org.token,
  OKTA_CONTRACTS_TIERS: 'write,org',
  OKTA_CONTRACTS_ALLOW: 'user-activation,admin-roles',
  OKTA_CONTRACTS_RATE_SHARE: '1',
};
/** What the org has of its own, apart from when it was last changed. */
const own = new Set(org.objects());
const foreign = () => org.objects().filter((object) => own.has(object)).length;

let made = 0;
let mostLeft = 0;
try {
  for (let i = 0; i < Number(runs); i += 1) {
    const before = org.requests().length;
    const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root], {
      cwd: folder,
      env,
      stdio: 'ignore',
      detached: true,
    });
    const ended = new Promise((done) => child.once('close', done));
    // From the first write on, at a moment of the next second and a half.
    while (
      !org
        .requests()
        .slice(before)
        .some(({ method, path }) => method === 'POST' && !path.includes('/lifecycle/')) &&
      child.exitCode === null
    )
      await sleep(2);
    await sleep(Math.random() * 1500);
    if (child.exitCode === null && child.pid) {
      if (signal === 'SIGKILL') process.kill(-child.pid, 'SIGKILL');
      else child.kill(signal as NodeJS.Signals);
    }
    await ended;
    while (!org.idle()) await sleep(5);
    const left = org.leftovers().length;
    mostLeft = Math.max(mostLeft, left);
    made += org
      .requests()
      .slice(before)
      .filter(({ method }) => method === 'POST').length;
    if (signal !== 'SIGKILL' && left > 0) throw new Error(`run ${i + 1} left ${org.leftovers().join(', ')}`);
    if ((i + 1) % 20 === 0) console.log(`${i + 1} runs: at most ${mostLeft} objects left by one`);
  }
  const found = org.leftovers().length;
  const journals = listJournals(join(folder, journalFolder)).length;
  if (signal === 'SIGKILL') {
    const sweep = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), join(root, 'src/cli.ts'), 'sweep'], {
      cwd: folder,
      env,
      stdio: 'inherit',
    });
    await new Promise((done) => sweep.once('close', done));
  }
  for (const file of listJournals(join(folder, journalFolder)))
    console.log('not removed:', JSON.stringify(readJournal(file).leftovers));
  const left = org.leftovers();
  console.log(
    `${runs} runs ended by ${signal} (${made} POSTs): ${found} objects and ${journals} journals before the sweep, ${left.length} after; ${own.size - foreign()} foreign objects gone.`,
  );
  if (left.length > 0 || foreign() !== own.size) {
    console.error(left.join('\n'));
    process.exitCode = 1;
  }
} finally {
  await org.close();
  rmSync(folder, { recursive: true, force: true });
}
