import { invalid } from '../errors.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/identity-sources/{id}/sessions';

/** Imports from other systems. The org has no identity source, so that only apps of requests can have sessions. */
export const resource: Resource = { scope: 'okta.identitySources', serve };

function serve(routes: Routes, state: OrgState): void {
  const sources = repositoryOf(state, 'apps', { idPrefix: '0oa', type: 'AppInstance' });
  const sessions = repositoryOf(state, 'identitySourceSessions', { idPrefix: 'aps', type: 'IdentitySourceSession' });
  const present = ({ parentId: _, ...session }: JsonObject): JsonObject => session;
  const change = (id: string | undefined, wanted: string, values: JsonObject): JsonObject => {
    const session = sessions.get(id);
    if (session.status !== 'CREATED') throw invalid('importSessionId', wanted);
    return present(sessions.change(session, values));
  };
  routes.on(`GET ${path}`, ({ ids }) => {
    const source = sources.get(ids[0]);
    return { body: sessions.list(String(source.id)).map(present) };
  });
  // Real orgs return 201, although the documents state 200.
  routes.on(`POST ${path}`, ({ ids }) => {
    const id = String(sources.get(ids[0]).id);
    const session = { identitySourceId: id, status: 'CREATED', importType: 'INCREMENTAL' };
    return { status: 201, body: present(sessions.add(session, id)) };
  });
  routes.on(`GET ${path}/{session}`, ({ ids }) => ({ body: present(sessions.get(ids[1])) }));
  routes.on(`DELETE ${path}/{session}`, ({ ids }) => {
    change(ids[1], 'Only a session that is in CREATED or IN_PROGRESS status can be canceled.', {});
    sessions.remove(sessions.get(ids[1]));
    return { status: 204 };
  });
  for (const verb of ['bulk-upsert', 'bulk-delete'])
    routes.on(`POST ${path}/{session}/${verb}`, ({ ids, body }) => {
      if (body.entityType !== 'USERS') throw invalid('entityType', 'entityType: The field entityType is not valid.');
      change(ids[1], 'Data can be uploaded only to a session that is in CREATED status.', {});
      return { status: 202 };
    });
  routes.on(`POST ${path}/{session}/start-import`, ({ ids }) => ({
    body: change(ids[1], 'Only a session that is in CREATED status can be triggered.', { status: 'TRIGGERED' }),
  }));
}
