import { notFound } from '../errors.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { resource as brands } from './brands/brands.js';

const path = '/api/v1/domains';

/** Domains of the org. It has its own, which shows the default brand. */
export const resource: Resource = { scope: 'okta.domains', after: [brands], serve };

function serve(routes: Routes, state: OrgState): void {
  const domains = state.collection('domains');
  const present = (domain: JsonObject): JsonObject => ({
    id: domain.id ?? '',
    domain: new URL(state.url()).host,
    ...domain,
    _links: {
      self: link(`${state.url()}${path}/${domain.id}`, 'GET'),
      brand: link(`${state.url()}/api/v1/brands/${domain.brandId}`, 'GET', 'PUT', 'DELETE'),
    },
  });
  routes.on(`GET ${path}`, () => ({ body: { domains: [...domains.values()].map(present) } }));
  routes.on(`GET ${path}/{domain}`, ({ ids }) => {
    const domain = domains.get(ids[0] ?? '');
    if (!domain) throw notFound(ids[0] ?? '', 'CustomDomain');
    return { body: present(domain) };
  });
  routes.on(
    'GET /api/v1/brands/{brand}/domains',
    ({ ids }) => {
      const brand = state.collection('brands').get(ids[0] ?? '');
      if (!brand) throw notFound(ids[0] ?? '', 'Brand');
      const shown = [...domains.values()].filter(({ brandId }) => brandId === brand.id).map(present);
      // The document has a list. Real orgs send an object that contains it.
      return { body: { domains: shown } };
    },
    { scope: 'okta.brands' },
  );

  const [brandId = ''] = state.collection('brands').keys();
  const certificateSourceType = 'OKTA_MANAGED';
  domains.set('default', { id: 'default', certificateSourceType, validationStatus: 'COMPLETED', brandId });
}
