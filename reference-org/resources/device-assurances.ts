import { firstMissing, pick } from '../bodies.js';
import { invalid } from '../errors.js';
import { link } from '../links.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import { hasSince, type JsonObject, type OrgState } from '../state.js';
import { resource as users } from './users/users.js';

const platforms = ['ANDROID', 'CHROMEOS', 'IOS', 'MACOS', 'WINDOWS'];

/** Device assurance policies. */
export const resource: Resource = { scope: 'okta.deviceAssurance', after: [users], serve };

function serve(routes: Routes, state: OrgState): void {
  const path = '/api/v1/device-assurances';
  const policies = repositoryOf(state, 'deviceAssurances', {
    idPrefix: 'dae',
    type: 'DeviceAssurancePolicyEntity',
    dates: ['createdDate', 'lastUpdate'],
  });
  const [owner = ''] = state.collection('users').keys();
  const since = ['devicePostureChecks', 'displayRemediationMode', 'gracePeriod'];
  const read = (body: JsonObject): JsonObject => {
    if (firstMissing(body, 'name')) throw invalid('name', 'name: The field cannot be left blank');
    if (!platforms.includes(String(body.platform))) throw invalid('platform', 'platform: is not known.');
    const conditions = ['diskEncryptionType', 'jailbreak', 'osVersion', 'screenLockType', 'secureHardwarePresent'];
    if (Object.keys(pick(body, ...conditions)).length === 0) throw invalid('policy', 'The policy has no condition.');
    return pick(
      body,
      'name',
      'platform',
      ...conditions,
      'osVersionConstraints',
      'thirdPartySignalProviders',
      ...(state.profile === 'previous' ? [] : since),
      ...(hasSince(state, '2026.05.1') ? ['callerContext'] : []),
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
  routes.on(`GET ${path}`, () => ({ body: policies.list().map(present) }));
  routes.on(`POST ${path}`, ({ body }) => ({
    body: present(policies.add({ ...usual, ...read(body), createdBy: owner })),
  }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(policies.get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => {
    // The response to a PUT does not contain the creator and the time of creation.
    const { createdBy: _, createdDate: __, ...changed } = present(policies.change(policies.get(ids[0]), read(body)));
    return { body: changed };
  });
  routes.on(`DELETE ${path}/{id}`, removalFrom(policies));
  policies.add({ ...usual, name: 'Laptops', platform: 'WINDOWS', osVersion: { minimum: '10.0' }, createdBy: owner });
  if (hasSince(state, '2026.05.1'))
    policies.add({
      ...usual,
      name: 'Managed phones',
      platform: 'ANDROID',
      osVersion: { minimum: '12' },
      callerContext: { managedApp: true },
      createdBy: owner,
    });
}
