import type { ServerResponse } from 'node:http';

/** Faults of the headers of a response. The body and the status stay. */
export const headerFaultKinds = [
  'no rate limit headers',
  'rate limit in words',
  'more remaining than the limit',
  'reset in milliseconds',
  'reset in the past',
  'broken link',
  'link without relation',
  'self link elsewhere',
  'broken location',
  'broken retry-after',
  'no content type',
] as const;
export type HeaderFault = (typeof headerFaultKinds)[number];

const changes: Record<HeaderFault, (response: ServerResponse, now: number) => void> = {
  'no rate limit headers': (response) => {
    for (const part of ['limit', 'remaining', 'reset']) response.removeHeader(`x-rate-limit-${part}`);
  },
  'rate limit in words': (response) => response.setHeader('x-rate-limit-limit', 'unlimited'),
  'more remaining than the limit': (response) => response.setHeader('x-rate-limit-remaining', 1_000_000),
  'reset in milliseconds': (response, now) => response.setHeader('x-rate-limit-reset', now + 60_000),
  'reset in the past': (response, now) => response.setHeader('x-rate-limit-reset', Math.floor(now / 1000) - 600),
  'broken link': (response) => response.setHeader('link', 'https://org.example.com/api/v1/users; rel="self"'),
  'link without relation': (response) => response.setHeader('link', '<https://org.example.com/api/v1/users>'),
  'self link elsewhere': (response) =>
    response.setHeader('link', '<https://elsewhere.example.com/api/v1/users>; rel="self"'),
  'broken location': (response) => response.setHeader('location', 'not a location'),
  'broken retry-after': (response) => response.setHeader('retry-after', 'soon'),
  'no content type': (response) => response.removeHeader('content-type'),
};

export function isHeaderFault(kind: string): kind is HeaderFault {
  return kind in changes;
}

/** Changes the headers of a response that is not sent yet. */
export function spoilHeaders(kind: HeaderFault, response: ServerResponse, now: number): void {
  changes[kind](response, now);
}
