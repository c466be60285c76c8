import { randomBytes } from 'node:crypto';
import { Authentication } from './authentication.js';
import { Dispatcher } from './dispatcher.js';
import { type Fault, Faults } from './faults.js';
import { Interventions, isRestore } from './interventions.js';
import { Limits } from './limits.js';
import { loadResources } from './load-resources.js';
import type { ReferenceOrgOptions } from './options.js';
import { type Administrator, administratorOf } from './population/administrator.js';
import { populate, populationParts } from './population/in-use.js';
import { behaviorOf, editionServed, type Profile } from './profile.js';
import { Router } from './router.js';
import { type Served, serve } from './server.js';
import { createState, type Effect, namesOfObjects } from './state.js';
import { TokenEndpoint } from './token-endpoint.js';

export type { Fault, FaultKind, Refusal } from './faults.js';
export { faultKinds } from './faults.js';
export { type HeaderFault, headerFaultKinds } from './header-faults.js';
export type { ReferenceOrgOptions } from './options.js';
export type { PagingFault } from './paging-faults.js';
export { pagingFaults } from './paging-faults.js';
export type { InUsePart, Population } from './population/in-use.js';
export type { Profile } from './profile.js';
export type { Role } from './roles.js';
export type { Effect } from './state.js';
export type { OAuthClientOptions } from './token-endpoint.js';

/** A running reference org. */
export interface ReferenceOrg {
  url: string;
  /** The API token. */
  token: string;
  profile: Profile;
  /** The client app, with its private key as JWK. */
  client: { id: string; privateKey: string };
  /** Adds a fault to the requests that follow. */
  fault(fault: Fault): void;
  /** Removes all faults. */
  recover(): void;
  /** The scopes of each access token that was issued. */
  tokens(): string[][];
  /** Ends all access tokens. */
  endTokens(): void;
  /** Changes the nonce that DPoP proofs need. */
  changeNonce(): void;
  close(): Promise<void>;
  /** Names of the objects that requests created and did not delete. */
  leftovers(): string[];
  /** Names of all objects. */
  objects(): string[];
  /** The requests that were answered, in order. */
  requests(): Served[];
  /** The features that can be disabled, with their operations. */
  features(): Map<string, string[]>;
  /** The side effects of requests outside the org: accounts in other systems, calls of hooks, mails. */
  effects(): readonly Effect[];
  /** Acts as an administrator: without credentials and limits. The requests are not recorded. */
  administrator: Administrator;
  /** Calls `act` once, after so many more requests (of those that `when` selects) were answered. */
  after(requests: number, act: () => void, when?: (method: string, path: string) => boolean): void;
  /** From now on, refuses to deactivate what was activated, and to change a setting a second time. */
  refuseRestores(): void;
  /** Whether no request is being answered. */
  idle(): boolean;
}

/** Starts an Okta org on loopback: in memory, over real HTTP. */
export async function startReferenceOrg(options: ReferenceOrgOptions = {}): Promise<ReferenceOrg> {
  const { profile = 'current', now = Date.now, token = `00${randomBytes(20).toString('hex')}` } = options;
  let url = '';
  const behavior = profile === 'mixed' || profile === 'newest' ? 'current' : profile;
  const edition = editionServed(profile, behavior, options.edition);
  const state = createState({ profile: behavior, edition, url: () => url, now }, options);
  const router = new Router();
  for (const { name, resource } of await loadResources()) {
    const behavior = behaviorOf(profile, name);
    router.add(resource, { ...state, profile: behavior, edition: editionServed(profile, behavior, options.edition) });
  }
  const administrator = administratorOf(router);
  const parts = populationParts(options.population);
  populate(state, administrator, parts);
  // Effects are counted from the first request.
  state.effects.length = 0;
  router.remove(options.without ?? []);

  const tokenEndpoint = new TokenEndpoint(options.client ?? {}, now, () => url);
  const authentication = new Authentication(token, tokenEndpoint, options.role);
  const plan = parts.includes('integrator limits') ? 'integrator' : 'workforce';
  const limits = new Limits({ now, plan, ...options.limits });
  const faults = new Faults();
  const interventions = new Interventions();
  const server = await serve(new Dispatcher(router, authentication, limits, options.off, () => url), tokenEndpoint, {
    port: options.port ?? 0,
    faults,
    latencyMs: options.latencyMs ?? 0,
    now,
    onServed: (request) => interventions.served(request),
  });
  url = server.url;
  const seeded = new Set(namesOfObjects(state));
  return {
    url,
    token,
    profile,
    client: { id: tokenEndpoint.clientId, privateKey: JSON.stringify(tokenEndpoint.privateKey) },
    fault: (fault) => faults.add(fault),
    recover: () => faults.clear(),
    tokens: () => tokenEndpoint.issued,
    endTokens: () => tokenEndpoint.endTokens(),
    changeNonce: () => tokenEndpoint.changeNonce(),
    close: server.close,
    leftovers: () => namesOfObjects(state).filter((name) => !seeded.has(name)),
    objects: () => namesOfObjects(state),
    requests: () => server.served,
    features: () => router.features(),
    effects: () => state.effects,
    administrator,
    after: (requests, act, when) => interventions.add(requests, act, when),
    refuseRestores: () => faults.add({ kind: 'refused change', when: isRestore() }),
    idle: server.idle,
  };
}
