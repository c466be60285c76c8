import { pick } from '../../bodies.js';
import { invalid, OrgError } from '../../errors.js';
import { link } from '../../links.js';
import { repositoryOf } from '../../repository.js';
import type { Resource, Routes } from '../../resource.js';
import type { JsonObject, OrgState, Value } from '../../state.js';
import { servePages } from './pages.js';
import { serveTemplates } from './templates.js';
import { serveThemes } from './themes.js';

const path = '/api/v1/brands';

/** Brands with their pages, themes and mail templates. */
export const resource: Resource = { scope: 'okta.brands', serve };

function serve(routes: Routes, state: OrgState): void {
  const brands = repositoryOf(state, 'brands', { idPrefix: 'bnd', type: 'Brand' });
  const present = (brand: JsonObject) => presentBrand(state, brand);
  const isTaken = (name: Value) => brands.list().some((brand) => brand.name === name);
  const make = (name: Value | undefined, isDefault: boolean): JsonObject => {
    if (typeof name !== 'string' || name === '') throw blank();
    if (isTaken(name)) throw nameTaken();
    // Okta does not document this error.
    if (brands.list().length >= state.quotas.brands)
      throw invalid('brand', 'The maximum number of brands for the org has been reached.');
    const brand = brands.add({
      name,
      isDefault,
      agreeToCustomPrivacyPolicy: false,
      customPrivacyPolicyUrl: null,
      removePoweredByOkta: false,
      locale: null,
      defaultApp: { appInstanceId: null, appLinkName: null, classicApplicationUri: null },
    });
    themes.add(brand);
    return brand;
  };
  routes.list(`GET ${path}`, { limit: 20 }, () => ({ body: brands.list().map(present) }));
  routes.on(`POST ${path}`, ({ body }) => ({ status: 201, body: present(make(body.name, false)) }));
  routes.on(`GET ${path}/{brand}`, ({ ids }) => ({ body: present(brands.get(ids[0])) }));
  routes.on(`PUT ${path}/{brand}`, ({ ids, body }) => {
    const brand = brands.get(ids[0]);
    if (typeof body.name !== 'string' || body.name === '') throw blank();
    if (body.name !== brand.name && isTaken(body.name)) throw nameTaken();
    return { body: present(brands.change(brand, settingsOf(body))) };
  });
  routes.on(`DELETE ${path}/{brand}`, ({ ids }) => {
    const brand = brands.get(ids[0]);
    if (brand.isDefault) throw new OrgError(409, 'E0000201', 'The default brand cannot be deleted.');
    for (const name of ['themes', 'emailCustomizations'])
      for (const [id, { parentId }] of state.collection(name))
        if (String(parentId).startsWith(String(brand.id))) state.collection(name).delete(id);
    brands.remove(brand);
    return { status: 204 };
  });

  const themes = serveThemes(routes, state, brands);
  servePages(routes, state, brands);
  serveTemplates(routes, state, brands);
  make('The brand of the org', true);
}

function blank(): OrgError {
  return invalid('name', 'name: The field cannot be left blank');
}

function nameTaken(): OrgError {
  return new OrgError(409, 'E0000200', 'The name is taken.');
}

/** The properties of a brand that a request replaces. */
function settingsOf(body: JsonObject): JsonObject {
  const url = body.customPrivacyPolicyUrl || null;
  const agrees = body.agreeToCustomPrivacyPolicy === true;
  if (url !== null && !agrees)
    throw invalid('agreeToCustomPrivacyPolicy', 'agreeToCustomPrivacyPolicy: must be true with a custom URL.');
  const app = pick((body.defaultApp ?? {}) as JsonObject, 'appInstanceId', 'appLinkName', 'classicApplicationUri');
  return {
    name: body.name ?? null,
    agreeToCustomPrivacyPolicy: agrees,
    customPrivacyPolicyUrl: url,
    removePoweredByOkta: body.removePoweredByOkta === true,
    locale: body.locale ?? null,
    defaultApp: { appInstanceId: null, appLinkName: null, classicApplicationUri: null, ...app },
  };
}

/** A brand as responses show it. Its language appears only if it has one. */
function presentBrand(state: OrgState, { created: _, lastUpdated: __, locale, ...brand }: JsonObject): JsonObject {
  const self = `${state.url()}${path}/${brand.id}`;
  const { emailDomainId: domain } = brand;
  const links = {
    self: link(self, 'GET', 'PUT', 'DELETE'),
    themes: link(`${self}/themes`, 'GET'),
    ...(domain ? { emailDomain: link(`${state.url()}/api/v1/email-domains/${domain}`, 'GET', 'PUT') } : {}),
  };
  return { ...brand, ...(locale ? { locale } : {}), _links: links };
}
