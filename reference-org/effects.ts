import type { Effect, JsonObject, MailSubject, OrgState } from './state.js';

/** Statuses in which a user has accounts in other systems. */
const activated = new Set(['ACTIVE', 'PROVISIONED', 'PASSWORD_EXPIRED', 'RECOVERY', 'LOCKED_OUT', 'SUSPENDED']);

/**
 * Applies the effects of a change of a user.
 * @param event Okta's name of the event
 * @param before the status of the user before the change
 */
export function userChanged(state: OrgState, event: string, user: JsonObject, before: unknown): void {
  deliver(state, event, String(user.id));
  const was = activated.has(String(before));
  const is = activated.has(String(user.status));
  if (is && !was) {
    applyRules(state, user);
    for (const app of appsOf(state, user)) provision(state, app, user);
  } else if (is && event === 'user.account.update_profile') {
    for (const app of appsOf(state, user)) push(state, app, 'PUSH_PROFILE_UPDATES', 'update', user);
  } else if (was && !is) {
    const apps = appsOf(state, user);
    for (const app of apps) push(state, app, 'PUSH_USER_DEACTIVATION', 'deactivate', user);
    // A mail asks administrators to remove the accounts that the org cannot remove itself.
    if (apps.some((app) => !hasFeature(app, 'PUSH_USER_DEACTIVATION')))
      mail(state, user, 'administrators', 'deactivation');
  }
}

/** Applies the effects of a new member of a group. */
export function memberAdded(state: OrgState, group: string, user: JsonObject): void {
  deliver(state, 'group.user_membership.add', String(user.id));
  if (!activated.has(String(user.status))) return;
  for (const app of appsOfGroups(state, [group])) provision(state, app, user);
}

/** Applies the effects of assigning an app to a group. */
export function appAssigned(state: OrgState, group: string, app: JsonObject): void {
  for (const user of state.collection('users').values())
    if (activated.has(String(user.status)) && groupIdsOf(state, user).includes(group)) provision(state, app, user);
}

/** Applies the effects of assigning an app to a user. */
export function userAssigned(state: OrgState, app: JsonObject, user: JsonObject): void {
  if (activated.has(String(user.status))) provision(state, app, user);
}

/** Applies the effects of taking an app from a user. @param sendEmail whether administrators get a mail */
export function userUnassigned(state: OrgState, app: JsonObject, user: JsonObject, sendEmail: boolean): void {
  push(state, app, 'PUSH_USER_DEACTIVATION', 'deactivate', user);
  if (sendEmail) mail(state, user, 'administrators', 'deactivation');
}

export function mail(state: OrgState, user: JsonObject, to: 'user' | 'administrators', about: MailSubject): void {
  state.effects.push({ kind: 'mail', to, about, user: String(user.id) });
}

/**
 * Sends an active user a mail about a change of the account's security, if the org has these mails enabled. A password that an
 * administrator sets by the API causes none.
 */
export function securityMail(
  state: OrgState,
  user: JsonObject,
  about: 'factor enrolled' | 'factor reset' | 'password changed',
): void {
  if (state.settings.securityMails && activated.has(String(user.status))) mail(state, user, 'user', about);
}

/** Sends a user the code of a factor, if its type sends one. */
export function sendCode(state: OrgState, user: JsonObject, factorType: unknown): void {
  if (factorType === 'sms' || factorType === 'call')
    state.effects.push({ kind: 'phone', by: factorType, user: String(user.id) });
  if (factorType === 'email') mail(state, user, 'user', 'code');
}

/** Effects as text: one line for each kind, without ids. */
export function renderEffects(effects: readonly Effect[]): string {
  const counts = new Map<string, number>();
  for (const effect of effects) {
    const name = nameOf(effect);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (counts.size === 0) return 'Nothing would have happened outside the org.\n';
  const lines = [...counts].map(([name, n]) => `  ${n} x ${name}\n`);
  return `What would have happened outside the org:\n${lines.join('')}`;
}

function nameOf(effect: Effect): string {
  switch (effect.kind) {
    case 'provisioning':
      return `provisioning of an account: ${effect.action}`;
    case 'event-hook':
      return `event hook: ${effect.event}`;
    case 'mail':
      return `mail to ${effect.to === 'user' ? 'a user' : 'administrators'}: ${effect.about}`;
    case 'phone':
      return effect.by === 'sms' ? 'text message' : 'phone call';
    case 'admin-role':
      return 'a new client became an administrator';
  }
}

/** Calls the event hooks that subscribed to an event. */
export function deliver(state: OrgState, event: string, target: string): void {
  for (const hook of state.collection('eventHooks').values()) {
    const { items } = hook.events as { items: string[] };
    if (hook.status === 'ACTIVE' && hook.verificationStatus === 'VERIFIED' && items.includes(event))
      state.effects.push({ kind: 'event-hook', hook: String(hook.id), event, target });
  }
}

/** The groups of a user. All users are in the built-in group. */
export function groupIdsOf(state: OrgState, user: JsonObject): string[] {
  return [...state.collection('groups')].flatMap(([id, group]) =>
    group.type === 'BUILT_IN' || state.members.get(id)?.has(String(user.id)) ? [id] : [],
  );
}

/** The active apps that are assigned to a user or to one of its groups. */
export function appsOf(state: OrgState, user: JsonObject): JsonObject[] {
  const own = [...state.collection('appUsers').values()].filter(({ userId }) => userId === user.id);
  return appsOfGroups(
    state,
    groupIdsOf(state, user),
    own.map(({ parentId }) => String(parentId)),
  );
}

/** @param more ids of further apps */
function appsOfGroups(state: OrgState, groups: string[], more: string[] = []): JsonObject[] {
  const ids = new Set([...groups.flatMap((group) => [...(state.groupApps.get(group) ?? [])]), ...more]);
  return [...ids]
    .map((id) => state.collection('apps').get(id))
    .filter((app) => app !== undefined && app.status === 'ACTIVE') as JsonObject[];
}

/** Applies the effects of an activated group rule: it adds all users that match. */
export function ruleActivated(state: OrgState, rule: JsonObject): void {
  for (const user of state.collection('users').values())
    if (activated.has(String(user.status))) applyRule(state, rule, user);
}

/** Adds a user to the groups of each active rule that matches. */
function applyRules(state: OrgState, user: JsonObject): void {
  for (const rule of state.collection('groupRules').values())
    if (rule.status === 'ACTIVE') applyRule(state, rule, user);
}

function applyRule(state: OrgState, rule: JsonObject, user: JsonObject): void {
  if (!matches(rule, user)) return;
  const { groupIds } = (rule.actions as { assignUserToGroups: { groupIds: string[] } }).assignUserToGroups;
  for (const group of groupIds) {
    const members = state.members.get(group) ?? new Set<string>();
    state.members.set(group, members.add(String(user.id)));
    deliver(state, 'group.user_membership.add', String(user.id));
  }
}

/** Whether a rule matches a user. Only comparisons with a string are evaluated; any other expression matches all users. */
function matches(rule: JsonObject, user: JsonObject): boolean {
  const { value } = (rule.conditions as { expression: { value: string } }).expression;
  const [, attribute, text] = /^user\.(\w+) ?== ?"([^"]*)"$/.exec(value) ?? [];
  return attribute === undefined || (user.profile as JsonObject)[attribute] === text;
}

function provision(state: OrgState, app: JsonObject, user: JsonObject): void {
  push(state, app, 'PUSH_NEW_USERS', 'create', user);
}

function push(
  state: OrgState,
  app: JsonObject,
  feature: string,
  action: 'create' | 'update' | 'deactivate',
  user: JsonObject,
): void {
  if (hasFeature(app, feature))
    state.effects.push({ kind: 'provisioning', action, app: String(app.id), user: String(user.id) });
}

function hasFeature(app: JsonObject, feature: string): boolean {
  return Array.isArray(app.features) && app.features.includes(feature);
}
