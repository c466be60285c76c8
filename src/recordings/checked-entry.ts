import { type CheckedTraffic, checkRecorded } from '../assess/check-recorded.js';
import { PagesSeen } from '../assess/pages-seen.js';
import type { Shape } from '../assess/shapes/model.js';
import { OwnHistory } from '../assess/shapes/own-history.js';
import type { Catalogue } from '../contract/catalogue.js';
import { createCheck } from '../contract/check.js';
import { createMatcher } from '../contract/match.js';
import type { Exchange } from '../domain/exchange.js';
import type { Fault, RawEntry } from './entry.js';
import { parseEntry } from './read.js';

/** An entry of a recording after its check, or why it cannot be read. */
export type CheckedEntry = { kind: 'exchange'; exchange: Exchange; traffic: CheckedTraffic } | Fault;

/** Parses and checks an entry. */
export type EntryCheck = (entry: RawEntry | Fault, bodies?: string) => CheckedEntry;

/**
 * @param past what the orgs returned before; without it, entries are compared with the contracts only
 * @param keepsBodies whether exchanges are returned with the bodies of their responses
 */
export function createEntryCheck(
  catalogue: Catalogue,
  past: readonly Shape[] | undefined,
  keepsBodies = false,
): EntryCheck {
  const match = createMatcher(catalogue);
  const ownCheck = new PagesSeen().around(createCheck(catalogue));
  const check = past ? new OwnHistory(catalogue, past).around(ownCheck, false) : ownCheck;
  return (raw, bodies) => {
    const entry = parseEntry(raw, bodies);
    if (entry.kind === 'fault') return entry;
    const traffic = checkRecorded(entry.exchange, match, check);
    return { kind: 'exchange', exchange: keepsBodies ? entry.exchange : neededOf(entry.exchange, traffic), traffic };
  };
}

/** The part of an exchange that is read after its check. Only an error is explained by its headers and its body. */
function neededOf(exchange: Exchange, { checked }: CheckedTraffic): Exchange {
  if (checked?.what.refusal) return exchange;
  const { request, response } = exchange;
  const { method, url } = request;
  return { ...exchange, request: { method, url }, response: { ...response, headers: {}, body: null } };
}
