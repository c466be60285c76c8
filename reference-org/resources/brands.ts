import { invalid, notFound, OrgError } from '../errors.js';
import { link } from '../links.js';
import { type Repository, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState, Value } from '../state.js';

const path = '/api/v1/brands';
const texts = [
  'authenticatorPageCustomLinkLabel',
  'authenticatorPageCustomLinkUrl',
  'classicRecoveryFlowEmailOrUsernameLabel',
  'customLink1Label',
  'customLink1Url',
  'customLink2Label',
  'customLink2Url',
  'forgotPasswordLabel',
  'forgotPasswordUrl',
  'helpLabel',
  'helpUrl',
  'passwordInfoTip',
  'passwordLabel',
  'signInLabel',
  'unlockAccountLabel',
  'unlockAccountUrl',
  'usernameInfoTip',
  'usernameLabel',
];

/** Brands, their sign-in pages and the settings of their mail templates. */
export const resource: Resource = { scope: 'okta.brands', serve };

function serve(routes: Routes, state: OrgState): void {
  const brands = repositoryOf(state, 'brands', { idPrefix: 'bnd', type: 'Brand' });
  const pages = new Map<string, JsonObject>();
  const present = (brand: JsonObject) => presentBrand(state, brand);
  const make = (name: Value | undefined, isDefault: boolean): JsonObject => {
    if (typeof name !== 'string' || name === '') throw invalid('name', 'name: The field cannot be left blank');
    if (brands.list().some((brand) => brand.name === name)) throw new OrgError(409, 'E0000200', 'The name is taken.');
    // Okta does not document this error.
    if (brands.list().length >= state.quotas.brands)
      throw invalid('brand', 'The maximum number of brands for the org has been reached.');
    return brands.add({
      name,
      isDefault,
      agreeToCustomPrivacyPolicy: false,
      customPrivacyPolicyUrl: null,
      removePoweredByOkta: false,
      locale: null,
    });
  };
  routes.list(`GET ${path}`, { limit: 20 }, () => ({ body: brands.list().map(present) }));
  routes.on(`POST ${path}`, ({ body }) => ({ status: 201, body: present(make(body.name, false)) }));
  routes.on(`GET ${path}/{brand}`, ({ ids }) => ({ body: present(brands.get(ids[0])) }));
  routes.on(`DELETE ${path}/{brand}`, ({ ids }) => {
    const brand = brands.get(ids[0]);
    if (brand.isDefault) throw new OrgError(409, 'E0000201', 'The default brand cannot be deleted.');
    brands.remove(brand);
    return { status: 204 };
  });

  const shown = (id: string | undefined, kind: string): JsonObject => {
    const known = pages.get(`${brands.get(id).id} ${kind}`);
    if (!known) throw notFound(id ?? '', 'SignInPage');
    return known;
  };
  routes.on(`GET ${path}/{brand}/pages/sign-in/default`, ({ ids }) => {
    brands.get(ids[0]);
    return { body: pageOf(state, { pageContent: '<html></html>', widgetVersion: '^7' }) };
  });
  for (const kind of ['customized', 'preview']) {
    const own = `${path}/{brand}/pages/sign-in/${kind}`;
    routes.on(`GET ${own}`, ({ ids }) => ({ body: shown(ids[0], kind) }));
    routes.on(`PUT ${own}`, ({ ids, body }) => {
      pages.set(`${brands.get(ids[0]).id} ${kind}`, pageOf(state, body));
      return { body: shown(ids[0], kind) };
    });
    routes.on(`DELETE ${own}`, ({ ids }) => {
      shown(ids[0], kind);
      pages.delete(`${ids[0]} ${kind}`);
      return { status: 204 };
    });
  }

  serveTemplates(routes, brands);

  make('The brand of the org', true);
  const [usual] = brands.list();
  for (const kind of ['customized', 'preview'])
    pages.set(`${usual?.id} ${kind}`, pageOf(state, { widgetVersion: '^7' }));
}

/** Registers the operations on the settings of mail templates. */
function serveTemplates(routes: Routes, brands: Repository): void {
  const mails = new Map<string, Value>();
  const settings = `${path}/{brand}/templates/email/{template}/settings`;
  const templates = { scope: 'okta.templates' };
  routes.on(
    `GET ${settings}`,
    ({ ids }) => ({ body: { recipients: mails.get(ids.join()) ?? 'ALL_USERS' } }),
    templates,
  );
  routes.on(
    `PUT ${settings}`,
    ({ ids, body }) => {
      brands.get(ids[0]);
      if (!['ALL_USERS', 'ADMINS_ONLY', 'NO_USERS'].includes(String(body.recipients)))
        throw invalid('recipients', 'recipients: is not known.');
      mails.set(ids.join(), body.recipients ?? '');
      return { body: { recipients: body.recipients ?? '' } };
    },
    templates,
  );
}

/** A sign-in page, with defaults. */
function pageOf(state: OrgState, body: JsonObject): JsonObject {
  const own = (body.widgetCustomizations ?? {}) as JsonObject;
  const isPrevious = state.profile === 'previous';
  const { postAuthKeepMeSignedInPrompt: prompt, classicFooterHelpTitle: footer, ...known } = own;
  const unknown = { acceptButtonText: null, rejectButtonText: null, subtitle: null, title: null };
  return {
    pageContent: body.pageContent ?? null,
    widgetVersion: body.widgetVersion ?? null,
    ...(body.contentSecurityPolicySetting
      ? {
          contentSecurityPolicySetting: {
            reportUri: '',
            srcList: [],
            ...(body.contentSecurityPolicySetting as JsonObject),
          },
        }
      : {}),
    widgetCustomizations: {
      ...Object.fromEntries(texts.map((text) => [text, null])),
      showPasswordVisibilityToggle: true,
      showUserIdentifier: true,
      widgetGeneration: 'G3',
      ...known,
      // Both were added in the current edition.
      ...(isPrevious || !footer ? {} : { classicFooterHelpTitle: footer }),
      ...(isPrevious || !prompt ? {} : { postAuthKeepMeSignedInPrompt: { ...unknown, ...(prompt as JsonObject) } }),
    },
  };
}

/** A brand as responses show it. */
function presentBrand(state: OrgState, { created: _, lastUpdated: __, ...brand }: JsonObject): JsonObject {
  const self = `${state.url()}${path}/${brand.id}`;
  return { ...brand, _links: { self: link(self, 'GET', 'PUT', 'DELETE'), themes: link(`${self}/themes`, 'GET') } };
}
