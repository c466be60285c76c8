import { parentPort, workerData } from 'node:worker_threads';
import { loadCatalogue } from '../contract/catalogue.js';
import type { SentEntry, ThreadOptions } from './check-thread-client.js';
import { type CheckedEntry, createEntryCheck } from './checked-entry.js';
import type { Fault, RawEntry } from './entry.js';

// Checks a part of a recording.
const check = createEntryCheck(loadCatalogue(), (workerData as ThreadOptions).past);

parentPort?.on('message', (entries: (RawEntry | Fault)[]) =>
  parentPort?.postMessage(entries.map((entry) => sentOf(check(entry)))),
);

function sentOf(entry: CheckedEntry): SentEntry {
  if (entry.kind === 'fault') return entry;
  const { verdict, checked } = entry.traffic;
  return { kind: 'exchange', exchange: entry.exchange, verdict, what: checked?.what };
}
