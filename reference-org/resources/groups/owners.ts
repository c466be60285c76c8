import { invalid, notFound } from '../../errors.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp, timestampWithoutZone } from '../../state.js';
import { resource as groups, groupsOf } from './groups.js';

const path = '/api/v1/groups/{id}/owners';

/** Owners of groups: users and groups. The list has no pages. */
export const resource: Resource = { scope: 'okta.groups', after: [groups], serve };

function serve(routes: Routes, state: OrgState): void {
  const { get, users, groups: all } = groupsOf(state);
  /** The owners of each group, by its id and theirs. */
  const owners = new Map<string, Map<string, JsonObject>>();
  const of = (groupId: string | undefined): Map<string, JsonObject> => {
    const id = String(get(groupId).id);
    const known = owners.get(id) ?? new Map<string, JsonObject>();
    owners.set(id, known);
    return known;
  };
  const make = ({ id, type }: JsonObject): JsonObject => {
    if (type !== 'USER' && type !== 'GROUP') throw invalid('type', 'type: The field is not valid.');
    const profile = (type === 'USER' ? users : { get }).get(String(id)).profile as JsonObject;
    return {
      id: id ?? null,
      type,
      resolved: true,
      originId: null,
      originType: 'OKTA_DIRECTORY',
      displayName: type === 'USER' ? `${profile.firstName} ${profile.lastName}` : String(profile.name),
      lastUpdated: timestampWithoutZone(state),
    };
  };
  routes.on(`GET ${path}`, ({ ids }) => ({ body: [...of(ids[0]).values()] }));
  routes.on(`POST ${path}`, ({ ids, body }) => {
    const its = of(ids[0]);
    const owner = make(body);
    if (its.has(String(owner.id))) throw invalid('owner', 'Provided owner is already assigned to this group');
    its.set(String(owner.id), owner);
    // Only the list has the usual format.
    return { status: 201, body: { ...owner, lastUpdated: dateAsText(timestamp(state)) } };
  });
  routes.on(`DELETE ${path}/{owner}`, ({ ids }) => {
    if (!of(ids[0]).delete(ids[1] ?? '')) throw notFound(ids[1] ?? '', 'LinkedObject');
    return { status: 204 };
  });

  const staff = [...all.values()].find(({ type }) => type === 'OKTA_GROUP');
  const [owner = ''] = state.collection('users').keys();
  if (staff) of(String(staff.id)).set(owner, make({ id: owner, type: 'USER' }));
}

/** `Wed Mar 04 10:08:01 UTC 2026`. */
function dateAsText(date: string): string {
  const [day = '', dayOfMonth = '', month = '', year = '', time = ''] = new Date(date).toUTCString().split(/,? /);
  return `${day} ${month} ${dayOfMonth} ${time} UTC ${year}`;
}
