import { callOf, readArguments } from '../arguments.js';
import { loadSettings } from '../config.js';
import { ContractsError } from '../errors.js';
import type { Streams } from '../main.js';
import { enter } from '../org/credentials.js';
import { createHttp } from '../org/http.js';
import { sweep } from '../org/sweep.js';
import { checkUpstream } from '../org/upstream.js';
import { journalFolder } from './journal-folder.js';

export const usage = `${callOf('sweep')}

Removes what runs that were killed left on your org: the objects in their
journals, below .okta-contracts/ of the working directory, and nothing else.
The next run of the write tier does the same before it begins. The org is that
of OKTA_CLIENT_ORGURL, in the environment, in .env or in okta.yaml.

Exit code: 0 nothing is left, 1 something could not be removed, 2 no org.
`;

/** Removes what killed runs left on the configured org. Returns the exit code. */
export async function run(args: string[], streams: Streams): Promise<number> {
  readArguments({ args, options: {} });
  const { org, files, tiers, namedHosts } = loadSettings();
  if (org.kind === 'reference')
    throw new ContractsError(
      'CONFIG',
      'No org is configured, and the reference org forgets everything by itself: set OKTA_CLIENT_ORGURL and OKTA_CLIENT_TOKEN to sweep your org.',
    );
  if (files) streams.out.write(`Settings of the org come from ${files.join(' and ')}.\n`);
  const network = createHttp();
  await checkUpstream(org.url, network.http, { tiers: ['write'], namedHosts });
  const { removed, left } = await sweep(journalFolder, org.url, enter(org, network.http, tiers).http);
  await network.close();
  streams.out.write(`${removed} objects of ended runs removed, ${left} could not be removed.\n`);
  return left === 0 ? 0 : 1;
}
