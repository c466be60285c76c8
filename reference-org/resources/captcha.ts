import { firstMissing, pick } from '../bodies.js';
import { invalid, OrgError } from '../errors.js';
import { link } from '../links.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/captchas';
const settingsPath = '/api/v1/org/captcha';

/** CAPTCHA instances, at most one, and the pages that show it. */
export const resource: Resource = { scope: 'okta.captchas', serve };

function serve(routes: Routes, state: OrgState): void {
  const captchas = repositoryOf(state, 'captchas', { idPrefix: 'cap', type: 'Captcha' });
  const selfOf = ({ id }: JsonObject) => link(`${state.url()}${path}/${id}`, 'GET', 'POST', 'PUT', 'DELETE');
  const present = ({ created: _, lastUpdated: __, ...captcha }: JsonObject): JsonObject => ({
    ...captcha,
    _links: { self: selfOf(captcha) },
  });
  routes.on(`GET ${path}`, () => ({ body: captchas.list().map(present) }));
  routes.on(`POST ${path}`, ({ body }) => {
    requireAll(body);
    if (captchas.list().length > 0)
      throw new OrgError(
        403,
        'E0000166',
        'CAPTCHA count limit reached. At most one CAPTCHA instance is allowed per Org. Please remove existing CAPTCHA to create a new one.',
      );
    return { status: 201, body: present(captchas.add(read(body))) };
  });
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(captchas.get(ids[0])) }));
  routes.on(`POST ${path}/{id}`, ({ ids, body }) => ({
    body: present(captchas.change(captchas.get(ids[0]), read(body))),
  }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => {
    const captcha = captchas.get(ids[0]);
    requireAll(body);
    return { body: present(captchas.change(captcha, read(body))) };
  });
  routes.on(`DELETE ${path}/{id}`, removalFrom(captchas));

  const none: JsonObject = { enabledPages: [], captchaId: null };
  let settings = none;
  const shown = (): JsonObject => {
    const self = link(state.url() + settingsPath, 'GET', 'PUT');
    const captcha = captchas.list().find(({ id }) => id === settings.captchaId);
    return { ...settings, _links: { ...(captcha ? { captcha: selfOf(captcha) } : {}), self } };
  };
  routes.on(`GET ${settingsPath}`, () => ({ body: shown() }));
  routes.on(`PUT ${settingsPath}`, ({ body }) => {
    if (typeof body.captchaId === 'string') captchas.get(body.captchaId);
    settings = { enabledPages: body.enabledPages ?? [], captchaId: body.captchaId ?? null };
    return { body: shown() };
  });
  routes.on(`DELETE ${settingsPath}`, () => {
    settings = none;
    return { status: 204 };
  });
}

function requireAll(body: JsonObject): void {
  const missing = firstMissing(body, 'name', 'siteKey', 'secretKey', 'type');
  if (missing) throw invalid(missing, `${missing}: The field cannot be left blank`);
}

/** Reads an instance from a request. Its secret is never returned. */
function read(body: JsonObject): JsonObject {
  return pick(body, 'name', 'siteKey', 'type');
}
