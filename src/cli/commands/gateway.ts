import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { loadPolicy } from '../../assess/baseline.js';
import { addToShapes, readShapes, shapesFile } from '../../assess/shapes/file.js';
import type { Shape } from '../../assess/shapes/model.js';
import { chosenBy } from '../../config/chosen-step.js';
import { inheritedEnvironment, loadFailureSettings, loadSdkSettings, orgUrl, surroundings } from '../../config/load.js';
import { isLoopback } from '../../config/org-url.js';
import { loadCatalogue } from '../../contract/catalogue.js';
import { createMatcher } from '../../contract/match.js';
import { ContractsError } from '../../domain/errors.js';
import type { Tier } from '../../domain/operation.js';
import { Checker, type NewFindings } from '../../gateway/checker.js';
import { type Gateway, type GatewayOptions, startGateway } from '../../gateway/gateway.js';
import { runCommand } from '../../gateway/run-command.js';
import { ShareGuard } from '../../gateway/share-guard.js';
import { TierGuard } from '../../gateway/tier-guard.js';
import { callOf } from '../../io/call-of.js';
import { countOf } from '../../io/counts.js';
import { makeFolder, readText } from '../../io/files.js';
import { Timeline } from '../../org/rate-limit/timeline.js';
import { renderFinding } from '../../report/render/finding.js';
import { renderTraffic } from '../../report/render/traffic.js';
import { renderReports } from '../../report/write.js';
import { collect, defineCommand, parsePort, sdkFailsHelp, sdkHelp, stepHelp } from '../command.js';
import { exitCodeOf } from '../exit-code.js';
import type { Streams } from '../streams.js';
import { fullText, viewOf } from '../view.js';

const tiers: readonly Tier[] = ['read', 'write', 'org'];

export const forwardsRest = true;

export const define = () =>
  defineCommand('gateway')
    .usage('--org <url> [options] [-- COMMAND...]')
    .description(
      'A proxy between any client (curl, an SDK, Terraform) and an org. It forwards requests and responses unchanged, checks each exchange in the background, prints new findings and writes reports when it ends: at Ctrl-C, or when COMMAND ends. COMMAND runs with OKTA_CLIENT_ORGURL set to the gateway. Ctrl-C or SIGTERM to the gateway ends COMMAND first; a second one kills it.',
    )
    .requiredOption('--org <url>', 'URL of the org: https://your-org.oktapreview.com')
    .option('--port <number>', 'port to listen on; 0: any free port', parsePort, 0)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addOption(
      new Option(
        '--tier <tier>',
        'read: requests that write get 403 and are not sent; write: only objects created through this gateway are changed; org: all requests are sent',
      )
        .choices(tiers)
        .default('org' as const),
    )
    .option(
      '--rate-share <share>',
      'share of each rate limit that all clients may use together, above 0 and up to 1; requests beyond it get 429',
      parseShare,
      1,
    )
    .option('--out <folder>', 'folder for the reports; default: reports/gateway')
    .option(
      '--history <file>',
      'shapes that the org returned before: what it always did and no longer does is reported as drift; what it returns now is added; default: reports/shapes.ndjson, unless the org runs on this machine',
    )
    .option('--from <edition>', stepHelp.from)
    .option('--to <edition>', stepHelp.to)
    .option('--waivers <file>', 'file of accepted findings')
    .option('--baseline <file>', 'report.json of an earlier run: only new findings fail')
    .option('--sdk <sdk>', sdkHelp, collect)
    .option('--sdk-fails', sdkFailsHelp)
    .option('--full', fullText)
    .option('--tls-cert <file>', 'certificate (PEM), for clients that require https')
    .option('--tls-key <file>', 'its private key (PEM)')
    .addHelpText(
      'after',
      `
Example:
  ${callOf('gateway')} --org https://acme.oktapreview.com --port 8080
  curl -H "Authorization: SSWS $TOKEN" http://127.0.0.1:8080/api/v1/users

Exit code: 0 no violations, 1 violations, 2 a response could not be read,
3 nothing was verified; the exit code of COMMAND if COMMAND fails.`,
    );

/** Runs a proxy between clients and an org until it is stopped. Returns the exit code. */
export async function run(parsed: ReturnType<typeof define>, streams: Streams, command: string[]): Promise<number> {
  const options = readOptions(parsed);
  const { org, tier, share, out, history } = options;
  makeFolder(out);
  const timeline = new Timeline();
  const limits = new ShareGuard(share, timeline);
  const step = chosenBy(parsed.opts());
  const catalogue = loadCatalogue(undefined, step);
  const tierGuard = new TierGuard(tier, catalogue);
  const log = (text: string) => void streams.out.write(`${new Date().toTimeString().slice(0, 8)}  ${text}\n`);
  const checker = await Checker.start(
    {
      ...{ org, step, sdks: options.sdks.sdks },
      ...loadPolicy(options.failOn, catalogue),
      ...(history && { shapes: shapesOfOrg(history, org) }),
    },
    (found) => log(renderFindings(found)),
    (error) => log(`could not be read: ${error}`),
  );
  const counts = { sent: 0, answered429: 0, refused: 0 };
  const gatewayOptions: GatewayOptions = {
    ...options,
    match: createMatcher(catalogue),
    refusal: (target) => tierGuard.refusal(target),
    admit: async (target) => {
      await checker.waitForCapacity();
      return limits.admit(target);
    },
    onExchange: (exchange, target) => {
      const { response } = exchange;
      counts.sent += 1;
      if (response.status === 429) counts.answered429 += 1;
      tierGuard.learn(response, target);
      limits.learn(target, response.headers);
      checker.add(exchange);
    },
    onRefused: (message) => {
      counts.refused += 1;
      log(message);
    },
  };
  const { exitCode, unchecked } = await serve(gatewayOptions, command, checker, streams);
  const uses = timeline.uses();
  const { totals, report, learned } = await checker.end({
    org: { url: org, tiers: [] },
    requests: counts.sent,
    answered429: counts.answered429,
    waitedMs: uses.buckets.flatMap((bucket) => bucket.waitedMs).reduce((sum, ms) => sum + ms, 0),
    ...uses,
    sdkFails: options.sdks.sdkFails,
  });
  const end = [...restOf(unchecked, counts.refused), `Reports: ${join(out, 'index.html')}`];
  streams.out.write(`\n${renderTraffic(totals, report, options.view, end)}`);
  renderReports(out, report);
  if (history && learned.length > 0) {
    makeFolder(dirname(history));
    addToShapes(history, learned);
  }
  return exitCode || exitCodeOf(totals, report, streams.err, options.sdks);
}

/** Runs the gateway until the command ends, or until a signal without a command. Ends the checker if the gateway fails. */
async function serve(
  options: GatewayOptions,
  command: string[],
  checker: Checker,
  { out }: Streams,
): Promise<{ exitCode: number; unchecked: Gateway['unchecked'] }> {
  let gateway: Gateway | undefined;
  try {
    gateway = await startGateway(options);
    out.write(`The gateway to ${options.org} is listening: ${gateway.url}\n`);
    const exitCode = await (command.length > 0
      ? runCommand(command, { ...inheritedEnvironment(false), OKTA_CLIENT_ORGURL: gateway.url })
      : untilStopped());
    for (const signal of stopSignals) process.on(signal, gateway.closeConnections);
    await gateway.close();
    return { exitCode, unchecked: gateway.unchecked };
  } catch (error) {
    await gateway?.close(0);
    await checker.end({});
    throw error;
  } finally {
    if (gateway) for (const signal of stopSignals) process.off(signal, gateway.closeConnections);
  }
}

/** The requests that were not checked or not sent, in lines. */
function restOf(unchecked: Gateway['unchecked'], refused: number): string[] {
  const counts = Object.entries(unchecked).filter(([, n]) => n > 0);
  return [
    ...(counts.length > 0 ? [`Not checked: ${counts.map(([why, n]) => `${n} ${why}`).join(', ')}.`] : []),
    ...(refused > 0 ? [`Not sent: ${countOf(refused, 'requests')}.`] : []),
  ];
}

function renderFindings({ operation, status, findings }: NewFindings): string {
  return [`${operation}  ${status}`, ...findings.map((finding) => renderFinding(finding, '  '))].join('\n');
}

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function untilStopped(): Promise<number> {
  const over = new AbortController();
  await Promise.race(
    stopSignals.map((signal) => once(process, signal, { signal: over.signal }).catch(() => undefined)),
  );
  over.abort();
  return 0;
}

function readOptions(parsed: ReturnType<typeof define>) {
  const {
    org,
    port,
    host,
    tier,
    rateShare: share,
    out,
    history,
    tlsCert: cert,
    tlsKey: key,
    full,
    sdk,
    sdkFails,
    ...failOn
  } = parsed.opts();
  if ((cert === undefined) !== (key === undefined))
    throw new ContractsError('INPUT', '--tls-cert and --tls-key belong together: name both. See --help.');
  const url = orgUrl(org, '--org');
  // It is a reference org: nothing is learned from it by default.
  const isLocal = isLoopback(new URL(url).hostname);
  return {
    org: url,
    port,
    host,
    tier,
    share,
    out: out ?? join(surroundings().reports, 'gateway'),
    history: history ?? (isLocal ? undefined : shapesFile(surroundings().reports)),
    failOn: loadFailureSettings(failOn),
    sdks: loadSdkSettings({ ...(sdk && { sdk }), ...(sdkFails && { sdkFails }) }),
    view: viewOf({ full }),
    ...(cert && key ? { tls: { cert: readText('certificate', cert), key: readText('private key', key) } } : {}),
  };
}

function shapesOfOrg(file: string, org: string): Shape[] {
  const { origin } = new URL(org);
  return readShapes(file).filter((shape) => shape.org === origin);
}

function parseShare(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share <= 1)) throw new InvalidArgumentError('Use a number above 0 and up to 1.');
  return share;
}
