import { firstMissing } from '../bodies.js';
import { invalid } from '../errors.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp, type Value } from '../state.js';

const path = '/api/v1/templates/sms';

/** Templates of text messages: Okta's own, and those of the org. */
export const resource: Resource = { scope: 'okta.templates', serve };

function serve(routes: Routes, state: OrgState): void {
  const templates = repositoryOf(state, 'smsTemplates', { idPrefix: 'cst', type: 'SmsTemplate' });
  routes.on(`GET ${path}`, ({ query }) => {
    const type = query.get('templateType');
    return { body: templates.list().filter((template) => type === null || template.type === type) };
  });
  routes.on(`POST ${path}`, ({ body }) => ({ body: templates.add(read(body)) }));
  routes.on(`GET ${path}/{template}`, ({ ids }) => ({ body: templates.get(ids[0]) }));
  routes.on(`PUT ${path}/{template}`, ({ ids, body }) => ({
    body: templates.change(templates.get(ids[0]), read(body)),
  }));
  routes.on(`POST ${path}/{template}`, ({ ids, body }) => {
    const template = templates.get(ids[0]);
    return { body: templates.change(template, read(patched(template, body))) };
  });
  routes.on(`DELETE ${path}/{template}`, removalFrom(templates));

  const now = timestamp(state);
  const text = `Your verification code is \${code}.`;
  const own = {
    id: 'default',
    name: 'Default',
    type: 'SMS_VERIFY_CODE',
    template: text,
    created: now,
    lastUpdated: now,
  };
  state.collection('smsTemplates').set(own.id, own);
}

function read(body: JsonObject): JsonObject {
  const missing = firstMissing(body, 'name', 'type', 'template');
  if (missing) throw invalid(missing, `${missing}: The field cannot be left blank`);
  const { name = '', type = '', template = '', translations } = body;
  if (type !== 'SMS_VERIFY_CODE') throw invalid('type', 'type: is not known.');
  if (!String(template).includes(`\${code}`)) throw invalid('template', 'template: must contain the code.');
  return { name, type, template, ...(translations ? { translations } : {}) };
}

/** A template with the given properties. A translation without a text is removed. */
function patched(template: JsonObject, body: JsonObject): JsonObject {
  const translations: Record<string, Value> = {
    ...(template.translations as JsonObject | undefined),
    ...(body.translations as JsonObject | undefined),
  };
  const kept = Object.fromEntries(Object.entries(translations).filter(([, text]) => text));
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
  return { ...template, ...given, translations: kept };
}
