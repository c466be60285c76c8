import { invalid, notFound, OrgError } from '../errors.js';
import { link } from '../links.js';
import type { JsonObject, OrgState, Value } from '../org.js';
import type { Router } from '../router.js';

const names = ['apple-app-site-association', 'assetlinks.json', 'webauthn'];
const path = '/api/v1/brands/{brand}/well-known-uris';
const terms = { isNew: true, feature: 'associated-domains' } as const;

/** Well-known URIs, which a brand may show something of its own under. */
export function serveAssociatedDomains(router: Router, state: OrgState): void {
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
  router.on(
    `GET ${path}`,
    ({ ids, query }) => {
      const [brand] = known([ids[0] ?? '', names[0] ?? '']);
      const links = Object.fromEntries(names.map((name) => [name, link(self(brand, name), 'GET')]));
      const embedded = Object.fromEntries(names.map((name) => [name, { customized: customized(brand, name) }]));
      return {
        body: {
          _links: { self: link(self(brand), 'GET'), ...links },
          ...(query.get('expand') === 'all' ? { _embedded: embedded } : {}),
        },
      };
    },
    terms,
  );
  router.on(
    `GET ${path}/{name}`,
    ({ ids }) => {
      const [brand, name] = known(ids);
      return {
        body: {
          representation: shown(name, written.get(own(brand, name))),
          _links: { self: link(self(brand, name), 'GET'), customized: link(`${self(brand, name)}/customized`) },
        },
      };
    },
    terms,
  );
  router.on(`GET ${path}/{name}/customized`, ({ ids }) => ({ body: customized(...known(ids)) }), terms);
  router.on(
    `PUT ${path}/{name}/customized`,
    ({ ids, body }) => {
      const [brand, name] = known(ids);
      if (state.collection('brands').get(brand)?.isDefault)
        throw new OrgError(405, 'E0000257', 'The default brand cannot be customised.');
      if (body.representation === undefined) throw invalid('representation', 'representation: is needed.');
      written.set(own(brand, name), body.representation);
      return { body: customized(brand, name) };
    },
    terms,
  );
  // What everybody sees is the default brand's.
  for (const name of names)
    router.on(
      `GET /.well-known/${name}`,
      () => {
        // Real orgs have nothing there until somebody writes it, apart from what they add themselves.
        if (state.profile === 'observed' && name !== 'apple-app-site-association') throw notFound(name, 'WellKnownURI');
        return { body: shown(name, name === 'assetlinks.json' ? [{ relation: ['delegate_permission/x'] }] : {}) };
      },
      { ...terms, open: true },
    );
}

/** What the org adds of its own. */
function shown(name: string, given: Value = null): Value {
  return name === 'apple-app-site-association' ? { ...((given ?? {}) as JsonObject), authsrv: { apps: [] } } : given;
}
