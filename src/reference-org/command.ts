import { once } from 'node:events';
import { callOf, readArguments } from '../arguments.js';
import { ContractsError } from '../errors.js';
import type { Streams } from '../main.js';
import { startReferenceOrg } from './index.js';
import { profiles } from './profile.js';

export const usage = `${callOf('org')} [--profile PROFILE] [--port N] [--per-minute N]

Starts the reference org, a small Okta org for this machine alone, and keeps it
until Ctrl-C. It prints its URL and a token for any client: curl, an SDK, tests.

  --profile     current: as edition 2025.08.0 has it (unless named)
                previous: as edition 2024.08.3 had it
                observed: as real orgs answer, which is not always as documented
  --port        where to listen; 0, which is also without it, for any free port
  --per-minute  how many requests a minute each rate limit allows; beyond: 429

  ${callOf('org')} --profile previous --port 8080
  curl -H "Authorization: SSWS $TOKEN" http://127.0.0.1:8080/api/v1/users
`;

/** Starts the reference org and keeps it until Ctrl-C. Returns the exit code. */
export async function run(args: string[], streams: Streams): Promise<number> {
  const { values } = readArguments({
    args,
    options: {
      profile: { type: 'string', default: 'current' },
      port: { type: 'string', default: '0' },
      'per-minute': { type: 'string' },
    },
  });
  const profile = profiles.find((name) => name === values.profile);
  if (!profile)
    throw new ContractsError('INPUT', `--profile ${values.profile} is not known: use one of ${profiles.join(', ')}.`);
  const port = Number(values.port);
  if (values.port.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535)
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
