import { page } from '../../pages.js';
import { repositoryOf } from '../../repository.js';
import type { Resource, Routes } from '../../resource.js';
import type { OrgState } from '../../state.js';

const path = '/api/v1/groups/rules';

/** Group rules, read only. They add users to groups by their profiles. */
export const resource: Resource = { scope: 'okta.groups', serve };

function serve(routes: Routes, state: OrgState): void {
  const rules = repositoryOf(state, 'groupRules', { idPrefix: '0pr', type: 'GroupRule' });
  routes.on(`GET ${path}`, ({ query }) => {
    const { items, links } = page(rules.list(), query, state.url() + path, 50);
    return { body: items, links };
  });
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: rules.get(ids[0]) }));
}
