// @ts-nocheck
import { link } from '../links.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/eventHooks';

/** Event hooks, read only. */
export const resource: Resource = { scope: 'okta.eventHooks', serve };

function serve(routes: Routes, state: OrgState): void {
  const hooks = repositoryOf(state, 'eventHooks', { idPrefix: 'who', type: 'EventHook' });
  const present = (hook: JsonObject): JsonObject => {
    const self = `${state.url()}${path}/${hook.id}`;
    const verb = hook.status === 'ACTIVE' ? 'deactivate' : 'activate';
    return {
      ...hook,
      _links: {
        self: link(self),
        verify: link(`${self}/lifecycle/verify`, 'POST'),
        [verb]: link(`${self}/lifecycle/${verb}`, 'POST'),
      },
    };
  };
  routes.on(`GET ${path}`, () => ({ body: hooks.list().map(present) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(hooks.get(ids[0])) }));
}
