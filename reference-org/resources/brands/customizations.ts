import { firstMissing } from '../../bodies.js';
import { invalid, notFound, OrgError } from '../../errors.js';
import { link } from '../../links.js';
import { type Repository, repositoryOf } from '../../repository.js';
import type { Handler, RouteOptions, Routes } from '../../resource.js';
import type { JsonObject, OrgState, Value } from '../../state.js';

/** A mail template of a brand. */
export interface EmailTemplate {
  name: string;
  /** Its brand and its name. */
  key: string;
  /** Its URL. */
  self: string;
}

interface Part {
  routes: Routes;
  state: OrgState;
  /** Throws 404 if the brand or the template does not exist. */
  templateOf(ids: string[]): EmailTemplate;
  options: RouteOptions;
}

const path = '/api/v1/brands/{brand}/templates/email/{template}/customizations';

/** Registers the operations on customizations of templates: texts in one language each. One of them is the default. */
export function serveCustomizations(part: Part): Repository {
  const { routes, state, templateOf, options } = part;
  const all = repositoryOf(state, 'emailCustomizations', { idPrefix: 'oel', type: 'EmailCustomization' });
  const list: Handler = ({ ids }) => {
    const template = templateOf(ids);
    return { body: all.list(template.key).map((object) => present(template, object)) };
  };
  const create: Handler = ({ ids, body }) => {
    const template = templateOf(ids);
    const others = all.list(template.key);
    const values = read(body, others);
    if (others.length > 0 && values.isDefault)
      throw new OrgError(409, 'E0000182', 'A default email template customization already exists.');
    const made = all.add({ ...values, isDefault: others.length === 0 }, template.key);
    return { status: 201, body: present(template, made) };
  };
  const removeAll: Handler = ({ ids }) => {
    for (const object of all.list(templateOf(ids).key)) all.remove(object);
    return { status: 204 };
  };
  routes.list(`GET ${path}`, { limit: 10 }, list, options);
  routes.on(`POST ${path}`, create, options);
  routes.on(`DELETE ${path}`, removeAll, options);
  serveOne(part, all);
  return all;
}

/** Registers the operations on one customization. */
function serveOne({ routes, templateOf, options }: Part, all: Repository): void {
  const known = (ids: string[]): [EmailTemplate, JsonObject] => {
    const template = templateOf(ids);
    const object = all.get(ids[2]);
    if (object.parentId !== template.key) throw notFound(ids[2] ?? '', 'EmailCustomization');
    return [template, object];
  };
  const replace: Handler = ({ ids, body }) => {
    const [template, object] = known(ids);
    const others = all.list(template.key).filter((other) => other !== object);
    const { isDefault, ...values } = read(body, others);
    if (object.isDefault && isDefault === false)
      throw new OrgError(
        409,
        'E0000185',
        "The isDefault parameter of the default email template customization can't be set to false.",
      );
    all.change(object, isDefault ? { ...values, isDefault } : values);
    if (isDefault) for (const other of others) other.isDefault = false;
    return { body: present(template, object) };
  };
  const remove: Handler = ({ ids }) => {
    const [, object] = known(ids);
    if (object.isDefault)
      throw new OrgError(409, 'E0000184', "A default email template customization can't be deleted.");
    all.remove(object);
    return { status: 204 };
  };
  const preview: Handler = ({ ids }) => {
    const [{ self }, object] = known(ids);
    const own = `${self}/customizations/${object.id}`;
    const links = {
      self: link(`${own}/preview`, 'GET'),
      contentSource: link(own, 'GET', 'PUT', 'DELETE'),
      template: link(self, 'GET'),
      test: link(`${self}/test`, 'POST'),
    };
    return { body: { ...filledIn(object), _links: links } };
  };
  const one = `${path}/{customization}`;
  routes.on(`GET ${one}`, ({ ids }) => ({ body: present(...known(ids)) }), options);
  routes.on(`PUT ${one}`, replace, options);
  routes.on(`DELETE ${one}`, remove, options);
  routes.on(`GET ${one}/preview`, preview, options);
}

/** Reads a customization from a request. Throws if another one has its language. */
function read(body: JsonObject, others: readonly JsonObject[]): JsonObject {
  const missing = firstMissing(body, 'subject', 'body', 'language');
  if (missing) throw invalid(missing, `${missing}: The field cannot be left blank`);
  const { subject = '', body: text = '', language = '', isDefault } = body;
  if (others.some((other) => other.language === language))
    throw new OrgError(409, 'E0000183', 'An email template customization for that language already exists.');
  return { subject, body: text, language, ...(typeof isDefault === 'boolean' ? { isDefault } : {}) };
}

function present({ self }: EmailTemplate, { parentId: _, ...object }: JsonObject): JsonObject {
  const own = `${self}/customizations/${object.id}`;
  return {
    ...object,
    _links: {
      self: link(own, 'GET', 'PUT', 'DELETE'),
      template: link(self, 'GET'),
      settings: link(`${self}/settings`, 'GET', 'PUT'),
      preview: link(`${own}/preview`, 'GET'),
      test: link(`${self}/test`, 'POST'),
    },
  };
}

/** The texts of a mail with values instead of variables. */
export function filledIn({ subject, body }: JsonObject): JsonObject {
  const fill = (text: Value | undefined) => String(text ?? '').replace(/\$\{[^}]*\}/g, 'Okta');
  return { subject: fill(subject), body: fill(body) };
}
