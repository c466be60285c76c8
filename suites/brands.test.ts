import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';
import { brand, host } from './fixtures.js';

const own = '/api/v1/brands/{brandId}';
const html = '<!DOCTYPE html><html><body><div id="okta-login-container"></div>{{{OktaUtil}}}</body></html>';
const signInPage: Json = {
  pageContent: html,
  widgetVersion: '^7',
  widgetCustomizations: {
    widgetGeneration: 'G2',
    signInLabel: 'Sign in',
    postAuthKeepMeSignedInPrompt: { title: 'Stay signed in' },
    classicFooterHelpTitle: 'Help',
  },
};
const errorPage: Json = { pageContent: '<!DOCTYPE html><html><body><h1>{{errorSummary}}</h1></body></html>' };
/** The texts of a mail in one language. */
const mail = (language: string, isDefault: boolean): Json => ({
  language,
  isDefault,
  subject: 'Contract',
  body: `<!DOCTYPE html><html><body><p>\${activationLink}</p></body></html>`,
});

suite('brands', ({ call, fixture }) => {
  call('GET /api/v1/brands', { query: { limit: '20' } });
  // No domain uses the brand of the run: its pages are not visible, and it sends no mail.
  const made = fixture(brand);
  call(`PUT ${own}`, {
    on: made,
    body: ({ name }) => ({
      name,
      locale: 'en',
      agreeToCustomPrivacyPolicy: true,
      customPrivacyPolicyUrl: `https://${host}/privacy`,
    }),
  });
  call(`GET ${own}`, { on: made });
  call(`GET ${own}/domains`, { on: made });

  for (const [name, page] of [
    ['sign-in', signInPage],
    ['error', errorPage],
  ] as const) {
    const pages = `${own}/pages/${name}` as const;
    const kinds = ['customized', 'preview'];
    for (const kind of kinds) call(`PUT ${pages}/${kind}`, { on: made, body: () => page });
    for (const kind of ['default', ...kinds]) call(`GET ${pages}/${kind}`, { on: made });
    call(`GET ${pages}`, { on: made, query: { expand: 'default,customized,preview' } });
    for (const kind of kinds) call(`DELETE ${pages}/${kind}`, { on: made });
  }
  call(`GET ${own}/pages/sign-in/widget-versions`, { on: made });
  const signOut = `${own}/pages/sign-out/customized`;
  call(`PUT ${signOut}`, { on: made, body: () => ({ type: 'OKTA_DEFAULT' }) });
  call(`GET ${signOut}`, { on: made });

  const templates = `${own}/templates/email`;
  const template = fixture({
    parameter: 'templateName',
    id: 'name',
    found: { operation: `GET ${templates}`, where: ({ name }) => name === 'UserActivation' },
    parents: [made],
  });
  const expand = { expand: 'settings,customizationCount' };
  call(`GET ${templates}/{templateName}`, { on: template, query: expand });
  call(`PUT ${templates}/{templateName}/settings`, { on: template, body: () => ({ recipients: 'NO_USERS' }) });
  call(`GET ${templates}/{templateName}/settings`, { on: template });
  const content = `${templates}/{templateName}/default-content`;
  call(`GET ${content}`, { on: template });
  call(`GET ${content}/preview`, { on: template });

  // No one gets these texts. The first customization is the default one, which Okta deletes only together with all others.
  const customizations = `${templates}/{templateName}/customizations` as const;
  const customization = `${customizations}/{customizationId}` as const;
  const first = fixture({
    parameter: 'customizationId',
    alias: 'defaultCustomizationId',
    make: { operation: `POST ${customizations}`, body: () => mail('en', true) },
    template: customization,
    remove: [`DELETE ${customizations}`],
    parents: [made, template],
  });
  const second = fixture({
    parameter: 'customizationId',
    make: { operation: `POST ${customizations}`, body: () => mail('fr', false) },
    remove: [`DELETE ${customization}`],
    parents: [made, template, first],
  });
  call(`PUT ${customization}`, { on: second, body: () => mail('fr', false) });
  call(`GET ${customization}`, { on: second });
  call(`GET ${customization}/preview`, { on: second });
  call(`GET ${customizations}`, { on: second, query: { limit: '20' } });
});
