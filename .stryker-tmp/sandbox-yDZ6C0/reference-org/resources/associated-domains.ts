// @ts-nocheck
import { invalid, notFound, OrgError } from '../errors.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState, Value } from '../state.js';

const names = ['apple-app-site-association', 'assetlinks.json', 'webauthn'];
const path = '/api/v1/brands/{brand}/well-known-uris';

/** Well-known URIs, whose content a brand can customize. */
export const resource: Resource = {
  scope: 'okta.brands',
  isNew: true,
  feature: 'associated-domains',
  serve,
};

function serve(routes: Routes, state: OrgState): void {
  const written = new Map<string, Value>();
  const own = (brand: string | undefined, name: string | undefined) => `${brand} ${name}`;
  const known = (ids: string[]): [string, string] => {
    const [brand = '', name = ''] = ids;
    if (!state.collection('brands').has(brand)) throw notFound(brand, 'Brand');
    if (!names.includes(name)) throw notFound(name, 'WellKnownURI');
    return [brand, name];
  };
  const self = (brand: string, name = '') => `${state.url()}${path.replace('{brand}', brand)}${name && `/${name}`}`;
  const customized = (brand: string, name: string): JsonObject => ({
    representation: written.get(own(brand, name)) ?? null,
    _links: { self: link(`${self(brand, name)}/customized`, 'GET', 'PUT') },
  });
  routes.on(`GET ${path}`, ({ ids, query }) => {
    const [brand] = known([ids[0] ?? '', names[0] ?? '']);
    const links = Object.fromEntries(names.map((name) => [name, link(self(brand, name), 'GET')]));
    const embedded = Object.fromEntries(names.map((name) => [name, { customized: customized(brand, name) }]));
    return {
      body: {
        _links: { self: link(self(brand), 'GET'), ...links },
        ...(query.get('expand') === 'all' ? { _embedded: embedded } : {}),
      },
    };
  });
  routes.on(`GET ${path}/{name}`, ({ ids }) => {
    const [brand, name] = known(ids);
    return {
      body: {
        representation: shown(name, written.get(own(brand, name))),
        _links: { self: link(self(brand, name), 'GET'), customized: link(`${self(brand, name)}/customized`) },
      },
    };
  });
  routes.on(`GET ${path}/{name}/customized`, ({ ids }) => ({ body: customized(...known(ids)) }));
  routes.on(`PUT ${path}/{name}/customized`, ({ ids, body }) => {
    const [brand, name] = known(ids);
    if (state.collection('brands').get(brand)?.isDefault)
      throw new OrgError(405, 'E0000257', 'The default brand cannot be customised.');
    if (body.representation === undefined) throw invalid('representation', 'representation: is needed.');
    written.set(own(brand, name), body.representation);
    return { body: customized(brand, name) };
  });
  // The public content is the content of the default brand.
  for (const name of names)
    routes.on(
      `GET /.well-known/${name}`,
      () => {
        // Real orgs return 404 until the content is written, except where they add content themselves.
        if (state.profile === 'observed' && name !== 'apple-app-site-association') throw notFound(name, 'WellKnownURI');
        return { body: shown(name, name === 'assetlinks.json' ? [{ relation: ['delegate_permission/x'] }] : {}) };
      },
      { isPublic: true },
    );
}

/** The content of a well-known URI, with the part that the org adds. */
function shown(name: string, given: Value = null): Value {
  return name === 'apple-app-site-association' ? { ...((given ?? {}) as JsonObject), authsrv: { apps: [] } } : given;
}
