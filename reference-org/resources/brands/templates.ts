import { invalid, notFound } from '../../errors.js';
import { link } from '../../links.js';
import type { Repository } from '../../repository.js';
import type { RouteOptions, Routes } from '../../resource.js';
import type { JsonObject, OrgState, Value } from '../../state.js';
import { type EmailTemplate, filledIn, serveCustomizations } from './customizations.js';

const path = '/api/v1/brands/{brand}/templates/email';
const names = [
  'UserActivation',
  'ForgotPassword',
  'ForgotPasswordDenied',
  'PasswordResetByAdmin',
  'ADUserActivation',
  'ADForgotPassword',
  'LDAPUserActivation',
  'LDAPForgotPassword',
  'SelfServiceUnlock',
  'AccountLockout',
  'EmailChallenge',
  'NewSignOnNotification',
  'ChangeEmailConfirmation',
  'AuthenticatorEnrolled',
  'AuthenticatorReset',
  'PasswordChanged',
];
const content = {
  subject: `Welcome to \${org.name}!`,
  body: `<!DOCTYPE html><html><body><p>Hello, \${user.profile.firstName}. <a href="\${activationLink}">Go on</a></p></body></html>`,
};
const options: RouteOptions = { scope: 'okta.templates' };

/** Registers the operations on mail templates: their texts, customizations and recipients. */
export function serveTemplates(routes: Routes, state: OrgState, brands: Repository): void {
  const templateOf = (ids: string[]): EmailTemplate => {
    const brand = String(brands.get(ids[0]).id);
    const name = ids[1] ?? '';
    if (!names.includes(name)) throw notFound(name, 'EmailTemplate');
    return { name, key: `${brand}/${name}`, self: `${state.url()}${path.replace('{brand}', brand)}/${name}` };
  };
  const customizations = serveCustomizations({ routes, state, templateOf, options });
  const settings = serveSettings(routes, templateOf);
  const present = (template: EmailTemplate, query: URLSearchParams): JsonObject => {
    const { name, key, self } = template;
    const wanted = query.get('expand')?.split(',') ?? [];
    const embedded = {
      ...(wanted.includes('settings') ? { settings: settings(template) } : {}),
      ...(wanted.includes('customizationCount') ? { customizationCount: customizations.list(key).length } : {}),
    };
    return {
      name,
      ...(wanted.length > 0 ? { _embedded: embedded } : {}),
      _links: {
        self: link(self, 'GET'),
        settings: link(`${self}/settings`, 'GET', 'PUT'),
        defaultContent: link(`${self}/default-content`, 'GET'),
        customizations: link(`${self}/customizations`, 'GET', 'POST', 'DELETE'),
        test: link(`${self}/test`, 'POST'),
      },
    };
  };
  routes.list(
    `GET ${path}`,
    { limit: 10 },
    ({ ids, query }) => ({ body: names.map((name) => present(templateOf([ids[0] ?? '', name]), query)) }),
    options,
  );
  routes.on(`GET ${path}/{template}`, ({ ids, query }) => ({ body: present(templateOf(ids), query) }), options);
  const of = `${path}/{template}/default-content`;
  routes.on(`GET ${of}`, ({ ids }) => ({ body: defaultContent(templateOf(ids)) }), options);
  routes.on(
    `GET ${of}/preview`,
    ({ ids }) => {
      const { self } = templateOf(ids);
      const links = { defaultContent: link(`${self}/default-content`, 'GET'), template: link(self, 'GET') };
      const own = link(`${self}/default-content/preview`, 'GET');
      return { body: { ...filledIn(content), _links: { self: own, ...links, test: link(`${self}/test`, 'POST') } } };
    },
    options,
  );
}

function defaultContent({ self }: EmailTemplate): JsonObject {
  return {
    ...content,
    _links: {
      self: link(`${self}/default-content`, 'GET'),
      template: link(self, 'GET'),
      preview: link(`${self}/default-content/preview`, 'GET'),
      test: link(`${self}/test`, 'POST'),
    },
  };
}

/** Registers the operations on the recipients of templates. The result presents those of one template. */
function serveSettings(
  routes: Routes,
  templateOf: (ids: string[]) => EmailTemplate,
): (template: EmailTemplate) => JsonObject {
  const recipients = new Map<string, Value>();
  const present = ({ key, self }: EmailTemplate): JsonObject => ({
    recipients: recipients.get(key) ?? 'ALL_USERS',
    _links: { self: link(`${self}/settings`, 'GET', 'PUT'), template: link(self, 'GET') },
  });
  routes.on(`GET ${path}/{template}/settings`, ({ ids }) => ({ body: present(templateOf(ids)) }), options);
  routes.on(
    `PUT ${path}/{template}/settings`,
    ({ ids, body }) => {
      const template = templateOf(ids);
      if (!['ALL_USERS', 'ADMINS_ONLY', 'NO_USERS'].includes(String(body.recipients)))
        throw invalid('recipients', 'recipients: is not known.');
      recipients.set(template.key, body.recipients ?? '');
      return { body: present(template) };
    },
    options,
  );
  return present;
}
