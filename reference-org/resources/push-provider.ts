import { firstMissing } from '../bodies.js';
import { invalid } from '../errors.js';
import { link } from '../links.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/push-providers';

/** Services that send push notifications to custom apps. */
export const resource: Resource = { scope: 'okta.pushProviders', serve };

function serve(routes: Routes, state: OrgState): void {
  const providers = repositoryOf(state, 'pushProviders', {
    idPrefix: 'ppc',
    type: 'PushProviderConfigEntity',
    dates: ['created', 'lastUpdatedDate'],
  });
  const present = ({ created: _, ...provider }: JsonObject): JsonObject => ({
    ...provider,
    _links: { self: link(`${state.url()}${path}/${provider.id}`, 'GET', 'PUT', 'DELETE') },
  });
  routes.on(`GET ${path}`, ({ query }) => {
    const type = query.get('type');
    return {
      body: providers
        .list()
        .filter(({ providerType }) => type === null || providerType === type)
        .map(present),
    };
  });
  routes.on(`POST ${path}`, ({ body }) => ({ body: present(providers.add(read(body))) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(providers.get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => ({
    body: present(providers.change(providers.get(ids[0]), read(body))),
  }));
  routes.on(`DELETE ${path}/{id}`, removalFrom(providers));
  providers.add({
    providerType: 'APNS',
    name: 'Notifications',
    configuration: { fileName: 'key.p8', teamId: 'DEF9876543', keyId: 'ABC1234567' },
  });
}

/** Reads a provider from a request. Its keys are never returned. */
function read(body: JsonObject): JsonObject {
  const missing = firstMissing(body, 'name', 'providerType', 'configuration');
  if (missing) throw invalid(missing, `${missing}: The field cannot be left blank`);
  const { tokenSigningKey: _, serviceAccountJson, ...configuration } = body.configuration as JsonObject;
  const account = serviceAccountJson as JsonObject | undefined;
  return {
    providerType: body.providerType ?? '',
    name: body.name ?? '',
    configuration: account ? { ...configuration, projectId: account.project_id ?? '' } : configuration,
  };
}
