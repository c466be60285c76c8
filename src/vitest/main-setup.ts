import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { acceptedHere } from '../assess/accepted.js';
import { loadPolicy } from '../assess/baseline.js';
import { type Leftover, orgOf } from '../assess/run-report.js';
import { readShapes, shapesFile } from '../assess/shapes/file.js';
import { waiversHere } from '../assess/waivers.js';
import type { Access } from '../config/access.js';
import { loadSettings, type Settings, surroundings } from '../config/load.js';
import { type Catalogue, loadCatalogue, readSchemas } from '../contract/catalogue.js';
import { requireOperation } from '../contract/named.js';
import { ContractsError } from '../domain/errors.js';
import { scopesNeeded, withoutScopes } from '../engine/access-needed.js';
import { makeFolder } from '../io/files.js';
import { output } from '../io/output.js';
import { endInOrder } from '../io/signals.js';
import { authenticate } from '../org/auth/credentials.js';
import { createHttp } from '../org/http.js';
import { journalFolder, scopesFile } from '../org/journal/folder.js';
import { checkFolder } from '../org/journal/journal.js';
import { workersOf } from '../org/journal/read.js';
import { type SweepOptions, sweep, waitingFor } from '../org/journal/sweep.js';
import { type Preflight, preflight } from '../org/preflight.js';
import { checkUpstream } from '../org/upstream.js';
import { askBy, effectScopes, readWriteEffects } from '../org/write-preflight.js';
import { renderEffects } from '../report/render/effects.js';
import { renderPreflight } from '../report/render/preflight.js';
import { leftoversOf, renderSwept, renderWaiting } from '../report/render/sweep.js';
import { renderOrg } from '../report/render/texts.js';
import { writeFailedRun } from './failed-run.js';
import { type Finish, leaveToReporter } from './finish.js';
import { lockOrg } from './lock-org.js';

/** The connection of a run to its org. */
interface Connection {
  access: Access;
  network: ReturnType<typeof createHttp>;
  found: Preflight;
  /** Options of the clients that sweep and lock the org. */
  client: SweepOptions;
  /** Stops the reference org. */
  close: () => Promise<void>;
}

/** Runs in vitest's main process: reads the settings, connects to the org or starts the reference org, and sweeps it at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  endWithParent();
  // What the metrics of a run that cannot start are about.
  let edition: string | undefined;
  let org: string | undefined;
  try {
    const settings = loadSettings();
    const catalogue = loadCatalogue();
    edition = catalogue.edition.edition;
    if (settings.org.kind === 'live') org = settings.org.url;
    readSchemas(catalogue);
    settings.named = settings.named.map(
      (name) => requireOperation(catalogue.operations, name, 'OKTA_CONTRACTS_NAMED names', 'CONFIG').id,
    );
    const { policy, baseline } = loadPolicy(
      { ...settings, waivers: settings.waivers ?? waiversHere(), baseline: settings.baseline ?? acceptedHere() },
      catalogue,
    );
    // An SDK that cannot be used is reported before the first request.
    await tryAll(settings.sdks, catalogue);
    checkFolder(journalFolder);
    makeFolder(surroundings().reports);
    const shapes = settings.org.kind === 'live' ? readShapes(shapesFile(surroundings().reports)) : undefined;
    const connection = await connect(settings, catalogue);
    const { access, client, found } = connection;
    const shards = project.config.shard?.count ?? 1;
    const mayWrite = settings.tiers.includes('write');
    await sweepBefore(client, mayWrite);
    const unlock = mayWrite && settings.org.kind === 'live' ? await lockOrg(client, shards > 1) : undefined;
    showOrg(settings, connection);
    // Shards of one run divide its share of the rate limits.
    settings.rateShare /= shards;
    project.provide('settings', settings);
    project.provide('access', access);
    project.provide('isSuperAdmin', found.isSuperAdmin);
    project.provide('policy', policy);
    project.provide('baseline', baseline);
    project.provide('org', orgOf(settings, access));
    project.provide(
      'shapes',
      shapes?.filter(({ org }) => org === new URL(access.url).origin),
    );
    project.provide('columns', process.stdout.isTTY ? (process.stdout.columns ?? 80) : 0);
    project.provide('areContractsValid', !project.vitest.config.watch);
    project.provide('journalFolder', join(process.cwd(), journalFolder));
    project.provide('testNamePattern', project.config.testNamePattern?.source ?? '');
    return teardown(project, connection, mayWrite, unlock);
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    output.err(`\n${error.message}\n`);
    writeFailedRun(org, edition);
    process.exit(2);
  }
}

/** Starts and ends the SDKs. Throws `INPUT` if one cannot be used. */
async function tryAll(sdks: readonly string[], catalogue: Catalogue): Promise<void> {
  if (sdks.length === 0) return;
  const { SdkCheck } = await import('../sdk/check.js');
  await (await SdkCheck.start(sdks, catalogue))?.end();
}

/** Connects to the org, and reads what the run may do there, before the first write. */
async function connect(settings: Settings, catalogue: Catalogue): Promise<Connection> {
  const { access, close } = await reach(settings);
  const { tiers, rateShare, concurrency } = settings;
  const network = createHttp(settings.timeoutSeconds);
  const { auth } = access;
  const named = auth.scheme === 'OAuth' ? auth.scopes : [];
  const mayWrite = tiers.includes('write');
  const needed = scopesNeeded(catalogue, catalogue.operations.keys(), tiers);
  const wanted = named.length > 0 ? named : [...needed, ...(mayWrite ? effectScopes : [])];
  if (settings.org.kind === 'live') await checkUpstream(access.url, network.http, settings);
  const found = await preflight(access, network.http, wanted, scopesFile);
  if (auth.scheme === 'OAuth') {
    auth.scopes = found.scopes?.granted ?? [];
    if (found.issued) auth.issued = found.issued;
  }
  const { http } = authenticate(access, network.http, tiers);
  // The first write is that of the sweep.
  if (settings.org.kind === 'live' && mayWrite)
    settings.effects = await readWriteEffects(askBy(authenticate(access, network.http, ['read']).http));
  return { access, network, found, close, client: { catalogue, url: access.url, http, tiers, rateShare, concurrency } };
}

/** A run of a fleet has a channel to the process that started it. If that process is killed, the run ends like one that gets a signal. */
function endWithParent(): void {
  // A process that was started without a channel cannot send.
  if (!process.send) return;
  // The fleet ended while this process started: nothing is to be removed.
  if (!process.connected) process.exit(143);
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
}

async function reach(settings: Settings): Promise<{ access: Access; close: () => Promise<void> }> {
  if (settings.org.kind === 'live')
    return { access: { url: settings.org.url, auth: settings.org.auth }, close: async () => undefined };
  const { startReferenceOrg } = await import('../../reference-org/index.js');
  const org = await startReferenceOrg({ profile: settings.org.profile });
  return { access: { url: org.url, auth: { scheme: 'SSWS', token: org.token } }, close: () => org.close() };
}

/** Removes what earlier runs left, or shows it if this run must not write. */
async function sweepBefore(client: SweepOptions, mayWrite: boolean): Promise<void> {
  output.out(
    mayWrite
      ? renderSwept(await sweep(journalFolder, client), 'an earlier run')
      : renderWaiting(waitingFor(journalFolder, client.url, client.catalogue)),
  );
}

/** Shows the org, and what the run may do there. */
function showOrg(settings: Settings, { access, found, client }: Connection): void {
  const { previous, edition } = client.catalogue.edition;
  output.out(`${renderOrg(orgOf(settings, access))}\nEditions: from ${previous} to ${edition}.\n`);
  if (settings.files) output.out(`Settings of the org come from ${settings.files.join(' and ')}.\n`);
  if (settings.org.kind !== 'live') return;
  const barred = withoutScopes(client.catalogue, found.scopes?.missing ?? [], settings.tiers);
  output.out(`${renderPreflight(found, settings, barred)}\n`);
  if (settings.effects) output.out(`${renderEffects(settings.effects, settings)}\n`);
}

async function showLeftovers(leftovers: Leftover[]): Promise<void> {
  if (leftovers.length === 0) return;
  const { renderLeftovers } = await import('../report/render/terminal.js');
  for (const line of renderLeftovers({ leftovers })) output.out(`${line}\n`);
}

/** Prepares the end of the run, also for a signal. Returns vitest's teardown. */
function teardown(
  project: TestProject,
  { client, network, close }: Connection,
  mayWrite: boolean,
  unlock: (() => void) | undefined,
): () => Promise<void> {
  let isLocked = unlock !== undefined;
  // Removes the lock, and what a worker that crashed has left.
  const finish: Finish = async (isSwept) => {
    if (!mayWrite || (isSwept && !isLocked)) return undefined;
    if (isLocked) unlock?.();
    isLocked = false;
    return leftoversOf(await sweep(journalFolder, { ...client, own: true }));
  };
  // In watch mode the run continues after its report, and the contracts may change.
  if (!project.vitest.config.watch) leaveToReporter(project.vitest, { finish, catalogue: client.catalogue });
  endInOrder(
    () => workersOf(journalFolder, process.pid),
    (message) => output.err(message),
    async () => void (await finish(true)),
  );
  return async () => {
    const stopped = project.vitest.state.getFiles().flatMap(({ meta }) => meta.stopped ?? []);
    try {
      await showLeftovers((await finish(true)) ?? []);
    } catch (error) {
      if (!(error instanceof ContractsError)) throw error;
      stopped.push(error.message);
    }
    for (const reason of stopped) output.err(`\n${reason}\n`);
    if (stopped.length > 0) process.exitCode = 2;
    await network.close();
    await close();
  };
}
