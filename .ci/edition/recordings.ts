import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { matcherOf } from '../../src/contract/match.js';
import { isObject, segmentsOf } from '../../src/domain/json.js';
import { readRecorded } from '../assertion-evidence.js';
import { blank, type NamedOperation } from '../document.js';
import type { Difference } from '../ledger-diff.js';

/** A recorded response with success. */
export interface DatedResponse {
  /** `2025-08-07`. */
  date: string;
  status: string;
  url: string;
  request?: unknown;
  body?: unknown;
}

/** What recordings show about a difference. */
export interface Observed {
  class: 'server change' | 'documentation correction';
  because: string;
}

/** A property that is first returned later than this after the edition may depend on what was recorded. */
const tolerance = 62 * 24 * 3600 * 1000;
/** So many responses without a property show that it was not returned. */
const enough = 3;

type Dated = readonly (readonly [date: string, value: unknown])[];

/** Recorded responses by operation, with dates. */
export class Recordings {
  readonly #byOperation = new Map<string, DatedResponse[]>();

  /** Reads the recordings of a folder. Without them, nothing was observed. */
  static async read(folder: string, operations: Iterable<NamedOperation>): Promise<Recordings> {
    const recordings = new Recordings();
    const file = join(folder, 'real-orgs.ndjson.gz');
    if (!existsSync(file)) return recordings;
    const match = matcherOf(operations);
    for await (const one of readRecorded(file)) {
      const { request, response, recordedAt = '' } = one as typeof one & { recordedAt?: string; request: object };
      const operation = match(request.method, request.url);
      if (!operation || response.status >= 400) continue;
      recordings.add(operation, {
        date: recordedAt.slice(0, 10),
        status: String(response.status),
        url: request.url,
        request: (request as { body?: unknown }).body,
        body: response.body,
      });
    }
    return recordings;
  }

  add({ id }: Pick<NamedOperation, 'id'>, response: DatedResponse): void {
    const list = this.#byOperation.get(blank(id)) ?? [];
    this.#byOperation.set(blank(id), list);
    list.push(response);
  }

  /** The recorded responses of an operation. */
  of({ id }: Pick<NamedOperation, 'id'>): readonly DatedResponse[] {
    return this.#byOperation.get(blank(id)) ?? [];
  }

  /**
   * What the responses show: the server changed between the two editions, or the document did not describe it correctly before. `undefined` if they do
   * not decide it. @param from the date of the previous edition @param to the date of the edition
   */
  observe(difference: Difference, from: string, to: string): Observed | undefined {
    const responses = this.of({ id: difference.operation as NamedOperation['id'] });
    if (responses.length === 0) return undefined;
    const part = difference.part.split(' ')[0];
    if (part === 'operation') return ofPresence(difference, datesOf(responses), [], from, to, 'recorded');
    if (part === 'status') {
      const dates = datesOf(responses.filter(({ status }) => status === difference.pointer));
      return ofPresence(difference, dates, [], from, to, 'recorded');
    }
    if (part === 'parameter') {
      const name = difference.pointer.slice(1);
      const sent = responses.filter(({ url }) => new URL(url).searchParams.has(name));
      return ofPresence(difference, datesOf(sent), [], from, to, 'accepted');
    }
    if (part === 'request') {
      const { present, absent } = valuesAt(responses, difference, ({ request }) => request);
      if (difference.kind === 'required' && difference.after === 'true') {
        const last = absent
          .map(([date]) => date)
          .sort()
          .at(-1);
        return last !== undefined && last >= from ? correction(`a request without it was accepted ${last}`) : undefined;
      }
      return ofPresence(difference, present.map(([date]) => date).sort(), [], from, to, 'accepted');
    }
    return ofResponse(difference, responses, from, to);
  }
}

function ofResponse(
  difference: Difference,
  responses: readonly DatedResponse[],
  from: string,
  to: string,
): Observed | undefined {
  const [, documented] = difference.part.split(' ');
  const { present, absent } = valuesAt(
    responses.filter(({ status }) => status === documented || status.startsWith('2')),
    difference,
    ({ body }) => body,
  );
  const [dates, without] = [present, absent].map((list) => list.map(([date]) => date).sort()) as [string[], string[]];
  const { kind, before, after } = difference;
  if (kind === 'added' || kind === 'removed') return ofPresence(difference, dates, without, from, to, 'returned');
  const early = present.filter(([date]) => date < from);
  const late = present.filter(([date]) => date >= to);
  if (kind === 'required') {
    const missing = without.filter((date) => (after === 'true' ? date >= to : date < from)).length;
    if (after === 'false' && missing > 0) return correction(`absent from recorded responses before ${from}`);
    return after === 'true' && missing === 0 && early.length >= enough
      ? correction(`in all ${early.length} recorded responses before ${from}`)
      : undefined;
  }
  if (kind === 'nullable') return ofValues(['null'], after === 'true', early, late, from, to);
  if (kind === 'enum') return ofEnum(before, after, early, late, from, to);
  if (kind === 'type') return ofType(before, after, early, late, from, to);
  return undefined;
}

/** An added or removed location, from the dates of the responses with and without it. */
function ofPresence(
  { kind }: Difference,
  dates: readonly string[],
  without: readonly string[],
  from: string,
  to: string,
  verb: string,
): Observed | undefined {
  const [first, last] = [dates[0], dates.at(-1)];
  if (kind === 'added') {
    if (first === undefined) return undefined;
    if (first < from) return correction(`${verb} since ${first}`);
    const before = without.filter((date) => date < first).length;
    const isTimely = Date.parse(first) <= Date.parse(to) + tolerance;
    return before >= enough && isTimely
      ? change(`first ${verb} ${first}, not in ${before} responses before`)
      : undefined;
  }
  if (kind !== 'removed') return undefined;
  if (last !== undefined && last >= to) return correction(`still ${verb} ${last}`);
  const after = without.filter((date) => date >= to && (last === undefined || date > last)).length;
  return last !== undefined && after >= enough
    ? change(`last ${verb} ${last}, not in ${after} responses since ${to}`)
    : undefined;
}

function ofEnum(before: string, after: string, early: Dated, late: Dated, from: string, to: string) {
  const [old, now] = [before.split(' | '), after.split(' | ')];
  const added = before === '' ? [] : now.filter((value) => value !== '' && !old.includes(value));
  if (added.length > 0) return ofValues(added, true, early, late, from, to);
  const removed = after === '' ? [] : old.filter((value) => value !== '' && !now.includes(value));
  return removed.length > 0 ? ofValues(removed, false, early, late, from, to) : undefined;
}

/** Values that a document adds or removes: they were returned before it did, or are returned after it. */
function ofValues(
  values: readonly string[],
  isAdded: boolean,
  early: Dated,
  late: Dated,
  from: string,
  to: string,
): Observed | undefined {
  const seen = new Set((isAdded ? early : late).map(([, value]) => String(value)));
  if (!values.every((value) => seen.has(value))) return undefined;
  return correction(isAdded ? `returned before ${from}` : `still returned after ${to}`);
}

function ofType(before: string, after: string, early: Dated, late: Dated, from: string, to: string) {
  const isOf = (types: string, value: unknown): boolean =>
    types.split(' | ').some((type) => type === typeOf(value) || (type === 'number' && typeOf(value) === 'integer'));
  const shown = (list: Dated) => list.filter(([, value]) => value !== null);
  const isNew = (list: Dated) => shown(list).every(([, value]) => isOf(after, value) && !isOf(before, value));
  const isOld = (list: Dated) => shown(list).every(([, value]) => isOf(before, value) && !isOf(after, value));
  if (shown(early).length > 0 && isNew(early)) return correction(`returned as ${after} before ${from}`);
  if (shown(late).length > 0 && isOld(late)) return correction(`still returned as ${before} after ${to}`);
  const isBoth = shown(early).length >= enough && shown(late).length >= enough;
  return isBoth && isOld(early) && isNew(late) ? change(`returned as ${after} since ${to}`) : undefined;
}

/** The values at the location of a difference, and the dates of objects without it. */
function valuesAt(
  responses: readonly DatedResponse[],
  { pointer, variant }: Difference,
  bodyOf: (response: DatedResponse) => unknown,
): { present: [string, unknown][]; absent: [string, undefined][] } {
  const present: [string, unknown][] = [];
  const absent: [string, undefined][] = [];
  const segments = segmentsOf(pointer);
  const [property = '', value] = variant?.split('=') ?? [];
  for (const response of responses) {
    const visit = (node: unknown, n: number): void => {
      if (variant !== undefined && isObject(node) && typeof node[property] === 'string' && node[property] !== value)
        return;
      if (n === segments.length) {
        present.push([response.date, node]);
        return;
      }
      const key = segments[n] as string;
      if (key === '*') {
        if (typeof node === 'object' && node !== null) for (const one of Object.values(node)) visit(one, n + 1);
      } else if (isObject(node)) {
        if (Object.hasOwn(node, key)) visit(node[key], n + 1);
        else if (n === segments.length - 1) absent.push([response.date, undefined]);
      }
    };
    const body = bodyOf(response);
    if (body !== undefined) visit(body, 0);
  }
  return { present, absent };
}

function datesOf(responses: readonly DatedResponse[]): string[] {
  return responses.map(({ date }) => date).sort();
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function correction(because: string): Observed {
  return { class: 'documentation correction', because };
}

function change(because: string): Observed {
  return { class: 'server change', because };
}
