import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { loadPolicy } from '../assess/baseline.js';
import { orgOf } from '../assess/run-report.js';
import { waiversHere } from '../assess/waivers.js';
import type { Access } from '../config/access.js';
import { loadSettings, type Settings, surroundings } from '../config/load.js';
import { loadCatalogue, readSchemas } from '../contract/catalogue.js';
import { requireOperation } from '../contract/named.js';
import { ContractsError } from '../domain/errors.js';
import { scopesNeeded, withoutScopes } from '../engine/access-needed.js';
import { output } from '../io/output.js';
import { endInOrder } from '../io/signals.js';
import { authenticate } from '../org/auth/credentials.js';
import { createHttp } from '../org/http.js';
import { journalFolder, scopesFile } from '../org/journal/folder.js';
import { checkFolder } from '../org/journal/journal.js';
import { workersOf } from '../org/journal/read.js';
import { sweep, waitingFor } from '../org/journal/sweep.js';
import { preflight } from '../org/preflight.js';
import { checkUpstream } from '../org/upstream.js';
import { askBy, effectScopes, readWriteEffects } from '../org/write-preflight.js';
import { renderEffects } from '../report/render/effects.js';
import { renderPreflight } from '../report/render/preflight.js';
import { leftoversOf, renderSwept, renderWaiting } from '../report/render/sweep.js';
import { renderLeftovers } from '../report/render/terminal.js';
import { renderOrg } from '../report/render/texts.js';
import { makeFolder } from '../report/write.js';
import { setFinish } from './finish.js';
import { lockOrg } from './lock-org.js';

/** vitest's main process: reads the settings, reaches the org (or starts the reference org), and sweeps it at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  try {
    const settings = loadSettings();
    const catalogue = loadCatalogue();
    readSchemas(catalogue);
    settings.named = settings.named.map(
      (name) => requireOperation(catalogue.operations, name, 'OKTA_CONTRACTS_NAMED names', 'CONFIG').id,
    );
    const { policy, baseline } = loadPolicy({ ...settings, waivers: settings.waivers ?? waiversHere() }, catalogue);
    checkFolder(journalFolder);
    makeFolder(surroundings().reports);
    const { access, close } = await reach(settings);
    const network = createHttp(settings.timeoutSeconds);
    const { auth } = access;
    const named = auth.scheme === 'OAuth' ? auth.scopes : [];
    const mayWrite = settings.tiers.includes('write');
    const needed = scopesNeeded(catalogue, catalogue.operations.keys(), settings.tiers);
    const wanted = named.length > 0 ? named : [...needed, ...(mayWrite ? effectScopes : [])];
    if (settings.org.kind === 'live') await checkUpstream(access.url, network.http, settings);
    const found = await preflight(access, network.http, wanted, scopesFile);
    if (auth.scheme === 'OAuth') {
      auth.scopes = found.scopes?.granted ?? [];
      if (found.issued) auth.issued = found.issued;
    }
    const { http } = authenticate(access, network.http, settings.tiers);
    const { tiers, rateShare, concurrency } = settings;
    // Read before the first write, which is that of the sweep.
    if (settings.org.kind === 'live' && mayWrite)
      settings.effects = await readWriteEffects(askBy(authenticate(access, network.http, ['read']).http));
    const options = { catalogue, url: access.url, http, tiers, rateShare, concurrency };
    output.out(
      mayWrite
        ? renderSwept(await sweep(journalFolder, options), 'an earlier run')
        : renderWaiting(waitingFor(journalFolder, access.url, catalogue)),
    );
    const shards = project.config.shard?.count ?? 1;
    let unlock = mayWrite && settings.org.kind === 'live' ? await lockOrg(options, shards > 1) : undefined;
    output.out(`${renderOrg(orgOf(settings, access))}\n`);
    if (settings.files) output.out(`Settings of the org come from ${settings.files.join(' and ')}.\n`);
    if (settings.org.kind === 'live') {
      const barred = withoutScopes(catalogue, found.scopes?.missing ?? [], settings.tiers);
      output.out(`${renderPreflight(found, settings, barred)}\n`);
      if (settings.effects) output.out(`${renderEffects(settings.effects, settings)}\n`);
    }
    // Shards of one run share its share of the limits.
    settings.rateShare /= shards;
    project.provide('settings', settings);
    project.provide('access', access);
    project.provide('isSuperAdmin', found.isSuperAdmin);
    project.provide('policy', policy);
    project.provide('baseline', baseline);
    project.provide('org', orgOf(settings, access));
    project.provide('columns', process.stdout.isTTY ? (process.stdout.columns ?? 80) : 0);
    project.provide('journalFolder', join(process.cwd(), journalFolder));
    project.provide('testNamePattern', project.config.testNamePattern?.source ?? '');
    // The lock is removed, and what a worker that crashed has left to this process.
    const finish = async (isSwept: boolean) => {
      if (!mayWrite || (isSwept && !unlock)) return undefined;
      unlock?.();
      unlock = undefined;
      return leftoversOf(await sweep(journalFolder, { ...options, own: true }));
    };
    // A run that watches goes on after its report.
    if (!project.vitest.config.watch) setFinish(project.vitest, finish);
    const end = async () => {
      const stopped = project.vitest.state.getFiles().flatMap(({ meta }) => meta.stopped ?? []);
      try {
        for (const line of renderLeftovers({ leftovers: (await finish(true)) ?? [] })) output.out(`${line}\n`);
      } catch (error) {
        if (!(error instanceof ContractsError)) throw error;
        stopped.push(error.message);
      }
      for (const reason of stopped) output.err(`\n${reason}\n`);
      if (stopped.length > 0) process.exitCode = 2;
      await network.close();
      await close();
    };
    endInOrder(
      () => workersOf(journalFolder, process.pid),
      (message) => output.err(message),
      async () => void (await finish(true)),
    );
    return end;
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    output.err(`\n${error.message}\n`);
    process.exit(2);
  }
}

async function reach(settings: Settings): Promise<{ access: Access; close: () => Promise<void> }> {
  if (settings.org.kind === 'live')
    return { access: { url: settings.org.url, auth: settings.org.auth }, close: async () => undefined };
  const { startReferenceOrg } = await import('../../reference-org/index.js');
  const org = await startReferenceOrg({ profile: settings.org.profile });
  return { access: { url: org.url, auth: { scheme: 'SSWS', token: org.token } }, close: () => org.close() };
}
