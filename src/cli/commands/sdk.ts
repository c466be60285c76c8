import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { readReport } from '../../assess/read.js';
import { createCallName } from '../../contract/call-name.js';
import { type Catalogue, loadCatalogue } from '../../contract/catalogue.js';
import { createMatcher, pathOf } from '../../contract/match.js';
import { ContractsError } from '../../domain/errors.js';
import type { Exchange } from '../../domain/exchange.js';
import type { Json } from '../../domain/json.js';
import { callOf } from '../../io/call-of.js';
import { recordingsAt } from '../../recordings/files.js';
import { formats, parseEntry, splitRecording } from '../../recordings/read.js';
import { renderSdkComparison } from '../../report/render/sdk-compare.js';
import { compareSdkReports, SdkComparer, type SdkComparison } from '../../sdk/compare.js';
import { createHideNames } from '../../sdk/org-names.js';
import { type SdkReader, startSdk } from '../../sdk/reader.js';
import { parseSdkSpec } from '../../sdk/spec.js';
import { defineCommand } from '../command.js';
import { FaultList } from '../fault-list.js';
import type { Streams } from '../streams.js';
import { closedPipe, Output } from '../traffic-output.js';
import { fullText, viewOf } from '../view.js';
import { runVitest } from './verify.js';

export const define = () =>
  defineCommand('sdk')
    .description(
      'Shows what changes if one version of an Okta SDK replaces another: both read the same responses, and the results are compared.',
    )
    .argument('[file...]', 'recordings, as for traffic: files or folders; - is standard input')
    .requiredOption('--from <sdk>', 'the SDK in use: python:PATH, node:PATH, go:PATH or exec:PROGRAM')
    .requiredOption('--to <sdk>', 'the SDK that is to replace it')
    .option('--live', 'use the responses of your org: verifies it first, in the read tier')
    .addOption(new Option('--format <format>', 'format of the recordings').choices(formats).default('auto' as const))
    .option('--json', 'print the comparison as JSON')
    .option('--full', fullText)
    .addHelpText(
      'after',
      `
Examples:
  ${callOf('sdk')} --from python:old/venv --to python:new/venv browser.har
  ${callOf('sdk')} --from node:. --to node:../upgrade --live

Exit code: 0 nothing newly fails, 1 something newly fails, 2 the comparison
failed, an entry could not be read or an adapter stopped.`,
    );

/** Compares two SDKs. Returns the exit code. Throws `INPUT`. */
export async function run(command: ReturnType<typeof define>, streams: Streams): Promise<number> {
  const values = command.opts();
  if (values.live && command.args.length > 0)
    throw new ContractsError('INPUT', 'Name recordings or --live, not both: --live uses the responses of your org.');
  if (!values.live && command.args.length === 0)
    throw new ContractsError('INPUT', 'There are no responses to compare: name recordings, or use --live.');
  const { comparison, isComplete } = values.live
    ? { comparison: await compareLive(values, streams), isComplete: true }
    : await compareRecorded(command.args, values, streams);
  if (comparison.compared === 0)
    throw new ContractsError('INPUT', 'Nothing was compared: there is no successful response with a JSON body.');
  const out = new Output(streams.out);
  out.add(values.json ? `${JSON.stringify(comparison)}\n` : renderSdkComparison(comparison, viewOf(values)));
  await out.flush();
  if (out.isClosed) return closedPipe;
  const { from, to, newlyFailing, removed } = comparison;
  if (!isComplete || from.stopped !== undefined || to.stopped !== undefined) return 2;
  return newlyFailing.responses + removed.length > 0 ? 1 : 0;
}

interface Named {
  from: string;
  to: string;
}

/** Verifies the org of the settings, in the read tier, and compares what the two SDKs made of its responses. */
async function compareLive({ from, to }: Named, streams: Streams): Promise<SdkComparison> {
  const specs = [from, to].map((text) => parseSdkSpec(text).text);
  const folder = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
  try {
    streams.err.write('Verifying the org …\n');
    const settings = { OKTA_CONTRACTS_SDK: specs.join(), OKTA_CONTRACTS_TIERS: 'read', GITHUB_STEP_SUMMARY: '' };
    await runVitest([], settings, { reports: folder, isQuiet: true });
    const { sdks = [] } = readReport(join(folder, 'report.json'));
    const [before, after] = specs.map((spec) => sdks.find((sdk) => sdk.spec === spec));
    if (!before || !after) throw new ContractsError('INPUT', 'The run of verify has no results of both SDKs.');
    return compareSdkReports(before, after);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Passes each response of the recordings to both SDKs. */
async function compareRecorded(
  files: readonly string[],
  { from, to, format }: Named & { format: (typeof formats)[number] },
  streams: Streams,
): Promise<{ comparison: SdkComparison; isComplete: boolean }> {
  const [before, after] = await startBoth(from, to);
  try {
    const catalogue = loadCatalogue();
    const comparer = new SdkComparer(identityOf(before), identityOf(after), createHideNames(catalogue));
    const read = createRead(before, after, { catalogue, comparer });
    const err = new Output(streams.err);
    let isComplete = true;
    for (const recording of files.flatMap((path) => recordingsAt(path, streams.in))) {
      const faults = new FaultList(recording.name, err);
      const bodies = recording.kind === 'fault' ? undefined : recording.bodies;
      for await (const batch of recording.kind === 'fault' ? [[recording]] : splitRecording(recording.open(), format)) {
        const entries = batch.map((raw) => parseEntry(raw, bodies));
        for (const entry of entries) if (entry.kind === 'fault') faults.add(entry);
        isComplete &&= entries.every(({ kind }) => kind !== 'fault');
        await Promise.all(entries.map((entry) => (entry.kind === 'fault' ? undefined : read(entry.exchange))));
      }
      faults.end();
      await err.flush();
    }
    return { comparison: comparer.end({ from: before.stopped, to: after.stopped }), isComplete };
  } finally {
    await Promise.all([before.close(), after.close()]);
  }
}

/** Starts both adapters, or none. */
async function startBoth(...texts: [string, string]): Promise<[SdkReader, SdkReader]> {
  const started = await Promise.allSettled(texts.map(parseSdkSpec).map((spec) => startSdk(spec)));
  const readers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const [before, after] = readers;
  if (before && after) return [before, after];
  await Promise.all(readers.map((reader) => reader.close()));
  throw started.find((result) => result.status === 'rejected')?.reason;
}

function identityOf({ name, version, spec }: SdkReader) {
  return { name, version, spec: spec.text };
}

/** Returns a function that passes a response to both SDKs, if it has succeeded and is JSON. */
function createRead(
  before: SdkReader,
  after: SdkReader,
  { catalogue, comparer }: { catalogue: Catalogue; comparer: SdkComparer },
) {
  const match = createMatcher(catalogue);
  const nameOf = createCallName(catalogue);
  return async ({ request, response }: Exchange): Promise<void> => {
    const { status } = response;
    const body = response.body as Json | undefined;
    if (status < 200 || status > 299 || typeof body !== 'object' || body === null) return;
    const operation = match(request.method, request.url)?.id;
    const called = operation ?? `${request.method} ${pathOf(request.url)}`;
    const [old, next] = await Promise.all([before, after].map((reader) => reader.read(called, status, body)));
    if (!old || !next) return;
    comparer.add(operation ?? next.operation ?? old.operation ?? nameOf(request.method, request.url), old, next);
  };
}
