import { randomUUID } from 'node:crypto';
import { page } from '../pages.js';
import type { Resource, Routes } from '../resource.js';
import { hasSince, type JsonObject, type OrgState } from '../state.js';

/** The system log, oldest event first. */
export const resource: Resource = { scope: 'okta.logs', serve };

function serve(routes: Routes, state: OrgState): void {
  const place = { city: null, state: null, country: null, postalCode: null, geolocation: null };
  const added = addedTo(state);
  const event = (eventType: string, result: string): JsonObject => {
    const [owner] = state.collection('users').values();
    const person = {
      id: owner?.id ?? null,
      type: 'User',
      alternateId: 'owner@example.com',
      displayName: 'owner Example',
      detailEntry: null,
    };
    const client = {
      userAgent: { rawUserAgent: 'okta-contracts', os: 'Unknown', browser: 'UNKNOWN' },
      zone: 'null',
      device: 'Unknown',
      id: null,
      ipAddress: '192.0.2.1',
      geographicalContext: place,
    };
    return {
      actor: person,
      client,
      authenticationContext: {
        authenticationProvider: null,
        credentialProvider: null,
        credentialType: null,
        issuer: null,
        interface: null,
        authenticationStep: 0,
        externalSessionId: 'invented',
      },
      displayMessage: 'Something happened',
      eventType,
      outcome: { result, reason: null },
      published: new Date(state.now()).toISOString(),
      securityContext: { asNumber: null, asOrg: null, isp: null, domain: null, isProxy: null, ...added.context },
      severity: 'INFO',
      debugContext: { debugData: {} },
      legacyEventType: null,
      transaction: { type: 'WEB', id: 'invented', detail: {} },
      uuid: randomUUID(),
      version: '0',
      request: { ipChain: [{ ip: '192.0.2.1', geographicalContext: place, version: 'V4', source: null, ...added.ip }] },
      target: [{ ...person, changeDetails: null }],
    };
  };
  const events = [event('user.session.start', 'SUCCESS'), event('system.api_token.create', 'SUCCESS')];
  // The result RATE_LIMIT was added in the current edition.
  if (state.profile !== 'previous') events.push(event('system.operation.rate_limit.warning', 'RATE_LIMIT'));

  routes.on('GET /api/v1/logs', ({ query }) => {
    const { items, links } = page(events, query, `${state.url()}/api/v1/logs`, 100);
    // A query without an end always has a next page: later events.
    const parameters = new URLSearchParams(query);
    parameters.set('after', String(items.at(-1)?.uuid ?? query.get('after') ?? 'invented'));
    return { body: items, links: { next: `${state.url()}/api/v1/logs?${parameters}`, ...links } };
  });
}

/** What later editions added to the security context of an event, and to each IP address. */
function addedTo(state: OrgState): { context: JsonObject; ip: JsonObject } {
  const userBehaviors = [{ id: 'bhv0a1b2c3d4e5f60r70', name: 'New Device', result: 'NEGATIVE' }];
  const ipDetails = { asNumber: 64496, asOrg: 'Example', isp: 'Example', domain: null, ipServiceCategories: null };
  const risk = { detectionName: null, issuer: 'Okta', level: 'LOW', previousLevel: 'LOW', reasons: [] };
  const isLater = hasSince(state, '2026.03.0');
  return {
    context: {
      ...(hasSince(state, '2025.10.0') ? { userBehaviors } : {}),
      ...(isLater ? { botProtection: { level: 'LOW' }, ipDetails, risk } : {}),
    },
    ip: isLater ? { ipDetails } : {},
  };
}
