import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/org/preferences';

/** How the dashboard of the org looks: whether it has Okta's footer. */
export const resource: Resource = { scope: 'okta.orgs', serve };

function serve(routes: Routes, state: OrgState): void {
  let showEndUserFooter = true;
  const present = (): { body: JsonObject } => {
    const other = showEndUserFooter ? 'hideEndUserFooter' : 'showEndUserFooter';
    return { body: { showEndUserFooter, _links: { [other]: link(`${state.url()}${path}/${other}`, 'POST') } } };
  };
  routes.on(`GET ${path}`, present);
  for (const isShown of [false, true])
    routes.on(`POST ${path}/${isShown ? 'show' : 'hide'}EndUserFooter`, () => {
      showEndUserFooter = isShown;
      return present();
    });
}
