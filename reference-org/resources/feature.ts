import { OrgError } from '../errors.js';
import { link } from '../links.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/features';

/** Features that an administrator enables. One of them depends on the other. */
export const resource: Resource = { scope: 'okta.features', serve };

function serve(routes: Routes, state: OrgState): void {
  const features = repositoryOf(state, 'features', { idPrefix: 'ftr', type: 'Feature' });
  const present = ({ created: _, lastUpdated: __, ...feature }: JsonObject): JsonObject => {
    const self = `${state.url()}${path}/${feature.id}`;
    const verb = feature.status === 'ENABLED' ? 'disable' : 'enable';
    return {
      ...feature,
      _links: {
        [verb]: link(`${self}/${verb}`, 'POST'),
        self: link(self),
        dependents: link(`${self}/dependents`),
        dependencies: link(`${self}/dependencies`),
      },
    };
  };
  const make = (name: string, status: string): JsonObject =>
    features.add({ type: 'self-service', status, name, description: `${name} for this org.`, stage: { value: 'EA' } });
  const base = make('Device signals', 'ENABLED');
  const dependent = make('Continuous checks of devices', 'DISABLED');
  const related = (feature: JsonObject, other: JsonObject, to: JsonObject) =>
    feature.id === other.id ? [present(to)] : [];
  routes.on(`GET ${path}`, () => ({ body: features.list().map(present) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(features.get(ids[0])) }));
  routes.on(`GET ${path}/{id}/dependencies`, ({ ids }) => ({ body: related(features.get(ids[0]), dependent, base) }));
  routes.on(`GET ${path}/{id}/dependents`, ({ ids }) => ({ body: related(features.get(ids[0]), base, dependent) }));
  for (const [verb, status] of [
    ['enable', 'ENABLED'],
    ['disable', 'DISABLED'],
  ] as const)
    routes.on(`POST ${path}/{id}/${verb}`, ({ ids, query }) => {
      const feature = features.get(ids[0]);
      const other = feature.id === base.id ? dependent : base;
      const needed = feature.id === base.id ? 'DISABLED' : 'ENABLED';
      if (needed === status && other.status !== status && query.get('mode') !== 'force')
        throw new OrgError(400, 'E0000001', 'Api validation failed: feature');
      if (needed === status) features.change(other, { status });
      return { body: present(features.change(feature, { status })) };
    });
}
