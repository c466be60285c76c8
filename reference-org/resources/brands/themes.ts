import { firstMissing, pick } from '../../bodies.js';
import { invalid, notFound } from '../../errors.js';
import { link } from '../../links.js';
import { type Repository, repositoryOf } from '../../repository.js';
import type { Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';

const path = '/api/v1/brands/{brand}/themes';
const images = { logo: 'logo', favicon: 'favicon', 'background-image': 'backgroundImage' };
const needed = [
  'primaryColorHex',
  'secondaryColorHex',
  'signInPageTouchPointVariant',
  'endUserDashboardTouchPointVariant',
  'errorPageTouchPointVariant',
  'emailTemplateTouchPointVariant',
];

/** Registers the operations on themes. The result adds the theme of a new brand: each brand has one. */
export function serveThemes(
  routes: Routes,
  state: OrgState,
  brands: Repository,
): { add(brand: JsonObject): JsonObject } {
  const themes = repositoryOf(state, 'themes', { idPrefix: 'the', type: 'Theme' });
  const themeOf = (ids: string[]): JsonObject => {
    const { id } = brands.get(ids[0]);
    const theme = themes.get(ids[1]);
    if (theme.parentId !== id) throw notFound(ids[1] ?? '', 'Theme');
    return theme;
  };
  routes.on(`GET ${path}`, ({ ids }) => ({
    body: themes.list(String(brands.get(ids[0]).id)).map((theme) => present(state, theme)),
  }));
  routes.on(`GET ${path}/{theme}`, ({ ids }) => ({ body: present(state, themeOf(ids)) }));
  routes.on(`PUT ${path}/{theme}`, ({ ids, body }) => {
    const theme = themeOf(ids);
    const missing = firstMissing(body, ...needed);
    if (missing) throw invalid(missing, `${missing}: The field cannot be left blank`);
    const others = ['primaryColorContrastHex', 'secondaryColorContrastHex', 'loadingPageTouchPointVariant'];
    return { body: present(state, themes.change(theme, pick(body, ...needed, ...others))) };
  });
  for (const [name, property] of Object.entries(images))
    routes.on(`DELETE ${path}/{theme}/${name}`, ({ ids }) => {
      themes.change(themeOf(ids), { [property]: usual[property] ?? null });
      return { status: 204 };
    });
  return { add: (brand) => themes.add({ ...usual }, String(brand.id)) };
}

/** The theme of a new brand. The icon belongs to the org. */
const usual: JsonObject = {
  logo: 'https://cdn.example.com/assets/img/logos/logo.png',
  favicon: '/favicon.ico',
  backgroundImage: null,
  primaryColorHex: '#1662dd',
  primaryColorContrastHex: '#ffffff',
  secondaryColorHex: '#ebebed',
  secondaryColorContrastHex: '#000000',
  signInPageTouchPointVariant: 'OKTA_DEFAULT',
  endUserDashboardTouchPointVariant: 'OKTA_DEFAULT',
  errorPageTouchPointVariant: 'OKTA_DEFAULT',
  emailTemplateTouchPointVariant: 'OKTA_DEFAULT',
  loadingPageTouchPointVariant: 'OKTA_DEFAULT',
};

function present(
  state: OrgState,
  { created: _, lastUpdated: __, parentId, favicon, ...theme }: JsonObject,
): JsonObject {
  const self = `${state.url()}${path.replace('{brand}', String(parentId))}/${theme.id}`;
  const links = Object.keys(images).map((name) => [name, link(`${self}/${name}`, 'POST', 'DELETE')]);
  return {
    ...theme,
    favicon: `${state.url()}${favicon}`,
    _links: { self: link(self, 'GET', 'PUT'), ...Object.fromEntries(links) },
  };
}
