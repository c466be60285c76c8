import { pick } from '../bodies.js';
import { invalid } from '../errors.js';
import { lifecycle, nextStep } from '../lifecycle.js';
import { link } from '../links.js';
import { page } from '../pages.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/zones';

/** Network zones. An org has one zone of blocked addresses and one of exempt addresses. */
export const resource: Resource = { scope: 'okta.networkZones', serve };

function serve(routes: Routes, state: OrgState): void {
  const zones = repositoryOf(state, 'zones', { idPrefix: 'nzo', type: 'NetworkZone' });
  const present = (zone: JsonObject): JsonObject => {
    const self = `${state.url()}${path}/${zone.id}`;
    const verb = nextStep(zone);
    const links = { self: link(self, 'GET', 'PUT', 'DELETE'), [verb]: link(`${self}/lifecycle/${verb}`, 'POST') };
    return { ...zone, _links: links };
  };
  routes.on(`GET ${path}`, ({ query }) => {
    const { items, links } = page(zones.list(), query, state.url() + path, 20);
    return { body: items.map(present), links };
  });
  routes.on(`POST ${path}`, ({ body }) => ({ body: present(zones.add({ ...read(body), system: false })) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(zones.get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => {
    const zone = present(zones.change(zones.get(ids[0]), read(body)));
    // Only this response contains it, and only since the current edition.
    return { body: { ...zone, ...(state.profile === 'previous' ? {} : pick(body, 'useAsExemptList')) } };
  });
  routes.on(`DELETE ${path}/{id}`, removalFrom(zones));
  for (const [verb, status] of lifecycle)
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => ({
      body: present(zones.change(zones.get(ids[0]), { status })),
    }));

  const addresses = { type: 'IP', status: 'ACTIVE', gateways: [], proxies: [], system: true };
  zones.add({ ...addresses, name: 'BlockedIpZone', usage: 'BLOCKLIST' });
  zones.add({ ...addresses, name: 'DefaultExemptIpZone', usage: 'POLICY' });
}

/** Reads the properties of a zone of addresses from a request. */
function read({ name, type, status, usage, gateways, proxies }: JsonObject): JsonObject {
  if (typeof name !== 'string' || name === '') throw invalid('name', 'name: The field cannot be left blank');
  if (type !== 'IP') throw invalid('type', 'type: The type is not supported.');
  return {
    name,
    type,
    status: status ?? 'ACTIVE',
    usage: usage ?? 'POLICY',
    gateways: gateways ?? null,
    proxies: proxies ?? null,
  };
}
