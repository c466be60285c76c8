import { once } from 'node:events';
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { renderEffects } from '../../../reference-org/effects.js';
import { startReferenceOrg } from '../../../reference-org/index.js';
import { populations } from '../../../reference-org/population/in-use.js';
import { profiles } from '../../../reference-org/profile.js';
import { ContractsError } from '../../domain/errors.js';
import { callOf } from '../../io/call-of.js';
import { defineCommand, parsePort } from '../command.js';
import type { Streams } from '../streams.js';

export const define = () =>
  defineCommand('org')
    .description(
      'Starts the reference org, a small Okta org that listens on this machine only, until Ctrl-C. It prints its URL and a token for any client: curl, an SDK, tests.',
    )
    .addOption(
      new Option(
        '--profile <profile>',
        'current: edition 2025.08.0 as documented; previous: edition 2024.08.3; observed: as real orgs respond, which can differ from the documents; mixed: about half of the changes are applied; newest: edition 2026.05.1',
      )
        .choices(profiles)
        .default('current' as const),
    )
    .addOption(
      new Option(
        '--population <population>',
        'small: what the suites need; in-use: an org with side effects, to test runs of the write tier (provisioning, group rules, event hooks, required attributes, strict passwords, limits of an Integrator org); when it ends, it prints the side effects that a run caused',
      )
        .choices(populations)
        .default('small' as const),
    )
    .option('--port <number>', 'port to listen on; 0: any free port', parsePort, 0)
    .option('--per-minute <number>', 'requests per minute that each rate limit allows; beyond it: 429', parseLimit)
    .addHelpText(
      'after',
      `
Example:
  ${callOf('org')} --profile previous --port 8080
  curl -H "Authorization: SSWS $TOKEN" http://127.0.0.1:8080/api/v1/users`,
    );

/** Starts the reference org and keeps it until Ctrl-C. Returns the exit code. */
export async function run(command: ReturnType<typeof define>, streams: Streams): Promise<number> {
  const { profile, population, port, perMinute } = command.opts();
  const limits = perMinute === undefined ? {} : { limits: { perMinute } };
  const org = await startReferenceOrg({ profile, population, port, ...limits }).catch((cause: { code?: string }) => {
    throw new ContractsError('INPUT', `Port ${port} cannot be used (${cause.code}): choose another, or 0 for any.`, {
      cause,
    });
  });
  streams.out.write(
    `The reference org (profile ${profile}${population === 'small' ? '' : `, population ${population}`}) is running until Ctrl-C:\n\n  OKTA_CLIENT_ORGURL=${org.url}\n  OKTA_CLIENT_TOKEN=${org.token}\n`,
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const { effects } = org;
  await org.close();
  if (population === 'in-use') streams.out.write(renderEffects(effects()));
  return 0;
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit <= 0) throw new InvalidArgumentError('Use a number above 0.');
  return limit;
}
