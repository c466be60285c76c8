import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { type ReferenceOrg, type ReferenceOrgOptions, startReferenceOrg } from '../../reference-org/index.js';
import type { Access } from '../../src/config/access.js';
import { parseSettings, type Settings } from '../../src/config/load.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import type { OperationResult } from '../../src/domain/outcome.js';
import { executePlan } from '../../src/engine/execute.js';
import { longestChain } from '../../src/engine/longest-chain.js';
import { operationsOf } from '../../src/engine/model.js';
import { makePlan, type Vocabulary } from '../../src/engine/plan.js';
import { Run } from '../../src/engine/run.js';
import { authenticate } from '../../src/org/auth/credentials.js';
import { createHttp, type Http } from '../../src/org/http.js';
import { sweep } from '../../src/org/journal/sweep.js';
import { askBy, readWriteEffects } from '../../src/org/write-preflight.js';
import { accessOf } from '../access-of.js';

type Define = (words: Vocabulary) => void;

const suites = new Map<string, Define>();
vi.mock('../../src/vitest/suite.js', () => ({
  suite: (name: string, define: Define) => void suites.set(name, define),
}));

/** The contract suites of the project, by name. They are loaded once and can run several times. */
export async function readSuites(): Promise<Map<string, Define>> {
  const folder = new URL('../../suites/', import.meta.url);
  for (const file of readdirSync(folder)) if (file.endsWith('.test.ts')) await import(new URL(file, folder).href);
  return suites;
}

const catalogue = loadCatalogue();

/** The results of suites that ran in this process. */
export interface CarriedOut {
  results: Map<string, OperationResult>;
  org: ReferenceOrg;
}

/** Runs suites in this process on a new reference org, in every tier, and sweeps it after its faults have ended. */
export async function carryOutSuites(
  names: Iterable<string>,
  options: ReferenceOrgOptions,
  more: {
    timeoutSeconds?: number;
    begin?: (org: ReferenceOrg) => void;
    /** Inspects the org before the sweep. */
    end?: (org: ReferenceOrg) => Promise<void>;
    access?: (org: ReferenceOrg) => Access;
    /** Settings that configure the org as a live org. */
    live?: Record<string, string>;
    /** Wraps the connection to the org. */
    by?: (org: ReferenceOrg, plain: Http) => Http | Promise<Http>;
  } = {},
): Promise<CarriedOut> {
  const org = await startReferenceOrg({ limits: { perMinute: 100_000 }, ...options });
  const folder = mkdtempSync(join(tmpdir(), 'suites-test-'));
  const access = (more.access ?? accessOf)(org);
  const entered = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token, OKTA_CONTRACTS_RATE_SHARE: '1' };
  const settings: Settings = {
    ...parseSettings(more.live ? { ...entered, ...more.live } : {}),
    timeoutSeconds: more.timeoutSeconds ?? 30,
  };
  const network = createHttp(settings.timeoutSeconds);
  const http = (await more.by?.(org, network.http)) ?? network.http;
  if (more.live && settings.tiers.includes('write'))
    settings.effects = await readWriteEffects(askBy(authenticate(access, http, ['read']).http));
  const run = new Run(settings, access, folder, catalogue, { ...network, http });
  const results = new Map<string, OperationResult>();
  more.begin?.(org);
  try {
    const planned = await Promise.all(
      [...names].map(async (name) => {
        const plan = makePlan(name, suites.get(name) as Define);
        return { plan, chain: await longestChain([plan]) };
      }),
    );
    const plans = planned.sort((a, b) => b.chain - a.chain).map(({ plan }) => plan);
    for (const operation of plans.flatMap(operationsOf)) run.check.prepare(run.operation(operation));
    const all = plans.map((plan) => executePlan(plan, run, () => true));
    run.planned();
    for (const plan of all) for (const [operation, result] of plan) results.set(operation, await result);
    await run.removed();
    await more.end?.(org);
    org.recover();
    const { rateShare, concurrency, tiers } = settings;
    const client = { url: org.url, http: run.authenticated.http, tiers, rateShare, concurrency };
    await sweep(folder, { ...client, catalogue, own: true });
  } finally {
    await run.close();
    await org.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return { results, org };
}
