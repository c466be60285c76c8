import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { loadSettings, type Settings } from '../config.js';
import { loadCatalogue, readSchemas } from '../contract/catalogue.js';
import { ContractsError } from '../errors.js';
import type { Access } from '../org/access.js';
import { createHttp } from '../org/http.js';
import { preflight } from '../org/preflight.js';
import { sweep } from '../org/sweep.js';
import { orgOf } from '../report/model.js';
import { renderOrg } from '../report/terminal.js';
import { journalFolder } from './journal-folder.js';

/** vitest's main process: reads the settings, reaches the org (or starts the reference org), and sweeps it at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  try {
    const settings = loadSettings();
    readSchemas(loadCatalogue());
    const { access, close } = await enter(settings);
    const network = createHttp();
    await preflight(access, network.http);
    if (settings.org.kind === 'live' && settings.tiers.includes('write'))
      await sweep(journalFolder, access, network.http);
    process.stdout.write(`${renderOrg(orgOf(settings, access))}\n`);
    project.provide('settings', settings);
    project.provide('access', access);
    project.provide('journalFolder', join(process.cwd(), journalFolder));
    project.provide('testNamePattern', project.config.testNamePattern?.source ?? '');
    const end = async () => {
      await sweep(journalFolder, access, network.http, true);
      await network.close();
      await close();
    };
    const interrupted = () => {
      project.vitest.cancelCurrentRun('keyboard-input').then(
        () => project.vitest.close(),
        () => undefined,
      );
    };
    process.once('SIGINT', interrupted);
    process.once('SIGTERM', interrupted);
    return end;
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exit(2);
  }
}

async function enter(settings: Settings): Promise<{ access: Access; close: () => Promise<void> }> {
  if (settings.org.kind === 'live')
    return { access: { url: settings.org.url, token: settings.org.token }, close: async () => undefined };
  const { startReferenceOrg } = await import('../reference-org/index.js');
  const org = await startReferenceOrg({ profile: settings.org.profile });
  return { access: { url: org.url, token: org.token }, close: () => org.close() };
}
