import { invalid } from '../errors.js';
import { link } from '../links.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { findApp, requireInApp } from './apps/apps.js';

const path = '/api/v1/apps/{app}';

/** Groups that are pushed into an app. */
export const resource: Resource = { scope: 'okta.apps', isNew: true, feature: 'group-push-mappings', serve };

function serve(routes: Routes, state: OrgState): void {
  const mappings = repositoryOf(state, 'groupPushMappings', { idPrefix: 'gPm', type: 'GroupPushMapping' });
  const groups = repositoryOf(state, 'groups', { idPrefix: '00g', type: 'UserGroup' });
  const find = (ids: string[]): JsonObject => requireInApp(state, mappings.get(ids[1]), ids);
  // Without milliseconds, unlike most dates.
  const short = (date: unknown) => String(date).replace(/\.\d+Z$/, 'Z');
  const present = ({ parentId: app, ...mapping }: JsonObject): JsonObject => ({
    ...mapping,
    created: short(mapping.created),
    lastUpdated: short(mapping.lastUpdated),
    _links: {
      app: link(`${state.url()}/api/v1/apps/${app}`),
      sourceGroup: link(`${state.url()}/api/v1/groups/${mapping.sourceGroupId}`),
      targetGroup: link(`${state.url()}/api/v1/groups/${mapping.targetGroupId}`),
    },
  });
  routes.list(`GET ${path}/group-push/mappings`, {}, ({ ids }) => ({
    body: mappings.list(String(findApp(state, ids[0]).id)).map(present),
  }));
  routes.on(`POST ${path}/group-push/mappings`, ({ ids, body }) => {
    const app = findApp(state, ids[0]);
    const source = groups.get(String(body.sourceGroupId));
    const target =
      typeof body.targetGroupId === 'string'
        ? groups.get(body.targetGroupId)
        : groups.add({
            type: 'APP_GROUP',
            objectClass: ['okta:user_group'],
            profile: { name: body.targetGroupName ?? null },
          });
    const status = body.status ?? 'ACTIVE';
    const given = { sourceGroupId: source.id ?? null, targetGroupId: target.id ?? null, status };
    return { body: present(mappings.add(given, String(app.id))) };
  });
  routes.on(`GET ${path}/group-push/mappings/{mapping}`, ({ ids }) => ({ body: present(find(ids)) }));
  routes.on(`PATCH ${path}/group-push/mappings/{mapping}`, ({ ids, body }) => {
    if (body.status !== 'ACTIVE' && body.status !== 'INACTIVE') throw invalid('status', 'status: is not known.');
    return { body: present(mappings.change(find(ids), { status: body.status })) };
  });
  routes.on(`DELETE ${path}/group-push/mappings/{mapping}`, ({ ids, query }) => {
    const mapping = find(ids);
    const target = query.get('deleteTargetGroup');
    if (target === null) throw invalid('deleteTargetGroup', 'deleteTargetGroup: is needed.');
    if (mapping.status === 'ACTIVE') throw invalid('status', 'status: The mapping is active.');
    if (target === 'true') groups.remove(groups.get(String(mapping.targetGroupId)));
    mappings.remove(mapping);
    return { status: 200 };
  });
}
