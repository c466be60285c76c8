import { collection } from '../collection.js';
import { link } from '../links.js';
import type { JsonObject, OrgState } from '../org.js';
import type { Router } from '../router.js';

const path = '/api/v1/eventHooks';

/** Event hooks, to be read: other systems learn from them what happens in the org. */
export function serveEventHooks(router: Router, state: OrgState): void {
  const hooks = collection(state, 'eventHooks', 'who', 'EventHook');
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
  router.on(`GET ${path}`, () => ({ body: hooks.list().map(present) }));
  router.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(hooks.get(ids[0])) }));
}
