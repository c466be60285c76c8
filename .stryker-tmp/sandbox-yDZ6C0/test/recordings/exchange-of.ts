// @ts-nocheck
import type { Exchange } from '../../src/domain/exchange.js';
import { readNdjsonLine } from '../../src/recordings/ndjson.js';

/** The exchange of a valid line of NDJSON. */
export function exchangeOf(line: string, place = 'line 1'): Exchange {
  const entry = readNdjsonLine(place, line);
  if (entry.kind === 'fault') throw new Error(entry.fault);
  return entry.exchange;
}
