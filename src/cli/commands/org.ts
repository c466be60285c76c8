import { once } from 'node:events';
import { renderEffects } from '../../../reference-org/effects.js';
import { startReferenceOrg } from '../../../reference-org/index.js';
import { populations } from '../../../reference-org/population/in-use.js';
import { profiles } from '../../../reference-org/profile.js';
import { ContractsError } from '../../domain/errors.js';
import { callOf } from '../../io/call-of.js';
import { readArguments } from '../options.js';
import type { Streams } from '../streams.js';

export const usage = `${callOf('org')} [--profile PROFILE] [--population in-use]
                      [--port N] [--per-minute N]

Starts the reference org, a small Okta org that listens on this machine only,
until Ctrl-C. It prints its URL and a token for any client: curl, an SDK, tests.

  --profile     current: edition 2025.08.0 as documented (default)
                previous: edition 2024.08.3
                observed: as real orgs respond, which can differ from the
                documents
  --population  small: what the suites need (default)
                in-use: an org with side effects, to test runs of the write
                tier: provisioning, group rules, event hooks, required
                attributes, strict passwords, limits of an Integrator org. When
                it ends, it prints the side effects that a run caused.
  --port        port to listen on; default: 0, any free port
  --per-minute  requests per minute that each rate limit allows; beyond it: 429

  ${callOf('org')} --profile previous --port 8080
  curl -H "Authorization: SSWS $TOKEN" http://127.0.0.1:8080/api/v1/users
`;

/** Starts the reference org and keeps it until Ctrl-C. Returns the exit code. */
export async function run(args: string[], streams: Streams): Promise<number> {
  const { values } = readArguments({
    args,
    options: {
      profile: { type: 'string', default: 'current' },
      population: { type: 'string', default: 'small' },
      port: { type: 'string', default: '0' },
      'per-minute': { type: 'string' },
    },
  });
  const profile = profiles.find((name) => name === values.profile);
  if (!profile)
    throw new ContractsError('INPUT', `--profile ${values.profile} is not known: use one of ${profiles.join(', ')}.`);
  const population = populations.find((name) => name === values.population);
  if (!population)
    throw new ContractsError(
      'INPUT',
      `--population ${values.population} is not known: use one of ${populations.join(', ')}.`,
    );
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
  const org = await startReferenceOrg({ profile, population, port, ...limits }).catch((cause: { code?: string }) => {
    throw new ContractsError('INPUT', `Port ${port} cannot be used (${cause.code}): choose another, or 0 for any.`, {
      cause,
    });
  });
  streams.out.write(
    `The reference org (profile ${profile}${population === 'small' ? '' : `, population ${population}`}) is up until Ctrl-C:\n\n  OKTA_CLIENT_ORGURL=${org.url}\n  OKTA_CLIENT_TOKEN=${org.token}\n`,
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const { effects } = org;
  await org.close();
  if (population === 'in-use') streams.out.write(renderEffects(effects()));
  return 0;
}
