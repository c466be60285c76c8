import { notFound, OrgError } from '../errors.js';
import { link } from '../links.js';
import { page } from '../pages.js';
import type { Resource, Routes } from '../resource.js';
import { hasSince, type JsonObject, type OrgState, timestamp } from '../state.js';
import { usersOf } from './users/users.js';

const path = '/api/v1/devices';

/** The status that each operation on the state of a device sets. */
const statuses = { activate: 'ACTIVE', deactivate: 'DEACTIVATED', suspend: 'SUSPENDED', unsuspend: 'ACTIVE' };

/** Devices that users enrolled. No request creates one. */
export const resource: Resource = { scope: 'okta.devices', serve };

function serve(routes: Routes, state: OrgState): void {
  const { devices, users, get, make, present } = objectsOf(state);
  routes.on(`GET ${path}`, ({ query }) => {
    const { items, links } = page([...devices.values()], query, state.url() + path, 200);
    return { body: items.map(present), links };
  });
  const providers = [{ provider: 'oktaVerify', payloadVersion: '1.0', payload: { clientVersion: '7.0' } }];
  routes.on(`GET ${path}/{id}`, ({ ids, query }) => {
    const isExpanded = query.get('expand') === 'providers' && hasSince(state, '2026.05.1');
    return { body: { ...present(get(ids[0])), ...(isExpanded ? { providers } : {}) } };
  });
  routes.on(`DELETE ${path}/{id}`, ({ ids }) => {
    const device = get(ids[0], 'Device');
    if (device.status !== 'DEACTIVATED') throw new OrgError(400, 'E0000001', 'Api validation failed: device');
    devices.delete(String(device.id));
    return { status: 204 };
  });
  for (const [verb, status] of Object.entries(statuses))
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => {
      Object.assign(get(ids[0], 'Device'), { status, lastUpdated: timestamp(state) });
      return { status: 204 };
    });
  routes.on(`GET ${path}/{id}/users`, ({ ids }) => {
    const device = get(ids[0]);
    if (device.status !== 'ACTIVE') return { body: [] };
    const [owner] = state.collection('users').values();
    return {
      body: owner
        ? [
            {
              created: device.created ?? null,
              managementStatus: 'NOT_MANAGED',
              screenLockType: 'BIOMETRIC',
              user: users.alone(owner),
            },
          ]
        : [],
    };
  });
  routes.on(
    'GET /api/v1/users/{id}/devices',
    ({ ids }) => {
      const user = users.get(ids[0]);
      const [owner] = state.collection('users').keys();
      const own = user.id === owner ? [...devices.values()].filter(({ status }) => status === 'ACTIVE') : [];
      return {
        body: own.map((device) => ({
          created: device.created ?? null,
          deviceUserId: `${device.id}.${user.id}`,
          device: present(device),
        })),
      };
    },
    { scope: 'okta.users', isNew: true },
  );

  make('A phone', 'IOS', 'ACTIVE');
  make('An old phone', 'ANDROID', 'DEACTIVATED');
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const devices = state.collection('devices');
  const users = usersOf(state);
  const get = (id = '', type = 'UDDevice'): JsonObject => {
    const device = devices.get(id);
    if (!device) throw notFound(id, type);
    return device;
  };
  const make = (displayName: string, platform: string, status: string): void => {
    const id = state.newId('guo');
    const at = timestamp(state);
    devices.set(id, {
      id,
      status,
      created: at,
      lastUpdated: at,
      profile: {
        displayName,
        platform,
        manufacturer: 'Example',
        model: 'One',
        osVersion: '1.0.0',
        registered: true,
        secureHardwarePresent: true,
        // Added in the current edition.
        ...(state.profile === 'current' ? { managed: true } : {}),
      },
      resourceType: 'UDDevice',
      resourceDisplayName: { value: displayName, sensitive: false },
      resourceAlternateId: null,
      resourceId: id,
    });
  };
  const present = (device: JsonObject): JsonObject => {
    const self = `${state.url()}${path}/${device.id}`;
    const step = (verb: string) => ({ [verb]: link(`${self}/lifecycle/${verb}`, 'POST') });
    const active = device.status === 'ACTIVE';
    return {
      ...device,
      _links: {
        self: active ? link(self, 'GET', 'PATCH', 'PUT') : link(self, 'GET', 'PATCH', 'PUT', 'DELETE'),
        ...(active
          ? { users: link(`${self}/users`, 'GET'), ...step('suspend'), ...step('deactivate') }
          : step('activate')),
      },
    };
  };
  return { devices, users, get, make, present };
}
