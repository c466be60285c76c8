import { firstMissing, pick } from '../bodies.js';
import { invalid } from '../errors.js';
import { link } from '../links.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

/** Posture checks of devices, built-in and custom. */
export const resource: Resource = {
  scope: 'okta.devicePostureChecks',
  isNew: true,
  feature: 'device-posture-checks',
  serve,
};

function serve(routes: Routes, state: OrgState): void {
  const path = '/api/v1/device-posture-checks';
  const checks = repositoryOf(state, 'devicePostureChecks', {
    idPrefix: 'dpc',
    type: 'DevicePostureCheck',
    dates: ['createdDate', 'lastUpdate'],
  });
  const read = (body: JsonObject): JsonObject => {
    const missing = firstMissing(body, 'name', 'variableName', 'platform', 'type', 'query', 'mappingType');
    if (missing) throw invalid(missing, `${missing}: The field cannot be left blank`);
    return pick(
      body,
      'name',
      'variableName',
      'platform',
      'type',
      'query',
      'mappingType',
      'description',
      'remediationSettings',
    );
  };
  const present = (check: JsonObject): JsonObject => ({
    ...check,
    _links: { self: link(`${state.url()}${path}/${check.id}`, 'GET', 'PUT', 'DELETE') },
  });
  const own = () => checks.list().filter((check) => check.type === 'CUSTOM');
  routes.on(`GET ${path}`, () => ({ body: own().map(present) }));
  routes.on(`POST ${path}`, ({ body }) => ({ body: present(checks.add(read(body))) }));
  routes.on(`GET ${path}/default`, () => ({
    body: checks
      .list()
      .filter((check) => check.type === 'BUILTIN')
      .map(present),
  }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(checks.get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => ({ body: present(checks.change(checks.get(ids[0]), read(body))) }));
  routes.on(`DELETE ${path}/{id}`, removalFrom(checks));
  checks.add({
    name: 'Firewall',
    variableName: 'firewall',
    platform: 'MACOS',
    type: 'BUILTIN',
    mappingType: 'CHECKBOX',
  });
  checks.add({
    ...read({
      name: 'Agent',
      variableName: 'agent',
      platform: 'WINDOWS',
      type: 'CUSTOM',
      query: 'SELECT 1',
      mappingType: 'CHECKBOX',
    }),
  });
}
