import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { ContractsError } from '../errors.js';
import type { Streams } from '../main.js';
import { startReferenceOrg } from './index.js';
import { profiles } from './profile.js';

/** The command `org`: starts the reference org and keeps it until Ctrl-C. Returns its exit code. */
export async function orgCommand(args: string[], streams: Streams): Promise<number> {
  const { values } = parseOrgArgs(args);
  const profile = profiles.find((name) => name === values.profile);
  if (!profile)
    throw new ContractsError('INPUT', `--profile ${values.profile} is not known: use one of ${profiles.join(', ')}.`);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ContractsError('INPUT', `--port ${values.port} is not a port: use a number from 0 to 65535.`);
  const perMinute = values['per-minute'] === undefined ? undefined : Number(values['per-minute']);
  if (perMinute !== undefined && !(Number.isInteger(perMinute) && perMinute > 0))
    throw new ContractsError(
      'INPUT',
      `--per-minute ${values['per-minute']} is not a number of requests: use one above 0.`,
    );
  const limits = perMinute === undefined ? {} : { limits: { perMinute } };
  const org = await startReferenceOrg({ profile, port, ...limits }).catch((cause: { code?: string }) => {
    throw new ContractsError('INPUT', `Port ${port} cannot be used (${cause.code}): choose another, or 0 for any.`, {
      cause,
    });
  });
  streams.out.write(
    `The reference org (profile ${profile}) is up until Ctrl-C:\n\n  OKTA_CLIENT_ORGURL=${org.url}\n  OKTA_CLIENT_TOKEN=${org.token}\n`,
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await org.close();
  return 0;
}

function parseOrgArgs(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        profile: { type: 'string', default: 'current' },
        port: { type: 'string', default: '0' },
        'per-minute': { type: 'string' },
      },
    });
  } catch (cause) {
    throw new ContractsError('INPUT', `${cause instanceof Error ? cause.message : String(cause)}.`, { cause });
  }
}
