import { invalid, notFound } from '../../errors.js';
import { link } from '../../links.js';
import type { Repository } from '../../repository.js';
import type { Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { signInPage } from './sign-in-page.js';

const kinds = ['customized', 'preview'];
const outside = ['EXTERNALLY_HOSTED', 'OKTA_DEFAULT'];
const versions = ['5.16', '^5', '6.9', '^6', '7.0', '7.37', '7.38', '^7', '*'];

/** Registers the operations on the sign-in, error and sign-out pages of brands. */
export function servePages(routes: Routes, state: OrgState, brands: Repository): void {
  const signIn = (body: JsonObject) => signInPage(state, body);
  servePage({ routes, state, brands }, 'sign-in', 'SignInPage', signIn);
  servePage({ routes, state, brands }, 'error', 'ErrorPage', errorPage);
  const path = '/api/v1/brands/{brand}/pages';
  routes.on(`GET ${path}/sign-in/widget-versions`, ({ ids }) => {
    brands.get(ids[0]);
    return { body: versions };
  });

  const signOut = new Map<string, JsonObject>();
  routes.on(`GET ${path}/sign-out/customized`, ({ ids }) => ({
    body: signOut.get(String(brands.get(ids[0]).id)) ?? { type: 'OKTA_DEFAULT' },
  }));
  routes.on(`PUT ${path}/sign-out/customized`, ({ ids, body }) => {
    const { id } = brands.get(ids[0]);
    if (!outside.includes(String(body.type))) throw invalid('type', 'type: is not known.');
    if (body.type === 'EXTERNALLY_HOSTED' && !body.url) throw invalid('url', 'url: The field cannot be left blank');
    const page = { type: body.type ?? '', ...(body.url ? { url: body.url } : {}) };
    signOut.set(String(id), page);
    return { body: page };
  });
}

interface Org {
  routes: Routes;
  state: OrgState;
  brands: Repository;
}

/** Registers the operations on one page of a brand. The default brand has a customized page and a preview. */
function servePage(
  { routes, state, brands }: Org,
  name: string,
  type: string,
  read: (body: JsonObject) => JsonObject,
): void {
  // `null`: it was deleted.
  const pages = new Map<string, JsonObject | null>();
  const path = `/api/v1/brands/{brand}/pages/${name}`;
  const known = (id: string | undefined, kind: string): JsonObject | undefined => {
    const brand = brands.get(id);
    const page = pages.get(`${brand.id} ${kind}`);
    return page === undefined && brand.isDefault ? read(usual) : (page ?? undefined);
  };
  const shown = (id: string | undefined, kind: string): JsonObject => {
    const page = known(id, kind);
    if (!page) throw notFound(id ?? '', type);
    return page;
  };
  routes.on(`GET ${path}`, ({ ids, query }) => {
    const self = state.url() + path.replace('{brand}', ids[0] ?? '');
    const pagesOf: Record<string, JsonObject | undefined> = { default: contentOf(read(usual)) };
    for (const kind of kinds) pagesOf[kind] = contentOf(known(ids[0], kind));
    const wanted = query.get('expand')?.split(',') ?? [];
    const embedded = Object.entries(pagesOf).flatMap(([kind, page]) =>
      page && wanted.includes(kind) ? [[kind, page]] : [],
    );
    const links = Object.fromEntries(Object.keys(pagesOf).map((kind) => [kind, link(`${self}/${kind}`, 'GET')]));
    return {
      body: {
        ...(wanted.length > 0 ? { _embedded: Object.fromEntries(embedded) } : {}),
        _links: { self: link(self, 'GET'), ...links },
      },
    };
  });
  routes.on(`GET ${path}/default`, ({ ids }) => {
    brands.get(ids[0]);
    return { body: read(usual) };
  });
  for (const kind of kinds) {
    const own = `${path}/${kind}`;
    routes.on(`GET ${own}`, ({ ids }) => ({ body: shown(ids[0], kind) }));
    routes.on(`PUT ${own}`, ({ ids, body }) => {
      pages.set(`${brands.get(ids[0]).id} ${kind}`, read(body));
      return { body: shown(ids[0], kind) };
    });
    routes.on(`DELETE ${own}`, ({ ids }) => {
      shown(ids[0], kind);
      pages.set(`${ids[0]} ${kind}`, null);
      return { status: 204 };
    });
  }
}

/** A page that no request has changed. */
const usual = { pageContent: '<html></html>', widgetVersion: '^7' };

function contentOf(page: JsonObject | undefined): JsonObject | undefined {
  return page && { pageContent: page.pageContent ?? null };
}

function errorPage({ pageContent, contentSecurityPolicySetting: policy }: JsonObject): JsonObject {
  return {
    pageContent: pageContent ?? null,
    ...(policy ? { contentSecurityPolicySetting: { reportUri: '', srcList: [], ...(policy as JsonObject) } } : {}),
  };
}
