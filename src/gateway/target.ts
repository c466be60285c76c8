import type { IncomingMessage } from 'node:http';
import type { Matcher } from '../contract/match.js';
import type { OperationContract } from '../contract/model.js';

/** A request as the gateway understood it. It is matched, guarded, sent and checked in this form only. */
export interface Target {
  /** In capitals, one of a fixed list. */
  method: string;
  /** Normalised path, with the query as it came. */
  path: string;
  /** The contract that covers the request. */
  operation: OperationContract | undefined;
  /** Values of the path's parameters, in their order; none where the path is not known. */
  parameters: string[];
}

/** Why a request has no target. The sentence contains nothing of the request. */
export interface NoTarget {
  status: 400 | 405;
  wrong: string;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Headers by which some servers replace the method or the path of a request. */
const overrides = new Set([
  'x-http-method-override',
  'x-http-method',
  'x-method-override',
  'x-original-url',
  'x-rewrite-url',
]);

/** Headers of an answer to a method that is not sent. */
export const allowed = { allow: methods.join(', ') };

/** How many times a part of a path may be encoded. A client that encodes twice by mistake is still understood. */
const mostEncodings = 3;

/**
 * Reads the target of a request. A path that two servers could understand in two ways is refused: a guard that reads it in
 * one way would not protect an org that reads it in the other.
 */
export function readTarget(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  match: Matcher,
): Target | NoTarget {
  const method = (request.method ?? '').toUpperCase();
  if (!methods.includes(method)) return { status: 405, wrong: `unsupported method: use ${methods.join(', ')}` };
  const override = Object.keys(request.headers)
    .map((name) => name.replaceAll('_', '-'))
    .find((name) => overrides.has(name));
  if (override) return bad(`unsupported header ${override}: send the method and the path in the request line`);
  const url = request.url ?? '';
  if (!url.startsWith('/')) return bad('invalid request target: write a path of the org, not the URL of a host');
  if (/[^\x21-\x7e]|[#\\]/.test(url))
    return bad('invalid character in the request target: encode spaces, backslashes, # and all that is not ASCII');
  const [rawPath = '', ...rest] = url.split('?');
  const query = rest.length > 0 ? `?${rest.join('?')}` : '';
  if ([...new URLSearchParams(query).keys()].some((name) => name.toLowerCase() === '_method'))
    return bad('unsupported query parameter _method: send the method in the request line');
  // Okta accepts a slash at the end.
  const segments = rawPath.slice(1).replace(/\/$/, '').split('/');
  if (rawPath !== '/' && segments.includes('')) return bad('empty path segment: write one slash between segments');
  const fault = segments.map(faultOf).find((found) => found !== undefined);
  if (fault) return bad(fault);
  const asked = segments.map(normalised);
  const path = `/${asked.join('/')}`;
  const operation = match(method, path);
  // A path can be known although no contract covers the method.
  const known = operation ?? methods.map((other) => match(other, path)).find((found) => found !== undefined);
  const template = known?.template.split('/').slice(1);
  const sent = template?.map((part, i) => (part.startsWith('{') ? asked[i] : part)) ?? asked;
  return {
    method,
    path: `/${sent.join('/')}${query}`,
    operation,
    parameters: template?.flatMap((part, i) => (part.startsWith('{') ? (asked[i] ?? []) : [])) ?? [],
  };
}

/** What a request asks for, without any value of it: for the terminal. */
export function nameOf({ method, operation }: Pick<Target, 'method' | 'operation'>): string {
  return operation?.id ?? `an operation without a contract (${method})`;
}

function bad(wrong: string): NoTarget {
  return { status: 400, wrong };
}

/** Why a segment is refused, in whatever encoding. */
function faultOf(segment: string): string | undefined {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch {
    return 'invalid encoding in the path: write each byte of UTF-8 text as %XX';
  }
  for (let n = 1; n < mostEncodings && anEscape.test(text); n += 1) text = text.replaceAll(escapes, decoded);
  if (anEscape.test(text)) return 'invalid encoding in the path: encode a segment once';
  // Some servers take full-width characters for the plain ones.
  text = text.normalize('NFKC');
  if (text === '.' || text === '..') return 'dot segment in the path: write the path that it leads to';
  if (/[/\\;]/.test(text)) return 'slash, backslash or semicolon within a path segment: use the id of the object';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  if (/[\x00-\x1f\x7f]/.test(text)) return 'control character in the path: remove it';
  return undefined;
}

const anEscape = /%[0-9a-f]{2}/i;
const escapes = /%([0-9a-f]{2})/gi;

function decoded(_: string, hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

/** A segment in its normal form: only what must be encoded is. Source: RFC 3986, section 6.2.2. */
function normalised(segment: string): string {
  return segment.replaceAll(escapes, (found, hex: string) => {
    const plain = decoded(found, hex);
    return /[\w.~-]/.test(plain) ? plain : found.toUpperCase();
  });
}
