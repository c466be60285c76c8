// @ts-nocheck
import { parseBody } from '../domain/exchange.js';
import { asObject, type Json } from '../domain/json.js';
import type { Count, RequiredAttributes, WriteEffects } from '../domain/write-effects.js';
import type { OrgHttp } from './org-http.js';

/** Sends a GET and returns status and parsed body. Rejects if the org does not respond. */
export type Ask = (path: string) => Promise<{ status: number; body: Json | undefined }>;

/** Reads with the credentials of a run. */
export function askBy(http: OrgHttp): Ask {
  return async (path) => {
    const { status, body } = await http({ method: 'GET', path });
    return { status, body: parseBody(body) };
  };
}

/** Okta's limit for user types. A run creates one. */
export const mostUserTypes = 10;

/** Scopes that an OAuth 2.0 client needs only for the pre-flight. */
export const effectScopes = ['okta.eventHooks.read'];

const longestList = 200;
const alwaysRequired = new Set(['login', 'email', 'firstName', 'lastName']);

/**
 * Reads the side effects that creating and activating users, groups and apps would have on the org. Only sends GET.
 * Values that cannot be read are `undefined`, and count as possible effects.
 */
export async function readWriteEffects(send: Ask): Promise<WriteEffects> {
  const ask: Ask = (path) => send(path).catch(() => ({ status: 0, body: undefined }));
  const [provisioningApps, groupRules, eventHooks, registrationHooks, schema, clientsBecomeAdmins, userTypes] =
    await Promise.all([
      provisioningAppsOfEveryone(ask),
      count(ask, `/api/v1/groups/rules?limit=${longestList}`, isActive),
      count(ask, '/api/v1/eventHooks', isActive),
      count(ask, '/api/v1/inlineHooks?type=com.okta.user.pre-registration', isActive),
      readSchema(ask),
      readClientPrivileges(ask),
      count(ask, '/api/v1/meta/types/user', () => true),
    ]);
  return {
    provisioningApps,
    groupRules,
    eventHooks,
    registrationHooks,
    ...schema,
    clientsBecomeAdmins,
    userTypes,
  };
}

/** Whether activating a user can create accounts, assign apps or start flows outside the org. */
export function mayReachOtherSystems({ provisioningApps, groupRules, eventHooks }: WriteEffects): boolean {
  return provisioningApps !== 0 || groupRules !== 0 || eventHooks !== 0;
}

async function provisioningAppsOfEveryone(ask: Ask): Promise<Count> {
  const groups = await list(ask, `/api/v1/groups?${new URLSearchParams({ filter: 'type eq "BUILT_IN"' })}`);
  const everyone = groups?.find((group) => asObject(group.profile).name === 'Everyone');
  // The id is used in a path.
  if (typeof everyone?.id !== 'string' || !/^[0-9A-Za-z]{20}$/.test(everyone.id)) return undefined;
  return count(ask, `/api/v1/groups/${everyone.id}/apps?limit=${longestList}`, (app) => {
    const features = Array.isArray(app.features) ? app.features : [];
    return isActive(app) && features.includes('PUSH_NEW_USERS');
  });
}

async function readSchema(ask: Ask): Promise<Pick<WriteEffects, 'required' | 'loginPattern'>> {
  const { status, body } = await ask('/api/v1/meta/schemas/user/default');
  if (status !== 200) return { required: undefined };
  const { custom, base } = asObject(asObject(body).definitions);
  const required = { ...requiredIn(asObject(base)), ...requiredIn(asObject(custom)) };
  const { pattern } = asObject(asObject(asObject(base).properties).login);
  return { required, ...(typeof pattern === 'string' ? { loginPattern: pattern } : {}) };
}

/** Required attributes of one part of a user schema. */
function requiredIn(part: { [key: string]: Json }): RequiredAttributes {
  const names = Array.isArray(part.required) ? part.required : [];
  const attributes = Object.entries(asObject(part.properties)).map(
    ([name, attribute]) => [name, asObject(attribute)] as const,
  );
  return Object.fromEntries(
    attributes.filter(
      ([name, attribute]) => !alwaysRequired.has(name) && (names.includes(name) || attribute.required === true),
    ),
  );
}

async function readClientPrivileges(ask: Ask): Promise<boolean | undefined> {
  const { status, body } = await ask('/api/v1/org/settings/clientPrivilegesSetting');
  const { clientPrivilegesSetting } = asObject(body);
  return status === 200 && typeof clientPrivilegesSetting === 'boolean' ? clientPrivilegesSetting : undefined;
}

async function count(ask: Ask, path: string, where: (item: { [key: string]: Json }) => boolean): Promise<Count> {
  const items = await list(ask, path);
  const found = items?.filter(where).length;
  // Only the first page is read, so that a full page without a match is unknown.
  return found === 0 && items && items.length >= longestList ? undefined : found;
}

async function list(ask: Ask, path: string): Promise<{ [key: string]: Json }[] | undefined> {
  const { status, body } = await ask(path);
  return status === 200 && Array.isArray(body) ? body.map(asObject) : undefined;
}

function isActive(item: { [key: string]: Json }): boolean {
  return item.status === 'ACTIVE';
}
