import { OrgError } from '../errors.js';
import { nextStep } from '../lifecycle.js';
import { link } from '../links.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

/** Integrations that report signals of devices. They come with the org. */
export const resource: Resource = {
  scope: 'okta.deviceIntegrations',
  isNew: true,
  feature: 'device-integrations',
  serve,
};

function serve(routes: Routes, state: OrgState): void {
  const path = '/api/v1/device-integrations';
  const integrations = repositoryOf(state, 'deviceIntegrations', { idPrefix: 'din', type: 'DeviceIntegration' });
  const present = ({ created: _, lastUpdated: __, ...integration }: JsonObject): JsonObject => {
    const self = `${state.url()}${path}/${integration.id}`;
    const verb = nextStep(integration);
    return { ...integration, _links: { self: link(self, 'GET'), [verb]: link(`${self}/lifecycle/${verb}`, 'POST') } };
  };
  routes.on(`GET ${path}`, () => ({ body: integrations.list().map(present) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(integrations.get(ids[0])) }));
  for (const [verb, status] of [
    ['activate', 'ACTIVE'],
    ['deactivate', 'DEACTIVATED'],
  ] as const)
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => {
      const integration = integrations.get(ids[0]);
      if (integration.status === status) throw new OrgError(400, 'E0000001', 'Api validation failed: status');
      return { body: present(integrations.change(integration, { status })) };
    });
  const make = (name: string, displayName: string, platform: string, status: string) =>
    integrations.add({ name, displayName, platform, status });
  make('com.crowdstrike.zta', 'CrowdStrike', 'MACOS', 'ACTIVE');
  make('com.google.dtc', 'Device trust', 'CHROMEOS', 'DEACTIVATED');
}
