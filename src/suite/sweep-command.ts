import { callOf, readArguments } from '../arguments.js';
import { loadSettings } from '../config.js';
import { loadCatalogue } from '../contract/catalogue.js';
import { ContractsError } from '../errors.js';
import type { Streams } from '../main.js';
import { enter } from '../org/credentials.js';
import { createHttp } from '../org/http.js';
import { countExpiredLocks } from '../org/lock.js';
import { sweep } from '../org/sweep.js';
import { checkUpstream } from '../org/upstream.js';
import { journalFolder } from './journal-folder.js';
import { renderExpired, renderSwept } from './sweep-text.js';

export const usage = `${callOf('sweep')}

Removes what runs that were killed left on your org: the objects in their
journals, below .okta-contracts/ of the working directory, if they have the
run's name on the org. The next run of the write tier does the same before it
begins. The org is that of OKTA_CLIENT_ORGURL, in the environment, in .env or
in okta.yaml. An org that is not a preview org must be named:
OKTA_CONTRACTS_TIERS=write:HOST.

Exit code: 0 nothing is left, 1 something could not be removed, 2 no org, or
one that may not be written to.
`;

/** Removes what killed runs left on the configured org. Returns the exit code. */
export async function run(args: string[], streams: Streams): Promise<number> {
  readArguments({ args, options: {} });
  const { org, files, mayWrite, namedHosts, tiers, rateShare, concurrency, timeoutSeconds } = loadSettings();
  if (org.kind === 'reference')
    throw new ContractsError(
      'CONFIG',
      'No org is configured, and the reference org forgets everything by itself: set OKTA_CLIENT_ORGURL and OKTA_CLIENT_TOKEN to sweep your org.',
    );
  if (!mayWrite) {
    const { hostname } = new URL(org.url);
    throw new ContractsError(
      'CONFIG',
      `A sweep writes, and ${hostname} is not a preview org: name it (OKTA_CONTRACTS_TIERS=write:${hostname}) to sweep it.`,
    );
  }
  if (files) streams.out.write(`Settings of the org come from ${files.join(' and ')}.\n`);
  const network = createHttp(timeoutSeconds);
  try {
    const all = [...new Set([...tiers, 'write' as const])];
    await checkUpstream(org.url, network.http, { tiers: all, namedHosts });
    const { http } = enter(org, network.http, all);
    const options = { url: org.url, http, tiers: all, rateShare, concurrency };
    const swept = await sweep(journalFolder, { ...options, catalogue: loadCatalogue() });
    streams.out.write(renderSwept(swept, 'earlier runs') || 'Nothing is left of earlier runs.\n');
    streams.out.write(renderExpired(await countExpiredLocks(options).catch(() => 0)));
    return swept.left.length + swept.invalid + swept.corrupt + swept.outdated === 0 ? 0 : 1;
  } finally {
    await network.close();
  }
}
