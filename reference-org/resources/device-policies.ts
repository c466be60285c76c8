import { collection, lacks, pick } from '../collection.js';
import { invalid, OrgError } from '../errors.js';
import { link } from '../links.js';
import type { JsonObject, OrgState } from '../org.js';
import type { Router } from '../router.js';

const platforms = ['ANDROID', 'CHROMEOS', 'IOS', 'MACOS', 'WINDOWS'];

/** What devices must show, what is asked of them, and who tells of them. */
export function serveDevicePolicies(router: Router, state: OrgState): void {
  serveAssurances(router, state);
  servePostureChecks(router, state);
  serveIntegrations(router, state);
}

function serveAssurances(router: Router, state: OrgState): void {
  const path = '/api/v1/device-assurances';
  const policies = collection(state, 'deviceAssurances', 'dae', 'DeviceAssurancePolicyEntity', [
    'createdDate',
    'lastUpdate',
  ]);
  const [owner = ''] = state.collection('users').keys();
  const since = ['devicePostureChecks', 'displayRemediationMode', 'gracePeriod'];
  const read = (body: JsonObject): JsonObject => {
    if (lacks(body, 'name')) throw invalid('name', 'name: The field cannot be left blank');
    if (!platforms.includes(String(body.platform))) throw invalid('platform', 'platform: is not known.');
    const conditions = ['diskEncryptionType', 'jailbreak', 'osVersion', 'screenLockType', 'secureHardwarePresent'];
    if (Object.keys(pick(body, ...conditions)).length === 0) throw invalid('policy', 'Nothing is asked of the device.');
    return pick(
      body,
      'name',
      'platform',
      ...conditions,
      'osVersionConstraints',
      'thirdPartySignalProviders',
      ...(state.profile === 'previous' ? [] : since),
    );
  };
  const present = (policy: JsonObject): JsonObject => ({
    ...policy,
    lastUpdatedBy: owner,
    resourceId: policy.id ?? null,
    resourceType: 'DeviceAssurancePolicyEntity',
    resourceDisplayName: { value: policy.name ?? null, sensitive: false },
    _links: { self: link(`${state.url()}${path}/${policy.id}`, 'GET', 'PUT', 'DELETE') },
  });
  const usual = state.profile === 'previous' ? {} : { displayRemediationMode: 'HIDE' };
  router.on(`GET ${path}`, () => ({ body: policies.list().map(present) }));
  router.on(`POST ${path}`, ({ body }) => ({
    body: present(policies.add({ ...usual, ...read(body), createdBy: owner })),
  }));
  router.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(policies.get(ids[0])) }));
  router.on(`PUT ${path}/{id}`, ({ ids, body }) => {
    // Whoever replaces one is not told who made it, and when.
    const { createdBy: _, createdDate: __, ...changed } = present(policies.change(policies.get(ids[0]), read(body)));
    return { body: changed };
  });
  router.on(`DELETE ${path}/{id}`, ({ ids }) => {
    policies.remove(policies.get(ids[0]));
    return { status: 204 };
  });
  policies.add({ ...usual, name: 'Laptops', platform: 'WINDOWS', osVersion: { minimum: '10.0' }, createdBy: owner });
}

function servePostureChecks(router: Router, state: OrgState): void {
  const path = '/api/v1/device-posture-checks';
  const terms = { isNew: true, feature: 'device-posture-checks' } as const;
  const checks = collection(state, 'devicePostureChecks', 'dpc', 'DevicePostureCheck', ['createdDate', 'lastUpdate']);
  const read = (body: JsonObject): JsonObject => {
    const missing = lacks(body, 'name', 'variableName', 'platform', 'type', 'query', 'mappingType');
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
  router.on(`GET ${path}`, () => ({ body: own().map(present) }), terms);
  router.on(`POST ${path}`, ({ body }) => ({ body: present(checks.add(read(body))) }), terms);
  router.on(
    `GET ${path}/default`,
    () => ({
      body: checks
        .list()
        .filter((check) => check.type === 'BUILTIN')
        .map(present),
    }),
    terms,
  );
  router.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(checks.get(ids[0])) }), terms);
  router.on(
    `PUT ${path}/{id}`,
    ({ ids, body }) => ({ body: present(checks.change(checks.get(ids[0]), read(body))) }),
    terms,
  );
  router.on(
    `DELETE ${path}/{id}`,
    ({ ids }) => {
      checks.remove(checks.get(ids[0]));
      return { status: 204 };
    },
    terms,
  );
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

function serveIntegrations(router: Router, state: OrgState): void {
  const path = '/api/v1/device-integrations';
  const terms = { isNew: true, feature: 'device-integrations' } as const;
  const integrations = collection(state, 'deviceIntegrations', 'din', 'DeviceIntegration');
  const present = ({ created: _, lastUpdated: __, ...integration }: JsonObject): JsonObject => {
    const self = `${state.url()}${path}/${integration.id}`;
    const verb = integration.status === 'ACTIVE' ? 'deactivate' : 'activate';
    return { ...integration, _links: { self: link(self, 'GET'), [verb]: link(`${self}/lifecycle/${verb}`, 'POST') } };
  };
  router.on(`GET ${path}`, () => ({ body: integrations.list().map(present) }), terms);
  router.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(integrations.get(ids[0])) }), terms);
  for (const [verb, status] of [
    ['activate', 'ACTIVE'],
    ['deactivate', 'DEACTIVATED'],
  ] as const)
    router.on(
      `POST ${path}/{id}/lifecycle/${verb}`,
      ({ ids }) => {
        const integration = integrations.get(ids[0]);
        if (integration.status === status) throw new OrgError(400, 'E0000001', 'Api validation failed: status');
        return { body: present(integrations.change(integration, { status })) };
      },
      terms,
    );
  const make = (name: string, displayName: string, platform: string, status: string) =>
    integrations.add({ name, displayName, platform, status });
  make('com.crowdstrike.zta', 'CrowdStrike', 'MACOS', 'ACTIVE');
  make('com.google.dtc', 'Device trust', 'CHROMEOS', 'DEACTIVATED');
}
