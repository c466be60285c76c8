import { randomBytes } from 'node:crypto';
import { Authentication, type OAuthClientOptions } from './authentication.js';
import { type Fault, Faults } from './faults.js';
import { Interventions, isRestore } from './interventions.js';
import type { Plan } from './limits.js';
import type { Effect } from './org.js';
import { createState } from './org.js';
import { type Administrator, administratorOf } from './population/administrator.js';
import { type Population, populate, populationParts } from './population/in-use.js';
import type { Profile } from './profile.js';
import { serveAaguids } from './resources/aaguids.js';
import { serveAgentPools } from './resources/agent-pools.js';
import { serveApiServices } from './resources/api-services.js';
import { serveAppKeys } from './resources/app-keys.js';
import { serveAppProvisioning } from './resources/app-provisioning.js';
import { serveAppSharing } from './resources/app-sharing.js';
import { serveApps } from './resources/apps.js';
import { serveAssociatedDomains } from './resources/associated-domains.js';
import { serveAuthenticatorEnrollments } from './resources/authenticator-enrollments.js';
import { serveAuthenticators } from './resources/authenticators.js';
import { serveAuthorizationServers } from './resources/authorization-servers.js';
import { serveBehaviors } from './resources/behaviors.js';
import { serveBrands } from './resources/brands.js';
import { serveDeprecated } from './resources/deprecated.js';
import { serveDevicePolicies } from './resources/device-policies.js';
import { serveDevices } from './resources/devices.js';
import { serveEventHooks } from './resources/event-hooks.js';
import { serveFactors } from './resources/factors.js';
import { serveGovernance } from './resources/governance.js';
import { serveGroupApps } from './resources/group-apps.js';
import { serveGroupRules } from './resources/group-rules.js';
import { serveGroups } from './resources/groups.js';
import { serveIamAssignees } from './resources/iam-assignees.js';
import { serveIamBindings } from './resources/iam-bindings.js';
import { serveIamResourceSets } from './resources/iam-resource-sets.js';
import { serveIamRoles } from './resources/iam-roles.js';
import { serveIdentityProviders } from './resources/identity-providers.js';
import { serveInlineHooks } from './resources/inline-hooks.js';
import { serveLogs } from './resources/logs.js';
import { serveMetaSchemas } from './resources/meta-schemas.js';
import { serveOrgMetadata } from './resources/org-metadata.js';
import { serveOrgSettings } from './resources/org-settings.js';
import { servePolicies } from './resources/policies.js';
import { servePolicyApps } from './resources/policy-apps.js';
import { servePrincipalRateLimits } from './resources/principal-rate-limits.js';
import { serveProfileMappings } from './resources/profile-mappings.js';
import { serveRecoveryQuestion } from './resources/recovery-question.js';
import { serveRoleAssignments } from './resources/role-assignments.js';
import { serveServiceAccounts } from './resources/service-accounts.js';
import { serveSsf } from './resources/ssf.js';
import { serveSubscriptions } from './resources/subscriptions.js';
import { serveUserSettings } from './resources/user-settings.js';
import { serveUserTypes } from './resources/user-types.js';
import { serveUsers } from './resources/users.js';
import { serveWebauthnRegistration } from './resources/webauthn-registration.js';
import type { Role } from './roles.js';
import { Router } from './router.js';
import { type Served, serve } from './server.js';

export type { OAuthClientOptions } from './authentication.js';
export type { Fault, FaultKind, Refusal } from './faults.js';
export { faultKinds } from './faults.js';
export type { Effect } from './org.js';
export type { InUsePart, Population } from './population/in-use.js';
export type { Profile } from './profile.js';
export type { Role } from './roles.js';

export interface ReferenceOrgOptions {
  profile?: Profile;
  /** Default 0: any free port. */
  port?: number;
  /** Milliseconds that every answer takes. */
  latencyMs?: number;
  /** `windowMs`: how long a minute of its limits is; `plan`: `preview` unless its population says otherwise. */
  limits?: { perMinute?: number; windowMs?: number; plan?: Plan };
  /** What it has: `small` unless named; `in-use` as the org of a company, or parts of that. */
  population?: Population;
  /** A regular expression that every login has to match as a whole. */
  loginPattern?: string;
  /** How many user types (10) and brands (200) it may have, the default ones included. */
  quotas?: { userTypes?: number; brands?: number };
  /** DELETE of a user type answers 500 for so many milliseconds after its creation, as real orgs do for up to 21 seconds. */
  userTypesSettleMs?: number;
  /** Users that it has beyond the three that every one has: made as they are asked for. */
  moreUsers?: number;
  token?: string;
  /** The role of its token and its client app; `super` unless named. */
  role?: Role;
  /** Operations that it does not serve. */
  without?: string[];
  /** Features that are switched off: their operations answer 401 `E0000015`. */
  off?: string[];
  now?: () => number;
  /** The client app that it knows beside the token. */
  client?: OAuthClientOptions;
}

/** A running reference org. */
export interface ReferenceOrg {
  url: string;
  token: string;
  profile: Profile;
  /** The client app that it knows, with its private key as JWK. */
  client: { id: string; privateKey: string };
  /** From now on, requests meet this fault. */
  fault(fault: Fault): void;
  /** From now on, no request meets a fault. */
  recover(): void;
  /** The scopes of each token that the client was given. */
  tokens(): string[][];
  /** Every token of the client ends now. */
  endTokens(): void;
  /** The nonce of proofs changes. */
  changeNonce(): void;
  close(): Promise<void>;
  /** Names of the objects that requests made and did not remove. */
  leftovers(): string[];
  /** Names of all objects. */
  objects(): string[];
  requests(): Served[];
  /** Features that can be switched off, with their operations. */
  features(): Map<string, string[]>;
  /** What requests would have caused outside the org since it started: accounts in other systems, calls of hooks, mails. */
  effects(): readonly Effect[];
  /** Does what an administrator of the org does: without credentials, without limits, and not among the requests. */
  administrator: Administrator;
  /** An administrator acts once, when so many more requests (of those that `when` selects) were answered. */
  after(requests: number, act: () => void, when?: (method: string, path: string) => boolean): void;
  /** From now on, nothing that was activated is deactivated again, and a setting can be changed only once more. */
  refuseRestores(): void;
  /** No request is being answered. */
  idle(): boolean;
}

/** Starts an Okta org on loopback: in memory, alone in its world, over real HTTP. */
export async function startReferenceOrg(options: ReferenceOrgOptions = {}): Promise<ReferenceOrg> {
  const { profile = 'current', now = Date.now, token = `00${randomBytes(20).toString('hex')}` } = options;
  let url = '';
  const state = createState(profile, () => url, now, options.moreUsers);
  state.loginPattern = options.loginPattern;
  Object.assign(state.quotas, options.quotas);
  state.userTypesSettleMs = options.userTypesSettleMs ?? 0;
  const router = new Router(profile, options.off);
  const resources = [
    serveOrgMetadata,
    serveUsers,
    serveGroups,
    serveApps,
    serveAppKeys,
    serveIamRoles,
    serveIamResourceSets,
    serveIamBindings,
    serveIamAssignees,
    serveInlineHooks,
    serveBehaviors,
    servePolicies,
    serveAuthenticators,
    serveFactors,
    serveRecoveryQuestion,
    serveDeprecated,
    serveAuthorizationServers,
    serveIdentityProviders,
    serveUserTypes,
    serveMetaSchemas,
    serveRoleAssignments,
    servePrincipalRateLimits,
    serveLogs,
    serveDevices,
    serveAgentPools,
    serveAaguids,
    serveApiServices,
    serveAppProvisioning,
    serveAppSharing,
    serveAssociatedDomains,
    serveAuthenticatorEnrollments,
    serveBrands,
    serveDevicePolicies,
    serveGovernance,
    serveGroupApps,
    serveOrgSettings,
    servePolicyApps,
    serveProfileMappings,
    serveServiceAccounts,
    serveSsf,
    serveSubscriptions,
    serveUserSettings,
    serveWebauthnRegistration,
    serveEventHooks,
    serveGroupRules,
  ];
  for (const resource of resources) resource(router, state);
  const administrator = administratorOf(router);
  const parts = populationParts(options.population);
  populate(state, administrator, parts);
  // What the org came with had its effects before the first request.
  state.effects.length = 0;
  router.remove(options.without ?? []);
  const authentication = new Authentication(token, options.client ?? {}, now, () => url, options.role);
  const faults = new Faults();
  const interventions = new Interventions();
  const server = await serve(router, {
    port: options.port ?? 0,
    authentication,
    faults,
    latencyMs: options.latencyMs ?? 0,
    now,
    onServed: (request) => interventions.served(request),
    plan: parts.includes('integrator limits') ? 'integrator' : 'preview',
    ...options.limits,
  });
  url = server.url;
  const objects = () =>
    state
      .names()
      .flatMap((name) =>
        [...state.collection(name)].flatMap(([id, object]) => (object.of === undefined ? [`${name} ${id}`] : [])),
      );
  const seeded = new Set(objects());
  return {
    url,
    token,
    profile,
    client: { id: authentication.clientId, privateKey: JSON.stringify(authentication.privateKey) },
    fault: (fault) => faults.add(fault),
    recover: () => faults.clear(),
    tokens: () => authentication.given,
    endTokens: () => authentication.endTokens(),
    changeNonce: () => authentication.changeNonce(),
    close: server.close,
    leftovers: () => objects().filter((object) => !seeded.has(object)),
    objects,
    requests: () => server.served,
    features: () => router.features(),
    effects: () => state.effects,
    administrator,
    after: (requests, act, when) => interventions.add(requests, act, when),
    refuseRestores: () => faults.add({ kind: 'refused change', when: isRestore() }),
    idle: server.idle,
  };
}
