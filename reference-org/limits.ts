/** The state of a rate limit, as the headers of each response show it. */
export interface LimitState {
  limit: number;
  remaining: number;
  /** UTC seconds since 1970. */
  reset: number;
  exceeded: boolean;
}

/** The plan of an org: a company with more than 10,000 licenses, its preview org, or an Integrator Free Plan org. */
export type Plan = 'workforce' | 'preview' | 'integrator';

/**
 * The limits per minute of the plans, as the org shows them to one token (half of the limits of the org). Okta multiplies those of
 * a large company by five. The first pattern that
 * matches applies; paths that no other pattern names share the buckets `api` and `other`.
 */
const quotas: [RegExp, string, Record<Plan, number>][] = [
  [/^GET \/api\/v1\/users\/[^/]+$/, 'users-get', { workforce: 5000, preview: 300, integrator: 50 }],
  [/^\w+ \/api\/v1\/users\/[^/]+$/, 'users-id', { workforce: 1500, preview: 300, integrator: 50 }],
  [/^\w+ \/api\/v1\/users/, 'users', { workforce: 1500, preview: 300, integrator: 50 }],
  [/^\w+ \/api\/v1\/groups\/[^/]+$/, 'groups-id', { workforce: 2500, preview: 300, integrator: 50 }],
  [/^\w+ \/api\/v1\/groups/, 'groups', { workforce: 1250, preview: 300, integrator: 50 }],
  [/^\w+ \/api\/v1\/apps\/[^/]+$/, 'apps-id', { workforce: 1250, preview: 250, integrator: 50 }],
  [/^\w+ \/api\/v1\/apps/, 'apps', { workforce: 250, preview: 50, integrator: 10 }],
  [/^\w+ \/api\/v1\/iam/, 'iam', { workforce: 500, preview: 100, integrator: 100 }],
  [/^\w+ \/api\/v1\/principal-rate-limits/, 'principal-rate-limits', { workforce: 500, preview: 100, integrator: 50 }],
  [/^\w+ \/api\/v1\/device-assurances/, 'device-assurances', { workforce: 250, preview: 50, integrator: 50 }],
  [/^\w+ \/api\/v1\/push-providers/, 'push-providers', { workforce: 250, preview: 50, integrator: 50 }],
  [/^\w+ \/api\/v1\/domains/, 'domains', { workforce: 50, preview: 50, integrator: 50 }],
  [/^\w+ \/api\/v1\/devices/, 'devices', { workforce: 250, preview: 50, integrator: 50 }],
  [/^\w+ \/api\/v1\/agentPools/, 'agentPools', { workforce: 50, preview: 10, integrator: 10 }],
  [/^\w+ \/api\/v1\/logs/, 'logs', { workforce: 300, preview: 60, integrator: 10 }],
  [/^\w+ \/api\/v1\/risk\/providers/, 'risk/providers', { workforce: 500, preview: 100, integrator: 50 }],
  [/^\w+ \/api\/v1\/risk\/events/, 'risk/events', { workforce: 30, preview: 30, integrator: 30 }],
  [/^\w+ \/api\/v1\//, 'api', { workforce: 3000, preview: 500, integrator: 50 }],
  [/./, 'other', { workforce: 5000, preview: 1000, integrator: 1000 }],
];

export interface LimitsOptions {
  now: () => number;
  /** One limit for all buckets. */
  perMinute?: number;
  /** Default: one minute. */
  windowMs?: number;
  plan: Plan;
}

/** Counts requests per bucket in fixed windows. A window starts with the first request after the previous one ended. */
export class Limits {
  readonly #windows = new Map<string, { endsAt: number; used: number }>();
  readonly #options: LimitsOptions;

  constructor(options: LimitsOptions) {
    this.#options = options;
  }

  count(method: string, path: string): LimitState {
    const [, name = '', quota] = quotas.find(([pattern]) => pattern.test(`${method} ${path}`)) ?? [];
    const { perMinute, plan, windowMs = 60_000 } = this.#options;
    const limit = perMinute ?? quota?.[plan] ?? 0;
    const now = this.#options.now();
    let window = this.#windows.get(name);
    if (!window || now >= window.endsAt) {
      window = { endsAt: now + windowMs, used: 0 };
      this.#windows.set(name, window);
    }
    const exceeded = window.used >= limit;
    if (!exceeded) window.used += 1;
    return { limit, remaining: limit - window.used, reset: Math.ceil(window.endsAt / 1000), exceeded };
  }
}
