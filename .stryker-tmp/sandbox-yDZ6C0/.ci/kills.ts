// @ts-nocheck
// Kills runs in the write and the org tier at random moments, on a reference org whose administrator changes settings meanwhile,
// and counts what is left after a sweep. Usage: npm run kills [-- RUNS [SIGNAL]]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startReferenceOrg } from '../reference-org/index.js';
import { journalFolder } from '../src/org/journal/folder.js';
import { listJournals, readJournal } from '../src/org/journal/read.js';
import { Administrator, changesSetting, restoredOperations } from '../test/kills/administrator.js';

const [count = '200', signal = 'SIGKILL'] = process.argv.slice(2);
const runs = Number(count);
if (!(Number.isInteger(runs) && runs > 0)) {
  console.error(`${count} is not a number of runs: use a number above 0.`);
  process.exit(2);
}
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'kills-'));
const org = await startReferenceOrg({
  population: 'in-use',
  latencyMs: 5,
  limits: { perMinute: 1_000_000 },
  userTypesSettleMs: 500,
});
const administrator = new Administrator(org);
const env = {
  ...process.env,
  OKTA_CLIENT_ORGURL: org.url,
  OKTA_CLIENT_TOKEN: org.token,
  OKTA_CONTRACTS_TIERS: 'write,org',
  OKTA_CONTRACTS_NAMED: restoredOperations.join(','),
  OKTA_CONTRACTS_ALLOW: 'user-activation,admin-roles',
  OKTA_CONTRACTS_RATE_SHARE: '1',
};
/** The objects of the org itself. */
const own = org.objects();

const result = { killed: 0, inChange: 0, unstarted: 0, posts: 0, most: 0 };
const wrong = { settings: new Map<string, number>(), undone: new Map<string, number>(), objects: [] as string[] };
try {
  for (let i = 0; i < runs; i += 1) {
    const before = org.requests().length;
    const isInChange = await killedRun();
    const served = org.requests().slice(before);
    const posts = served.filter(({ method }) => method === 'POST').length;
    result.posts += posts;
    result.inChange += isInChange ? 1 : 0;
    result.unstarted += posts === 0 ? 1 : 0;
    result.most = Math.max(result.most, org.leftovers().length);
    if (signal !== 'SIGKILL') measure(`run ${i + 1}`);
    // Otherwise the next run sweeps at its start.
    else if (Math.random() < 0.2) {
      await sweep();
      measure(`the sweep after run ${i + 1}`);
    }
    if ((i + 1) % 20 === 0) console.log(`${i + 1} runs: one run left at most ${result.most} objects`);
  }
  const found = org.leftovers().length;
  const journals = listJournals(join(folder, journalFolder)).length;
  await sweep(true);
  measure('the last sweep');
  for (const file of listJournals(join(folder, journalFolder)))
    console.log('In a journal after the last sweep:', JSON.stringify(readJournal(file).leftovers));
  const gone = own.filter((object) => !org.objects().includes(object));
  console.log(
    `${runs} runs, ${result.killed} ended by ${signal}, ${result.inChange} of them at a change of a setting, ${result.unstarted} before they created anything (${result.posts} POSTs).
The administrator made ${administrator.changes} changes. Before the last sweep: ${found} objects, ${journals} journals.
Outside the org: ${outside()}.
Objects left: ${wrong.objects.length}. Settings left: ${sum(wrong.settings)}. Foreign changes undone: ${sum(wrong.undone)}. Foreign objects gone: ${gone.length}.`,
  );
  for (const [what, names] of Object.entries({ 'setting left': wrong.settings, 'change undone': wrong.undone }))
    for (const [name, times] of names) console.error(`${what} ${times} times: ${name}`);
  for (const object of wrong.objects) console.error(`object left: ${object}`);
  const isWrong = wrong.objects.length + sum(wrong.settings) + sum(wrong.undone) + gone.length > 0;
  // Runs that create no objects prove nothing.
  if (isWrong || result.unstarted > runs / 2) process.exitCode = 1;
} finally {
  await org.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Starts a run and ends it at a random moment; the administrator acts at another. Returns whether it ended during a change of a setting. */
async function killedRun(): Promise<boolean> {
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root], {
    cwd: folder,
    env,
    stdio: 'ignore',
    detached: true,
  });
  const ended = new Promise((done) => child.once('close', done));
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  let hasActed = false;
  const act = (unread: string[] = []) => {
    if (!hasActed) administrator.act(unread);
    hasActed = true;
  };
  // In half of the runs the administrator acts during the run, in the others after it.
  if (Math.random() < 0.5) org.after(Math.ceil(Math.random() * 500), () => act());
  let isAtChange = false;
  let isCreating = false;
  const created = (method: string, path: string) =>
    method === 'POST' && !path.includes('/lifecycle/') && !changesSetting(method, path);
  org.after(1, () => (isCreating = true), created);
  const waitsForChange = Math.random() < 0.5;
  if (waitsForChange) org.after(Math.ceil(Math.random() * 12), () => (isAtChange = true), changesSetting);
  while (isRunning() && !(waitsForChange ? isAtChange : isCreating)) await sleep(1);
  await sleep(Math.random() * (waitsForChange ? 15 : 1500));
  const isKilled = isRunning() && child.pid !== undefined;
  if (isKilled) {
    result.killed += 1;
    if (signal === 'SIGKILL') process.kill(-(child.pid ?? 0), 'SIGKILL');
    else child.kill(signal as NodeJS.Signals);
  }
  await ended;
  // Requests that the run sent before it was killed can arrive later.
  await sleep(100);
  while (!org.idle()) await sleep(5);
  act(unreadRestores());
  return isKilled && isAtChange;
}

/** Paths of restores that were sent, but whose response the run may not have read. */
function unreadRestores(): string[] {
  return listJournals(join(folder, journalFolder))
    .flatMap((file) => readJournal(file).leftovers)
    .filter(({ recipe, isRestored = false }) => recipe.changes && !isRestored)
    .flatMap(({ recipe, id = '' }) => {
      const read = recipe.restore?.read.split(' ')[1] ?? '';
      const path = read.replace(/\{(\w+)\}/g, (_, name: string) => recipe.values[name] ?? id);
      const last = org.requests().findLast((request) => request.method !== 'GET' && request.path.startsWith(path));
      return last && /\/deactivate$|\/schemas\/group\//.test(last.path) ? [last.path] : [];
    });
}

async function sweep(isShown = false): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(root, 'src/cli/bin.ts'), 'sweep'],
    {
      cwd: folder,
      env,
      stdio: isShown ? 'inherit' : 'ignore',
    },
  );
  await new Promise((done) => child.once('close', done));
}

/** Counts the differences to the initial state of the org, after all runs have ended. */
function measure(after: string): void {
  const { left, undone } = administrator.measure();
  for (const name of left) wrong.settings.set(name, (wrong.settings.get(name) ?? 0) + 1);
  for (const name of undone) wrong.undone.set(name, (wrong.undone.get(name) ?? 0) + 1);
  const objects = org.leftovers();
  wrong.objects = objects;
  const all = [
    ...objects.map((object) => `left on the org: ${object}`),
    ...left.map((name) => `setting left: ${name}`),
    ...undone.map((name) => `change undone: ${name}`),
  ];
  if (all.length > 0) console.log(`After ${after}: ${all.join('; ')}`);
}

function outside(): string {
  const of = (kind: string) => org.effects().filter((effect) => effect.kind === kind).length;
  return `${of('provisioning')} accounts provisioned, ${of('mail')} mails, ${of('phone')} messages, ${of('event-hook')} event hooks`;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, n) => total + n, 0);
}
