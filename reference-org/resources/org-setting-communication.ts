import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import type { OrgState } from '../state.js';

const path = '/api/v1/org/privacy/oktaCommunication';

/** Whether users get mails from Okta. */
export const resource: Resource = { scope: 'okta.orgs', serve };

function serve(routes: Routes, state: OrgState): void {
  let optOutEmailUsers = false;
  const present = () => {
    const verb = optOutEmailUsers ? 'optIn' : 'optOut';
    return { body: { optOutEmailUsers, _links: { [verb]: link(`${state.url()}${path}/${verb}`, 'POST') } } };
  };
  routes.on(`GET ${path}`, present);
  for (const verb of ['optIn', 'optOut'])
    routes.on(`POST ${path}/${verb}`, () => {
      optOutEmailUsers = verb === 'optOut';
      return present();
    });
}
