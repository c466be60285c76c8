/** What an org says of a rate limit in every answer's headers. */
export interface LimitState {
  limit: number;
  remaining: number;
  /** UTC seconds since 1970. */
  reset: number;
  exceeded: boolean;
}

/** Quotas a minute, as a preview org shows them to one token (half of the org's own). */
const quotas: [RegExp, string, number][] = [
  [/^GET \/api\/v1\/users\/[^/]+$/, 'users-get', 300],
  [/^\w+ \/api\/v1\/users\/[^/]+$/, 'users-id', 300],
  [/^\w+ \/api\/v1\/users/, 'users', 300],
  [/^\w+ \/api\/v1\/groups\/[^/]+$/, 'groups-id', 300],
  [/^\w+ \/api\/v1\/groups/, 'groups', 300],
  [/^\w+ \/api\/v1\/apps\/[^/]+$/, 'apps-id', 250],
  [/^\w+ \/api\/v1\/apps/, 'apps', 50],
  [/^\w+ \/api\/v1\/iam/, 'iam', 100],
  [/^\w+ \/api\/v1\/principal-rate-limits/, 'principal-rate-limits', 100],
  [/^\w+ \/api\/v1\/device-assurances/, 'device-assurances', 50],
  [/^\w+ \/api\/v1\/devices/, 'devices', 50],
  [/^\w+ \/api\/v1\/agentPools/, 'agentPools', 10],
  [/^\w+ \/api\/v1\/logs/, 'logs', 60],
  [/^\w+ \/api\/v1\/risk\/providers/, 'risk/providers', 100],
  [/^\w+ \/api\/v1\/risk\/events/, 'risk/events', 30],
  [/^\w+ \/api\/v1\//, 'api', 500],
  [/./, 'other', 1000],
];

/** Counts requests in fixed windows (of a minute, where nothing else is said) that open with the first request after the one before ended. */
export class Limits {
  readonly #windows = new Map<string, { endsAt: number; used: number }>();

  /** @param override one limit for every bucket */
  constructor(
    readonly now: () => number,
    readonly override?: number,
    readonly windowMs = 60_000,
  ) {}

  count(method: string, path: string): LimitState {
    const [, name = '', quota = 0] = quotas.find(([pattern]) => pattern.test(`${method} ${path}`)) ?? [];
    const limit = this.override ?? quota;
    const now = this.now();
    let window = this.#windows.get(name);
    if (!window || now >= window.endsAt) {
      window = { endsAt: now + this.windowMs, used: 0 };
      this.#windows.set(name, window);
    }
    const exceeded = window.used >= limit;
    if (!exceeded) window.used += 1;
    return { limit, remaining: limit - window.used, reset: Math.ceil(window.endsAt / 1000), exceeded };
  }
}
