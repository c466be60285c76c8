import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { ClientFile } from '../assess/client-file.js';
import { readReport } from '../assess/read.js';
import { type CallName, createCallName } from '../contract/call-name.js';
import type { Catalogue } from '../contract/catalogue.js';
import { createMatcher, matcherOf } from '../contract/match.js';
import { suggestionFor } from '../contract/named.js';
import { ContractsError } from '../domain/errors.js';
import type { OperationId } from '../domain/operation.js';
import { readText } from '../io/files.js';
import { recordingsAt } from './files.js';
import { readRecording } from './read.js';
import { UsedProperties } from './used-properties.js';

const kinds = 'a HAR file, a cassette, NDJSON, the report.json of a gateway, or a list of operations';

/**
 * Reads what a client uses: from its recorded requests (a file or a folder), from the report of a gateway or of checked traffic, or
 * from a list of operations, one on a line. Throws `INPUT` with one sentence.
 */
export async function readUsedBy(file: string, catalogue: Catalogue): Promise<ClientFile> {
  const begin = beginOf(file);
  const usage = /^\s*\{\s*"version"\s*:\s*\d+\s*,\s*"run"\s*:/.test(begin)
    ? ofReport(file)
    : /^\s*(?:#.*\n\s*)*(?:[A-Z]+)[ \t]+\//.test(begin)
      ? ofList(file, catalogue)
      : await ofRecordings(file, catalogue);
  return { ...usage, file: basename(file), operations: usage.operations.sort() };
}

type Usage = Omit<ClientFile, 'file'>;

function ofReport(file: string): Usage {
  const { client } = readReport(file);
  if (!client)
    throw new ContractsError(
      'INPUT',
      `${file} is the report of a run, which does not state what a client calls: name a report of \`gateway\` or \`traffic\`.`,
    );
  const operations = client.operations.map(({ operation }) => operation);
  return { operations, unusedChanges: [], withoutContract: client.withoutContract.length, unreadable: 0 };
}

function ofList(file: string, catalogue: Catalogue): Usage {
  const match = createMatcher(catalogue);
  const isDocumented = matcherOf(catalogue.schemas.vocabulary.paths.map((template) => ({ method: 'ANY', template })));
  const operations = new Set<OperationId>();
  const others = new Set<string>();
  for (const [i, line] of readText('file', file).split(/\r?\n/).entries()) {
    const text = line.replace(/\s+#.*$|^#.*$/, '').trim();
    if (text === '') continue;
    const [method = '', path = ''] = text.split(/\s+/);
    const operation = match(method, path);
    if (operation) operations.add(operation.id);
    else if (/^[A-Z]+$/i.test(method) && isDocumented('ANY', path)) others.add(text);
    else
      throw new ContractsError(
        'INPUT',
        `${file}, line ${i + 1}, is not an operation of Okta's API: ${suggestionFor(catalogue.operations, text)}`,
      );
  }
  return { operations: [...operations], unusedChanges: [], withoutContract: others.size, unreadable: 0 };
}

async function ofRecordings(file: string, catalogue: Catalogue): Promise<Usage> {
  const match = createMatcher(catalogue);
  const nameOf: CallName = createCallName(catalogue);
  const properties = new UsedProperties(catalogue);
  const operations = new Set<OperationId>();
  const others = new Set<string>();
  const faults: string[] = [];
  let exchanges = 0;
  for (const recording of recordingsAt(file, process.stdin)) {
    if (recording.kind === 'fault') throw new ContractsError('INPUT', `${recording.name} ${recording.fault}.`);
    for await (const entry of readRecording(recording.open(), 'auto')) {
      if (entry.kind === 'fault') {
        faults.push(`${entry.place === undefined ? '' : `${entry.place}: `}${entry.fault}`);
        continue;
      }
      exchanges += 1;
      const { exchange } = entry;
      const operation = match(exchange.request.method, exchange.request.url);
      if (!operation) others.add(nameOf(exchange.request.method, exchange.request.url));
      else {
        operations.add(operation.id);
        properties.add(operation, exchange);
      }
    }
  }
  if (exchanges === 0)
    throw new ContractsError(
      'INPUT',
      `${file} does not show what a client calls${faults[0] === undefined ? '' : ` (${faults[0]})`}: name ${kinds}.`,
    );
  return {
    operations: [...operations],
    unusedChanges: properties.unused(),
    withoutContract: others.size,
    unreadable: faults.length,
  };
}

/** The first characters of a file; none of a folder or standard input. */
function beginOf(file: string): string {
  if (file === '-') return '';
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const bytes = Buffer.alloc(4096);
    return bytes.toString('utf8', 0, readSync(handle, bytes)).replace(/^\ufeff/, '');
  } catch {
    return '';
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
