// @ts-nocheck
import { expect } from 'vitest';
import { ContractsError } from '../../src/domain/errors.js';
import type { RawResponse } from '../../src/domain/exchange.js';
import { authenticate } from '../../src/org/auth/credentials.js';
import { OrgClient, type OrgClientOptions, type OrgRequest } from '../../src/org/client.js';
import type { Http } from '../../src/org/http.js';

export const start = Date.parse('2025-09-01T10:00:00Z');
export const token = '00this-is-the-token';
export const get: OrgRequest = { method: 'GET', path: '/api/v1/inlineHooks', operation: 'GET /api/v1/inlineHooks' };

/** A write to a group. */
export const toGroup = (method: string, groupId: string): OrgRequest => ({
  method,
  path: `/api/v1/groups/${groupId}`,
  target: { template: '/api/v1/groups/{groupId}', ids: { groupId } },
});

export function answer(status: number, headers: Record<string, string> = {}, body = '[]'): RawResponse<string> {
  return { status, headers, body };
}

export function limits(limit: number, remaining: number, seconds: number) {
  return {
    date: new Date(Date.now()).toUTCString(),
    'x-rate-limit-limit': String(limit),
    'x-rate-limit-remaining': String(remaining),
    'x-rate-limit-reset': String(Math.floor(Date.now() / 1000) + seconds),
  };
}

/** A client with a fake network that returns the responses in turn, the last one forever, and records requests with their times. */
export function clientOn(
  answers: (RawResponse<string> | (() => RawResponse<string>))[],
  options: Partial<OrgClientOptions> & { network?: Http } = {},
) {
  const sent: { at: number; url: string; options: Parameters<Http>[1] }[] = [];
  const http: Http = async (url, request) => {
    const next = answers[Math.min(sent.length, answers.length - 1)];
    sent.push({ at: Date.now() - start, url, options: request });
    if (next === undefined) throw new Error('no answer was prepared');
    return typeof next === 'function' ? next() : next;
  };
  const { network = http, ...rest } = options;
  const { url = 'https://org.example.com', tiers = ['read'] } = options;
  const client = new OrgClient({
    url,
    tiers,
    rateShare: 1,
    concurrency: 10,
    http: authenticate({ url, auth: { scheme: 'SSWS', token } }, network, tiers).http,
    ownership: { isIntended: () => false, allows: () => false },
    ...rest,
  });
  return { client, sent };
}

export async function faultOf(work: Promise<unknown>): Promise<ContractsError> {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(ContractsError);
  return error as ContractsError;
}
