import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ReferenceOrg, type ReferenceOrgOptions, startReferenceOrg } from '../../reference-org/index.js';
import type { ChosenStep } from '../../src/config/chosen-step.js';
import { parseSettings } from '../../src/config/load.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import type { OperationResult } from '../../src/domain/outcome.js';
import { executePlan } from '../../src/engine/execute.js';
import { longestChain } from '../../src/engine/longest-chain.js';
import { makePlan, type Vocabulary } from '../../src/engine/plan.js';
import { Run } from '../../src/engine/run.js';
import { createHttp, type Http } from '../../src/org/http.js';
import type { Leftover } from '../../src/org/journal/journal.js';
import { listJournals, readJournal } from '../../src/org/journal/read.js';
import { accessOf } from '../access-of.js';

/** The result of a plan on an org. */
export interface Carried {
  org: ReferenceOrg;
  results: Map<string, OperationResult>;
  /** Journal files that are left. */
  journals: string[];
  /** Objects that are recorded in them. */
  leftovers: Leftover[];
  /** The number of requests that have to follow one another. */
  chain: number;
}

/** Runs a plan on a reference org that is configured as a live org. */
export async function carryOut(
  name: string,
  define: (words: Vocabulary) => void,
  options: ReferenceOrgOptions & {
    tiers?: string;
    /** The step of the contracts; default: that of the environment. */
    step?: ChosenStep;
    before?: (org: ReferenceOrg, run: Run) => void | Promise<void>;
    /** Wraps the connection to the org. */
    by?: (plain: Http) => Http;
  } = {},
): Promise<Carried> {
  const org = await startReferenceOrg(options);
  const folder = mkdtempSync(join(tmpdir(), 'execute-test-'));
  onTestFinished(async () => {
    rmSync(folder, { recursive: true, force: true });
    await org.close();
  });
  const settings = parseSettings({
    OKTA_CLIENT_ORGURL: org.url,
    OKTA_CLIENT_TOKEN: org.token,
    OKTA_CONTRACTS_TIERS: options.tiers ?? 'write',
  });
  const network = createHttp(settings.timeoutSeconds);
  const http = options.by?.(network.http) ?? network.http;
  const catalogue = loadCatalogue(undefined, options.step);
  const run = new Run(settings, accessOf(org), folder, catalogue, { ...network, http });
  await options.before?.(org, run);
  const plan = makePlan(name, define, () => catalogue);
  const results = new Map<string, OperationResult>();
  for (const [operation, result] of executePlan(plan, run, () => true)) results.set(operation, await result);
  await run.close();
  const leftovers = listJournals(folder).flatMap((file) => readJournal(file).leftovers);
  return { org, results, journals: readdirSync(folder), leftovers, chain: await longestChain([plan]) };
}

/** A group of the run. */
export const group = {
  parameter: 'groupId',
  make: { operation: 'POST /api/v1/groups' as const, body: ({ name }: { name: string }) => ({ profile: { name } }) },
  remove: ['DELETE /api/v1/groups/{groupId}' as const],
  mark: '/profile/name',
};
