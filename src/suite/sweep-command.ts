import { loadSettings } from '../config.js';
import { ContractsError } from '../errors.js';
import type { Streams } from '../main.js';
import { enter } from '../org/credentials.js';
import { createHttp } from '../org/http.js';
import { sweep } from '../org/sweep.js';
import { journalFolder } from './journal-folder.js';

/** The command `sweep`: removes what killed runs left on the configured org. Returns its exit code. */
export async function sweepCommand(streams: Streams): Promise<number> {
  const { org } = loadSettings();
  if (org.kind === 'reference')
    throw new ContractsError(
      'CONFIG',
      'No org is configured, and the reference org forgets everything by itself: set OKTA_CLIENT_ORGURL and OKTA_CLIENT_TOKEN to sweep your org.',
    );
  const network = createHttp();
  const { removed, left } = await sweep(journalFolder, org.url, enter(org, network.http).http);
  await network.close();
  streams.out.write(`${removed} objects of ended runs removed, ${left} could not be removed.\n`);
  return left === 0 ? 0 : 1;
}
