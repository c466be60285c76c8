// @ts-nocheck
import { ContractsError } from '../domain/errors.js';

/** The parts of a request that determine its URL. */
export interface AddressParts {
  /** Path on the org, optionally with a query. */
  path: string;
  /** Parameters that are added to the query. */
  query?: Record<string, string>;
}

/** Longer than any URL of the API. */
const longestAddress = 8_192;

/** RFC 3986 `pchar` without `;`, where some servers truncate a segment, so that `..;` becomes `..`. */
const plainSegment = /^(?:[\w.~!$&'()*+,=:@-]|%[0-9a-f]{2})+$/i;

/**
 * Builds the URL of a request to an org. All URLs of the org are built here, because paths contain ids from responses and
 * journal files. Throws `UNSAFE_PATH` if the request would reach another host or another path.
 * @param org origin of the org
 * @param label names the request in the error, without ids
 */
export function addressOf(org: string, { path, query }: AddressParts, label = 'A request'): URL {
  const fault = faultOf(path);
  if (fault) throw unsafe(label, fault);
  const [pathname = '', ...ownQuery] = path.split('?');
  const search = [ownQuery.join('?'), new URLSearchParams(query).toString()].filter((part) => part !== '').join('&');
  const address = `${org}${pathname}${search === '' ? '' : `?${search}`}`;
  if (address.length > longestAddress) throw unsafe(label, `is longer than ${longestAddress} characters`);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.origin !== org || url.pathname !== pathname || url.hash !== '' || url.username !== '' || url.password !== '')
    throw unsafe(label, 'is not a path of the org');
  return url;
}

/** Describes what is wrong with a path; `undefined` if it is safe. */
function faultOf(path: string): string | undefined {
  if (path.length > longestAddress) return `is longer than ${longestAddress} characters`;
  if (!path.startsWith('/')) return 'does not start with "/"';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: URL parsers remove some of them
  if (/[\u0000-\u0020\u007f#\\]/.test(path)) return 'contains a control character, a space, "#" or "\\"';
  const [pathname = ''] = path.split('?');
  for (const segment of pathname.split('/').slice(1)) {
    if (segment === '') return 'has an empty segment';
    if (!plainSegment.test(segment)) return 'contains a character that must be encoded';
    const text = decoded(segment);
    if (text === undefined) return 'is encoded incorrectly';
    if (/^\.{1,2}(?:;|$)/.test(text)) return 'has a dot segment';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a proxy may decode a path once more
    if (/[/\\\u0000-\u001f\u007f]/.test(text)) return 'has an encoded slash, backslash or control character';
  }
  return undefined;
}

/** Decodes a segment completely, because proxies may decode it more than once. */
function decoded(segment: string): string | undefined {
  let text = segment;
  for (let rounds = 0; /%[0-9a-f]{2}/i.test(text); rounds += 1) {
    if (rounds === 5) return undefined;
    try {
      text = decodeURIComponent(text);
    } catch {
      return undefined;
    }
  }
  return text;
}

function unsafe(label: string, fault: string): ContractsError {
  return new ContractsError(
    'UNSAFE_PATH',
    `${label} was not sent: its path ${fault}; check the ids in the responses of the org and in the journal.`,
  );
}
