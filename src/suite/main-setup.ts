import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { loadSettings, type Settings } from '../config.js';
import { loadCatalogue, readSchemas } from '../contract/catalogue.js';
import { ContractsError } from '../errors.js';
import type { Access } from '../org/access.js';
import { enter } from '../org/credentials.js';
import { createHttp } from '../org/http.js';
import { workersOf } from '../org/journal.js';
import { preflight } from '../org/preflight.js';
import { sweep } from '../org/sweep.js';
import { checkUpstream } from '../org/upstream.js';
import { orgOf } from '../report/model.js';
import { renderPreflight } from '../report/preflight-text.js';
import { renderOrg } from '../report/terminal.js';
import { waiversHere } from '../waivers.js';
import { scopesNeeded, withoutScopes } from './access-needed.js';
import { journalFolder } from './journal-folder.js';
import { rulesOf } from './rules-of.js';

/** vitest's main process: reads the settings, reaches the org (or starts the reference org), and sweeps it at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  try {
    const settings = loadSettings();
    const catalogue = loadCatalogue();
    readSchemas(catalogue);
    const { rules, baseline } = rulesOf({ ...settings, waivers: settings.waivers ?? waiversHere() }, catalogue);
    const { access, close } = await reach(settings);
    const network = createHttp(settings.timeoutSeconds);
    const { auth } = access;
    const named = auth.scheme === 'OAuth' ? auth.scopes : [];
    const wanted = named.length > 0 ? named : scopesNeeded(catalogue, catalogue.operations.keys(), settings.tiers);
    if (settings.org.kind === 'live') await checkUpstream(access.url, network.http, settings);
    const found = await preflight(access, network.http, wanted);
    if (auth.scheme === 'OAuth') auth.scopes = found.scopes?.granted ?? [];
    const { http } = enter(access, network.http);
    if (settings.org.kind === 'live' && settings.tiers.includes('write')) await sweep(journalFolder, access.url, http);
    process.stdout.write(`${renderOrg(orgOf(settings, access))}\n`);
    if (settings.org.kind === 'live') {
      const barred = withoutScopes(catalogue, found.scopes?.missing ?? [], settings.tiers);
      process.stdout.write(`${renderPreflight(found, settings, barred)}\n`);
    }
    // Shards of one run share its share of the limits.
    const shards = project.config.shard?.count ?? 1;
    settings.rateShare /= shards;
    project.provide('settings', settings);
    project.provide('access', access);
    project.provide('rules', rules);
    project.provide('baseline', baseline);
    project.provide('org', orgOf(settings, access));
    project.provide('columns', process.stdout.isTTY ? (process.stdout.columns ?? 80) : 0);
    project.provide('journalFolder', join(process.cwd(), journalFolder));
    project.provide('testNamePattern', project.config.testNamePattern?.source ?? '');
    const end = async () => {
      await sweep(journalFolder, access.url, http, true);
      await network.close();
      await close();
    };
    onInterrupt();
    return end;
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exit(2);
  }
}

async function reach(settings: Settings): Promise<{ access: Access; close: () => Promise<void> }> {
  if (settings.org.kind === 'live')
    return { access: { url: settings.org.url, auth: settings.org.auth }, close: async () => undefined };
  const { startReferenceOrg } = await import('../reference-org/index.js');
  const org = await startReferenceOrg({ profile: settings.org.profile });
  return { access: { url: org.url, auth: { scheme: 'SSWS', token: org.token } }, close: () => org.close() };
}

/**
 * Ctrl-C ends a run in order, twice at once. vitest itself would end the process before anything is removed; so its worker
 * is told to stop asking, and the run comes to its end as any other.
 */
function onInterrupt(): void {
  let already = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      const workers = workersOf(journalFolder, process.pid);
      if (already || workers.length === 0) process.exit(130);
      already = true;
      process.exitCode = 130;
      process.stderr.write('\nInterrupted: removing what this run made. Once more ends it at once.\n');
      for (const worker of workers) process.kill(worker, signal);
    });
  }
}
