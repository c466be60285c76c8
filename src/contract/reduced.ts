import type { Exchange, Headers } from '../domain/exchange.js';
import type { OperationContract } from './model.js';

/**
 * Whether a request asks for fewer properties than the contract describes, in a way that `reducedBy` of its operation names:
 * `query useOptimization`, or `media type okta-response` for a parameter of the `Accept` or `Content-Type` header.
 */
export function isReduced({ reducedBy = [] }: OperationContract, { url, headers = {} }: Exchange['request']): boolean {
  return reducedBy.some((how) => {
    const name = how.slice(how.lastIndexOf(' ') + 1);
    if (how.startsWith('query ')) return isOn(new URLSearchParams(url.split('?')[1]).get(name));
    return mediaTypesOf(headers).includes(`${name}=`);
  });
}

/** The media types of a request. Names of their parameters are not case-sensitive. */
export function mediaTypesOf({ accept = [], 'content-type': type = [] }: Headers): string {
  return [accept, type].flat().join().toLowerCase();
}

function isOn(parameter: string | null): boolean {
  return parameter !== null && parameter !== 'false';
}
