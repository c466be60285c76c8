// @ts-nocheck
import type { IncomingMessage } from 'node:http';
import type { Matcher } from '../contract/match.js';
import type { OperationContract } from '../contract/model.js';

/** Method and path of a request as the gateway parsed them. All guards, the check and the org get this form. */
export interface Target {
  kind: 'target';
  /** Upper case, one of a fixed list. */
  method: string;
  /** Normalized path, with the unchanged query. */
  path: string;
  /** The contract that covers the request. */
  operation: OperationContract | undefined;
  /** Values of the path parameters in their order; empty if no contract has the path. */
  parameters: string[];
}

/** Why a request is refused. The message contains no part of the request. */
export interface InvalidTarget {
  kind: 'invalid';
  status: 400 | 405;
  message: string;
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

/** Headers of the response to an unsupported method. */
export const allowed = { allow: methods.join(', ') };

/** How many times a path segment may be percent-encoded. Some clients encode twice by mistake. */
const mostEncodings = 3;

/**
 * Parses the target of a request. An ambiguous path is refused: the guards could allow a path that the org then reads as
 * another one.
 */
export function readTarget(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  match: Matcher,
): Target | InvalidTarget {
  const method = (request.method ?? '').toUpperCase();
  if (!methods.includes(method)) return invalid(`unsupported method: use ${methods.join(', ')}`, 405);
  const override = Object.keys(request.headers)
    .map((name) => name.replaceAll('_', '-'))
    .find((name) => overrides.has(name));
  if (override) return invalid(`unsupported header ${override}: send the method and the path in the request line`);
  const url = request.url ?? '';
  if (!url.startsWith('/')) return invalid('invalid request target: write a path of the org, not the URL of a host');
  if (/[^\x21-\x7e]|[#\\]/.test(url))
    return invalid('invalid character in the request target: encode spaces, backslashes, # and all that is not ASCII');
  const [rawPath = '', ...rest] = url.split('?');
  const query = rest.length > 0 ? `?${rest.join('?')}` : '';
  if ([...new URLSearchParams(query).keys()].some((name) => name.toLowerCase() === '_method'))
    return invalid('unsupported query parameter _method: send the method in the request line');
  // Okta accepts a slash at the end.
  const segments = rawPath.slice(1).replace(/\/$/, '').split('/');
  if (rawPath !== '/' && segments.includes('')) return invalid('empty path segment: write one slash between segments');
  const fault = segments.map(faultOf).find((found) => found !== undefined);
  if (fault) return invalid(fault);
  const requested = segments.map(normalized);
  const path = `/${requested.join('/')}`;
  const operation = match(method, path);
  // Another method of the same path may have a contract.
  const known = operation ?? methods.map((other) => match(other, path)).find((found) => found !== undefined);
  const template = known?.template.split('/').slice(1);
  const sent = template?.map((part, i) => (part.startsWith('{') ? requested[i] : part)) ?? requested;
  return {
    kind: 'target',
    method,
    path: `/${sent.join('/')}${query}`,
    operation,
    parameters: template?.flatMap((part, i) => (part.startsWith('{') ? (requested[i] ?? []) : [])) ?? [],
  };
}

/** The operation of a request for messages, without any value of the request. */
export function nameOf({ method, operation }: Pick<Target, 'method' | 'operation'>): string {
  return operation?.id ?? `an operation without a contract (${method})`;
}

function invalid(message: string, status: InvalidTarget['status'] = 400): InvalidTarget {
  return { kind: 'invalid', status, message };
}

/** Why a path segment is refused, after all its encodings are removed. */
function faultOf(segment: string): string | undefined {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch {
    return 'invalid encoding in the path: write each byte of UTF-8 text as %XX';
  }
  for (let n = 1; n < mostEncodings && anEscape.test(text); n += 1) text = text.replaceAll(escapes, decoded);
  if (anEscape.test(text)) return 'invalid encoding in the path: encode a segment once';
  // Some servers treat full-width characters as ASCII.
  text = text.normalize('NFKC');
  if (text === '.' || text === '..') return 'dot segment in the path: write the path that it leads to';
  if (/[/\\;]/.test(text)) return 'slash, backslash or semicolon within a path segment: use the id of the object';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are searched for.
  if (/[\x00-\x1f\x7f]/.test(text)) return 'control character in the path: remove it';
  return undefined;
}

const anEscape = /%[0-9a-f]{2}/i;
const escapes = /%([0-9a-f]{2})/gi;

function decoded(_: string, hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

/** A segment in its normal form: only reserved characters are encoded. Source: RFC 3986, section 6.2.2. */
function normalized(segment: string): string {
  return segment.replaceAll(escapes, (found, hex: string) => {
    const plain = decoded(found, hex);
    return /[\w.~-]/.test(plain) ? plain : found.toUpperCase();
  });
}
