import { firstMissing, pick } from '../../bodies.js';
import { ruleActivated } from '../../effects.js';
import { invalid } from '../../errors.js';
import { page } from '../../pages.js';
import { repositoryOf } from '../../repository.js';
import type { Resource, Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { resource as groups } from './groups.js';

const path = '/api/v1/groups/rules';

/** Group rules, which add users to groups by their profiles. A rule is created inactive. */
export const resource: Resource = { scope: 'okta.groups', after: [groups], serve };

function serve(routes: Routes, state: OrgState): void {
  const { rules, read, present } = objectsOf(state);
  routes.on(`GET ${path}`, ({ query }) => {
    const { items, links } = page(rules.list(), query, state.url() + path, 50);
    return { body: items.map((rule) => present(rule, query)), links };
  });
  routes.on(`POST ${path}`, ({ body, query }) => ({
    body: present(rules.add({ type: 'group_rule', status: 'INACTIVE', ...read(body) }), query),
  }));
  routes.on(`GET ${path}/{id}`, ({ ids, query }) => ({ body: present(rules.get(ids[0]), query) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body, query }) => ({
    // Groups cannot be changed.
    body: present(rules.change(inactive(rules.get(ids[0])), pick(read(body), 'name', 'conditions')), query),
  }));
  routes.on(`DELETE ${path}/{id}`, ({ ids }) => {
    rules.remove(inactive(rules.get(ids[0])));
    return { status: 202, body: {} };
  });
  routes.on(`POST ${path}/{id}/lifecycle/activate`, ({ ids }) => {
    const rule = rules.change(rules.get(ids[0]), { status: 'ACTIVE' });
    ruleActivated(state, rule);
    return { status: 204 };
  });
  routes.on(`POST ${path}/{id}/lifecycle/deactivate`, ({ ids }) => {
    rules.change(rules.get(ids[0]), { status: 'INACTIVE' });
    return { status: 204 };
  });

  const [staff] = [...state.collection('groups').values()].filter(({ type }) => type === 'OKTA_GROUP');
  if (staff)
    rules.add({
      type: 'group_rule',
      status: 'INACTIVE',
      ...read({
        type: 'group_rule',
        name: 'Contractors',
        conditions: { expression: { value: 'user.userType=="Contractor"', type: 'urn:okta:expression:1.0' } },
        actions: { assignUserToGroups: { groupIds: [staff.id ?? ''] } },
      }),
    });
}

/** Reads, finds and shows rules. */
function objectsOf(state: OrgState) {
  const rules = repositoryOf(state, 'groupRules', { idPrefix: '0pr', type: 'GroupRule' });
  const known = state.collection('groups');
  const read = (body: JsonObject): JsonObject => {
    const missing = firstMissing(body, 'name', 'type', 'conditions', 'actions');
    if (missing) throw invalid(missing, `${missing}: The field cannot be left blank`);
    if (String(body.name).length > 50) throw invalid('name', 'name: The value is too long.');
    if (groupIdsOf(body).some((id) => !known.has(id))) throw invalid('groupIds', 'groupIds: A group does not exist.');
    const { people, expression } = body.conditions as Record<string, JsonObject | undefined>;
    if (typeof expression?.value !== 'string')
      throw invalid('expression', 'expression: The field cannot be left blank');
    return {
      name: String(body.name),
      conditions: { people: { users: excluded(people, 'users'), groups: excluded(people, 'groups') }, expression },
      actions: { assignUserToGroups: { groupIds: groupIdsOf(body) } },
    };
  };
  const present = (rule: JsonObject, query: URLSearchParams): JsonObject => {
    const groupIds = groupIdsOf(rule);
    const names = groupIds.map((id) => [id, (known.get(id)?.profile as JsonObject | undefined)?.name ?? '']);
    return {
      ...rule,
      allGroupsValid: groupIds.every((id) => known.has(id)),
      ...(query.get('expand') === 'groupIdToGroupNameMap'
        ? { _embedded: { groupIdToGroupNameMap: Object.fromEntries(names) } }
        : {}),
    };
  };
  return { rules, read, present };
}

/** Throws 400 if a rule is active: it must be deactivated before it is changed or deleted. */
function inactive(rule: JsonObject): JsonObject {
  if (rule.status === 'ACTIVE') throw invalid('status', 'status: An active rule cannot be changed.');
  return rule;
}

function groupIdsOf({ actions }: JsonObject): string[] {
  return (actions as { assignUserToGroups?: { groupIds?: string[] } } | undefined)?.assignUserToGroups?.groupIds ?? [];
}

function excluded(people: JsonObject | undefined, kind: 'users' | 'groups'): JsonObject {
  const { exclude } = (people?.[kind] ?? {}) as JsonObject;
  return { exclude: exclude ?? [] };
}
