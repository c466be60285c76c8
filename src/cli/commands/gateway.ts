import { once } from 'node:events';
import { join } from 'node:path';
import { loadPolicy } from '../../assess/baseline.js';
import { inheritedEnvironment, loadFailureSettings, orgUrl, surroundings } from '../../config/load.js';
import { loadCatalogue } from '../../contract/catalogue.js';
import { createMatcher } from '../../contract/match.js';
import { ContractsError } from '../../domain/errors.js';
import type { Tier } from '../../domain/operation.js';
import { Checker, type NewFindings } from '../../gateway/checker.js';
import { type Gateway, startGateway } from '../../gateway/gateway.js';
import { runCommand } from '../../gateway/run-command.js';
import { ShareGuard } from '../../gateway/share-guard.js';
import { TierGuard } from '../../gateway/tier-guard.js';
import { callOf } from '../../io/call-of.js';
import { readText } from '../../io/files.js';
import { Timeline } from '../../org/rate-limit/timeline.js';
import { renderFinding } from '../../report/render/finding.js';
import { renderTraffic } from '../../report/render/traffic.js';
import { makeFolder, renderReports } from '../../report/write.js';
import { exitCodeOf } from '../exit-code.js';
import { readArguments } from '../options.js';
import type { Streams } from '../streams.js';

export const usage = `${callOf('gateway')} --org URL [OPTION…] [-- COMMAND…]

A proxy between any client (curl, an SDK, Terraform) and an org. It forwards
requests and responses unchanged, checks each exchange in the background, prints
new findings and writes reports when it ends: at Ctrl-C, or when COMMAND ends.
COMMAND runs with OKTA_CLIENT_ORGURL set to the gateway. Ctrl-C or SIGTERM to
the gateway ends COMMAND first; a second one kills it.

  --org         URL of the org: https://your-org.oktapreview.com
  --port        port to listen on; default: 0, any free port
  --host        address to listen on; default: 127.0.0.1, this machine only
  --tier        read: requests that write get 403 and are not sent
                write: only objects created through this gateway are changed
                org: all requests are sent (default)
  --rate-share  share of each rate limit that all clients may use together,
                above 0 and up to 1; requests beyond it get 429; default: 1
  --out         folder for the reports; default: reports/gateway
  --waivers     file of accepted findings
  --baseline    report.json of an earlier run: only new findings fail
  --tls-cert, --tls-key   certificate and key (PEM), for clients that require
                https

  ${callOf('gateway')} --org https://acme.oktapreview.com --port 8080
  curl -H "Authorization: SSWS $TOKEN" http://127.0.0.1:8080/api/v1/users

Exit code: 0 no violations, 1 violations, 2 a response could not be read,
3 nothing was verified; the exit code of COMMAND if COMMAND fails.
`;

const tiers: readonly Tier[] = ['read', 'write', 'org'];

/** Runs a proxy between clients and an org until it is stopped. Returns the exit code. */
export async function run(args: string[], streams: Streams): Promise<number> {
  const options = readOptions(args);
  const { org, tier, share, out, command } = options;
  makeFolder(out);
  const timeline = new Timeline();
  const limits = new ShareGuard(share, timeline);
  const catalogue = loadCatalogue();
  const loaded = loadPolicy(options.failOn, catalogue);
  const tierGuard = new TierGuard(tier, catalogue);
  const say = (text: string) => void streams.out.write(`${new Date().toTimeString().slice(0, 8)}  ${text}\n`);
  const checker = await Checker.start(
    { org, loaded },
    (found) => say(renderFindings(found)),
    (error) => say(`could not be read: ${error}`),
  );
  let sent = 0;
  let answered429 = 0;
  let refused = 0;
  let gateway: Gateway | undefined;
  let failed: number;
  try {
    gateway = await startGateway({
      ...options,
      match: createMatcher(catalogue),
      refusal: (target) => tierGuard.refusal(target),
      admit: async (target) => {
        await checker.waitForCapacity();
        return limits.admit(target);
      },
      onExchange: (exchange, target) => {
        const { response } = exchange;
        sent += 1;
        if (response.status === 429) answered429 += 1;
        tierGuard.learn(response, target);
        limits.learn(target, response.headers);
        checker.add(exchange);
      },
      onRefused: (message) => {
        refused += 1;
        say(message);
      },
    });
    streams.out.write(`The gateway to ${org} is up: ${gateway.url}\n`);
    failed = await (command.length > 0
      ? runCommand(command, { ...inheritedEnvironment(false), OKTA_CLIENT_ORGURL: gateway.url })
      : untilStopped());
    for (const signal of stopSignals) process.on(signal, gateway.closeConnections);
    await gateway.close();
  } catch (error) {
    await gateway?.close(0);
    await checker.end({});
    throw error;
  } finally {
    if (gateway) for (const signal of stopSignals) process.off(signal, gateway.closeConnections);
  }
  const uses = timeline.uses();
  const { totals, report } = await checker.end({
    org: { url: org, tiers: [] },
    requests: sent,
    answered429,
    waitedMs: uses.buckets.flatMap((bucket) => bucket.waitedMs).reduce((sum, ms) => sum + ms, 0),
    ...uses,
  });
  streams.out.write(`\n${renderTraffic(totals, report)}`);
  const unchecked = Object.entries(gateway.unchecked).filter(([, n]) => n > 0);
  if (unchecked.length > 0)
    streams.out.write(`Not checked: ${unchecked.map(([why, n]) => `${n} ${why}`).join(', ')}.\n`);
  if (refused > 0) streams.out.write(`${refused} ${refused === 1 ? 'request was' : 'requests were'} not sent.\n`);
  renderReports(out, report);
  streams.out.write(`Reports: ${join(out, 'index.html')}\n`);
  return failed || exitCodeOf(totals, report, streams.err);
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

function readOptions(args: string[]) {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const { values } = readArguments({
    args: args.slice(0, end),
    options: {
      org: { type: 'string' },
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      tier: { type: 'string', default: 'org' },
      'rate-share': { type: 'string', default: '1' },
      out: { type: 'string' },
      waivers: { type: 'string' },
      baseline: { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
    },
  });
  const wrong = (message: string) => new ContractsError('INPUT', `${message}. See --help.`);
  if (!values.org) throw wrong('No org given: write --org https://your-org.oktapreview.com');
  const port = Number(values.port);
  if (values.port.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw wrong(`--port ${values.port} is not a port: use a number from 0 to 65535`);
  const tier = tiers.find((name) => name === values.tier);
  if (!tier) throw wrong(`--tier ${values.tier} is not known: use ${tiers.join(', ')}`);
  const share = Number(values['rate-share']);
  if (!(share > 0 && share <= 1))
    throw wrong(`--rate-share ${values['rate-share']} is not a share: use a number above 0 to 1`);
  const { 'tls-cert': cert, 'tls-key': key } = values;
  if ((cert === undefined) !== (key === undefined)) throw wrong('--tls-cert and --tls-key belong together: name both');
  return {
    org: orgUrl(values.org, '--org'),
    port,
    host: values.host,
    tier,
    share,
    out: values.out ?? join(surroundings().reports, 'gateway'),
    command: args.slice(end + 1),
    failOn: loadFailureSettings(values),
    ...(cert && key ? { tls: { cert: readText('certificate', cert), key: readText('private key', key) } } : {}),
  };
}
