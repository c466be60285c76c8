import { isWritable, loadSettings } from '../../config/load.js';
import { loadCatalogue } from '../../contract/catalogue.js';
import { ContractsError } from '../../domain/errors.js';
import type { Tier } from '../../domain/operation.js';
import { scopesNeeded } from '../../engine/access-needed.js';
import { authenticate } from '../../org/auth/credentials.js';
import { grantedScopes } from '../../org/auth/oauth.js';
import { createHttp } from '../../org/http.js';
import { readCreatedKinds } from '../../org/journal/created-kinds.js';
import { journalFolder } from '../../org/journal/folder.js';
import { countExpiredLocks } from '../../org/journal/lock.js';
import { listJournals } from '../../org/journal/read.js';
import { sweep } from '../../org/journal/sweep.js';
import { checkUpstream } from '../../org/upstream.js';
import { renderExpired, renderSwept } from '../../report/render/sweep.js';
import { defineCommand } from '../command.js';
import type { Streams } from '../streams.js';
import { readAge, sweepAll } from './sweep-all.js';

export const define = () =>
  defineCommand('sweep')
    .description(
      `Removes objects that interrupted runs left on your org: those in the journals in .okta-contracts/ of the working directory, if they have the name of the run on the org. The next run of the write tier does the same at its start. OKTA_CONTRACTS_TIERS=read prevents both.

The org is OKTA_CLIENT_ORGURL, from the environment, .env or okta.yaml. An org that is not a preview org must be named: OKTA_CONTRACTS_TIERS=write:HOST.`,
    )
    .option(
      '--all',
      'works without a journal: lists the objects of the org whose whole name is a name of a run (okta-contracts-<8 hex digits>-<number>), and removes them after you confirm. It does not restore settings.',
    )
    .option(
      '--older-than <age>',
      'with --all: minimum age of the run, because a younger run may still be active; a number with m, h or d, or 0 for any age; default: 24h',
      readAge,
    )
    .option('--yes', 'with --all: remove without confirmation, for jobs')
    .addHelpText(
      'after',
      `
AAGUIDs and API service integrations have no name of a run. They are found only
through the journal.

Exit code: 0 nothing is left, 1 something is left, 2 no org, writes to the org
are not allowed, or you did not confirm.`,
    );

/** Removes what killed runs left on the configured org. Returns the exit code. */
export async function run(command: ReturnType<typeof define>, streams: Streams): Promise<number> {
  const { all = false, yes = false, olderThan } = command.opts();
  if (!all && (yes || olderThan !== undefined))
    throw new ContractsError('INPUT', '--older-than and --yes are parts of --all: add --all.');
  const { org, files, mayWrite, namedHosts, tiers, rateShare, concurrency, timeoutSeconds } = loadSettings();
  if (org.kind === 'reference')
    throw new ContractsError(
      'CONFIG',
      'No org is configured: set OKTA_CLIENT_ORGURL and OKTA_CLIENT_TOKEN to sweep your org. The reference org keeps no objects between runs.',
    );
  if (!mayWrite) {
    const { hostname } = new URL(org.url);
    if (isWritable(hostname, namedHosts))
      throw new ContractsError(
        'CONFIG',
        'A sweep writes, and OKTA_CONTRACTS_TIERS does not allow the write tier: set OKTA_CONTRACTS_TIERS=write to sweep the org.',
      );
    throw new ContractsError(
      'CONFIG',
      `A sweep writes, and ${hostname} is not a preview org: name it (OKTA_CONTRACTS_TIERS=write:${hostname}) to sweep it.`,
    );
  }
  if (files) streams.out.write(`Settings of the org come from ${files.join(' and ')}.\n`);
  const network = createHttp(timeoutSeconds);
  try {
    const needed = [...new Set([...tiers, 'write' as const])];
    await checkUpstream(org.url, network.http, { tiers: needed, namedHosts });
    const { http, oauth } = authenticate(org, network.http, needed);
    // Without a journal, nothing is requested, not even a token.
    const isAsked = all || listJournals(journalFolder).length > 0;
    if (isAsked && oauth && org.auth.scheme === 'OAuth' && org.auth.scopes.length === 0)
      oauth.want(await grantedScopes(oauth, scopesOf(all, needed)));
    const client = { url: org.url, http, tiers: needed, rateShare, concurrency };
    if (all) return await sweepAll(client, { olderThanMs: olderThan ?? readAge('24h'), yes }, streams);
    const swept = await sweep(journalFolder, { ...client, catalogue: loadCatalogue() });
    streams.out.write(renderSwept(swept, 'earlier runs') || 'Nothing is left of earlier runs.\n');
    streams.out.write(renderExpired(isAsked || !oauth ? await countExpiredLocks(client).catch(() => 0) : 0));
    return swept.left.length + swept.invalid + swept.corrupt + swept.outdated === 0 ? 0 : 1;
  } finally {
    await network.close();
  }
}

/** The scopes that a sweep needs: by the journal, those of everything that a run does. */
function scopesOf(isByName: boolean, tiers: readonly Tier[]): string[] {
  const catalogue = loadCatalogue();
  if (!isByName) return scopesNeeded(catalogue, catalogue.operations.keys(), tiers);
  const removals = readCreatedKinds().flatMap(({ remove }) => remove.map(({ operation }) => operation));
  const scopes = scopesNeeded(catalogue, removals, tiers);
  // Not every list has a contract.
  return [...new Set([...scopes, ...scopes.map((scope) => scope.replace(/\.manage$/, '.read'))])];
}
