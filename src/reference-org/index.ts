import { randomBytes } from 'node:crypto';
import { createState } from './org.js';
import type { Profile } from './profile.js';
import { serveAppKeys } from './resources/app-keys.js';
import { serveApps } from './resources/apps.js';
import { serveAuthenticators } from './resources/authenticators.js';
import { serveAuthorizationServers } from './resources/authorization-servers.js';
import { serveBehaviors } from './resources/behaviors.js';
import { serveDeprecated } from './resources/deprecated.js';
import { serveDevices } from './resources/devices.js';
import { serveFactors } from './resources/factors.js';
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
import { servePolicies } from './resources/policies.js';
import { servePrincipalRateLimits } from './resources/principal-rate-limits.js';
import { serveRecoveryQuestion } from './resources/recovery-question.js';
import { serveRoleAssignments } from './resources/role-assignments.js';
import { serveUserTypes } from './resources/user-types.js';
import { serveUsers } from './resources/users.js';
import { Router } from './router.js';
import { type Served, serve } from './server.js';

export type { Profile } from './profile.js';

export interface ReferenceOrgOptions {
  profile?: Profile;
  /** Default 0: any free port. */
  port?: number;
  /** Milliseconds that every answer takes. */
  latencyMs?: number;
  limits?: { perMinute?: number };
  token?: string;
  /** Operations that it does not serve. */
  without?: string[];
  /** Features that are switched off: their operations answer 401 `E0000015`. */
  off?: string[];
  now?: () => number;
}

/** A running reference org. */
export interface ReferenceOrg {
  url: string;
  token: string;
  profile: Profile;
  close(): Promise<void>;
  /** Names of the objects that requests made and did not remove. */
  leftovers(): string[];
  /** Names of all objects. */
  objects(): string[];
  requests(): Served[];
  /** Features that can be switched off, with their operations. */
  features(): Map<string, string[]>;
  /** No request is being answered. */
  idle(): boolean;
}

/** Starts an Okta org on loopback: in memory, alone in its world, over real HTTP. */
export async function startReferenceOrg(options: ReferenceOrgOptions = {}): Promise<ReferenceOrg> {
  const { profile = 'current', now = Date.now, token = `00${randomBytes(20).toString('hex')}` } = options;
  let url = '';
  const state = createState(profile, () => url, now);
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
  ];
  const collections = [
    'users',
    'groups',
    'iamRoles',
    'iamResourceSets',
    'inlineHooks',
    'behaviors',
    'policies',
    'idps',
  ];
  for (const resource of resources) resource(router, state);
  router.remove(options.without ?? []);
  const server = await serve(router, {
    port: options.port ?? 0,
    token,
    latencyMs: options.latencyMs ?? 0,
    now,
    ...(options.limits?.perMinute === undefined ? {} : { perMinute: options.limits.perMinute }),
  });
  url = server.url;
  const objects = () => collections.flatMap((name) => [...state.collection(name).keys()].map((id) => `${name} ${id}`));
  const seeded = new Set(objects());
  return {
    url,
    token,
    profile,
    close: server.close,
    leftovers: () => objects().filter((object) => !seeded.has(object)),
    objects,
    requests: () => server.served,
    features: () => router.features(),
    idle: server.idle,
  };
}
