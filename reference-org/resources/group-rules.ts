import { collection } from '../collection.js';
import { page } from '../links.js';
import type { OrgState } from '../org.js';
import type { Router } from '../router.js';

const path = '/api/v1/groups/rules';

/** Group rules, to be read: they add users to groups by their profiles. */
export function serveGroupRules(router: Router, state: OrgState): void {
  const rules = collection(state, 'groupRules', '0pr', 'GroupRule');
  router.on(`GET ${path}`, ({ query }) => {
    const { items, links } = page(rules.list(), query, state.url() + path, 50);
    return { body: items, links };
  });
  router.on(`GET ${path}/{id}`, ({ ids }) => ({ body: rules.get(ids[0]) }));
}
