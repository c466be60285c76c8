import { invalid, notFound } from '../errors.js';
import type { OrgState, Thing } from '../org.js';
import type { Router } from '../router.js';

const path = '/api/v1/principal-rate-limits';

/** The share of the rate limits that each token and each client app may use. */
export function servePrincipalRateLimits(router: Router, state: OrgState): void {
  const limits = new Map<string, Thing>();
  const [owner] = state.collection('users').keys();
  const make = (principalId: string, principalType: string): void => {
    const id = state.newId('prl');
    // Without milliseconds, unlike most dates of the org.
    const at = new Date(state.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    limits.set(id, {
      id,
      orgId: '00o0a1b2c3d4e5f60r70',
      principalId,
      principalType,
      defaultPercentage: 50,
      defaultConcurrencyPercentage: 50,
      createdDate: at,
      createdBy: owner ?? '',
      lastUpdate: at,
      lastUpdatedBy: owner ?? '',
    });
  };

  router.on(`GET ${path}`, ({ query }) => {
    const type = /^principalType eq "(\w+)"$/.exec(query.get('filter') ?? '')?.[1];
    const known = state.profile === 'previous' ? ['SSWS_TOKEN'] : ['SSWS_TOKEN', 'OAUTH_CLIENT'];
    if (!type || !known.includes(type)) throw invalid('filter', `filter: must be principalType eq one of ${known}.`);
    return { body: [...limits.values()].filter((limit) => limit.principalType === type) };
  });
  router.on(`GET ${path}/{id}`, ({ ids }) => {
    const limit = limits.get(ids[0] ?? '');
    if (!limit) throw notFound(ids[0] ?? '', 'PrincipalRateLimitEntity');
    return { body: limit };
  });

  make(state.newId('00T'), 'SSWS_TOKEN');
  make(state.newId('0oa'), 'OAUTH_CLIENT');
}
