import type { Exchange } from '../domain/exchange.js';
import type { AssertionEvidence, FindingKind, FindingParts } from '../domain/finding.js';
import { levelOf } from './levels.js';
import { linkOf } from './links.js';
import type { OperationContract } from './model.js';
import { shapeOf } from './shape.js';

/** A contract of a response header. */
interface HeaderRule {
  name: string;
  /** Whether every such response has the header. Only complete exchanges show that it is missing. */
  isRequired?: (operation: OperationContract, exchange: Exchange) => boolean;
  /** What is wrong with one value of the header; `undefined` if nothing is. */
  fault?: (value: string, exchange: Exchange) => string | undefined;
  evidence: AssertionEvidence;
}

/** Okta's documents state it, and the recorded responses with all their headers satisfy it. */
const recorded = (satisfied: number, orgs: number): AssertionEvidence => ({
  documents: 'edition',
  satisfied,
  violated: 0,
  orgs,
  kinds: orgs > 0 ? 1 : 0,
});

/** Okta's rate limits apply to these paths. Others, such as well-known URIs, may have none. */
const isLimited = ({ template }: OperationContract, { response: { status, body } }: Exchange): boolean =>
  template.startsWith('/api/v1/') && ((status >= 200 && status < 300) || (status === 429 && body !== undefined));

/**
 * The headers that clients depend on. Sources: Okta's pages "Rate limits" and "Okta API conventions: pagination", RFC 8288 (Link),
 * RFC 9110 (Location, Retry-After, Content-Type). Okta sends no `Retry-After` today: it has a contract only if it is present.
 */
const rules: HeaderRule[] = [
  { name: 'x-rate-limit-limit', isRequired: isLimited, fault: countFault, evidence: recorded(742, 2) },
  { name: 'x-rate-limit-remaining', isRequired: isLimited, fault: remainingFault, evidence: recorded(39, 2) },
  { name: 'x-rate-limit-reset', isRequired: isLimited, fault: resetFault, evidence: recorded(39, 2) },
  { name: 'link', fault: linkFault, evidence: recorded(780, 3) },
  { name: 'link', fault: selfFault, evidence: recorded(0, 0) },
  { name: 'location', fault: locationFault, evidence: recorded(0, 0) },
  { name: 'retry-after', fault: retryFault, evidence: recorded(0, 0) },
  { name: 'content-type', isRequired: hasJson, evidence: recorded(8309, 3) },
];

/**
 * Findings about the headers of a response, with the pointer `header NAME`. A header that a recording lacks is no finding: most
 * recorders leave headers out.
 */
export function checkHeaders(operation: OperationContract, exchange: Exchange): FindingParts[] {
  const { isComplete, response } = exchange;
  const applicable = isComplete ? rules : rules.filter(({ name }) => response.headers[name] !== undefined);
  return applicable.flatMap(({ name, isRequired, fault, evidence }) => {
    const value = response.headers[name];
    const make = (kind: FindingKind, message: string): FindingParts => ({
      kind,
      level: levelOf(evidence) ?? 'warning',
      evidence,
      pointer: `header ${name}`,
      contract: `${operation.resource}/operations.json#${operation.id}`,
      message,
    });
    if (value === undefined)
      return isComplete && isRequired?.(operation, exchange) ? [make('missing', 'Missing header')] : [];
    const messages = [value].flat().flatMap((one) => fault?.(one, exchange) ?? []);
    return [...new Set(messages)].map((message) => make('format', message));
  });
}

function numberOf(value: string | string[] | undefined): number | undefined {
  const text = [value].flat()[0] ?? '';
  return /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;
}

function countFault(value: string): string | undefined {
  return numberOf(value) === undefined ? `Expected an integer of at least 0, got ${shapeOf(value)}` : undefined;
}

function remainingFault(value: string, { response }: Exchange): string | undefined {
  const limit = numberOf(response.headers['x-rate-limit-limit']);
  if (limit !== undefined && (numberOf(value) ?? 0) > limit) return 'Expected no more than the limit, got more';
  return countFault(value);
}

/** Clocks differ, and a window may end while the org works on a slow response. */
const toleranceSeconds = 60;
/** A window takes a minute. The reset of a concurrent limit is only a suggestion. */
const longestWindowSeconds = 24 * 60 * 60;

function resetFault(value: string, { response }: Exchange): string | undefined {
  const reset = numberOf(value);
  if (reset === undefined) return `Expected UTC seconds since 1970, got ${shapeOf(value)}`;
  const date = Date.parse([response.headers.date].flat()[0] ?? '') / 1000;
  const from = Number.isNaN(date) ? 1_000_000_000 : date - toleranceSeconds;
  const to = Number.isNaN(date) ? 100_000_000_000 : date + longestWindowSeconds;
  if (reset < from) return 'Expected UTC seconds after the date of the response, got an earlier time';
  return reset > to ? 'Expected UTC seconds within a day, got a later time' : undefined;
}

/** One link of RFC 8288. Every part of the pattern ends at a character that it cannot contain, so that the search is linear. */
const link = /^\s*<([^<>\s]*)>((?:\s*;\s*[\w!#$&+.^`|~*-]+\s*(?:=\s*(?:"[^"]*"|[^\s";,]+))?)*)\s*$/;
const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s";,]+))/i;

function linkFault(value: string): string | undefined {
  if (value.length > 20_000) return 'Expected links as of RFC 8288, got too long a text';
  for (const one of value.split(/,(?=\s*<)/)) {
    const [, target = '', parameters = ''] = link.exec(one) ?? [];
    const [, quoted, plain] = relation.exec(parameters) ?? [];
    const rel = (quoted ?? plain ?? '').trim();
    if (target === '' || rel === '') return `Expected links as of RFC 8288 (<URL>; rel="next"), got ${shapeOf(one)}`;
  }
  return undefined;
}

/**
 * Only a warning: behind a custom domain, links may have the own host of the org, and recorders replace hosts. The `next` link
 * is part of paging.
 */
function selfFault(value: string, { isComplete, request }: Exchange): string | undefined {
  const target = linkOf('self', { link: value }, undefined);
  if (!isComplete || target === undefined || isOnOrg(target, request.url)) return undefined;
  return 'Expected the `self` link on the org or its admin host, got another host';
}

function isOnOrg(target: string, url: string): boolean {
  if (!URL.canParse(target, url)) return false;
  const [own, other] = [new URL(url), new URL(target, url)];
  return other.host === own.host || other.hostname.replace('-admin.', '.') === own.hostname.replace('-admin.', '.');
}

function locationFault(value: string, { request }: Exchange): string | undefined {
  return value === '' || /\s/.test(value) || !URL.canParse(value, request.url)
    ? `Expected a URL, got ${shapeOf(value)}`
    : undefined;
}

function retryFault(value: string): string | undefined {
  const isDate = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(value) && !Number.isNaN(Date.parse(value));
  return isDate || numberOf(value) !== undefined
    ? undefined
    : `Expected seconds or an HTTP date, got ${shapeOf(value)}`;
}

function hasJson(operation: OperationContract, { response: { status, body } }: Exchange): boolean {
  return operation.answers[status]?.schema !== undefined && body !== undefined && body !== '';
}
