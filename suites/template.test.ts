import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';

const templates = '/api/v1/templates/sms';
const template = `${templates}/{templateId}`;
const text = `\${org.name}: \${code}`;
const sms =
  (translations: { [language: string]: string }) =>
  ({ name }: { name: string }): Json => ({ name, type: 'SMS_VERIFY_CODE', template: text, translations });

suite('template', ({ call, fixture }) => {
  call(`GET ${templates}`, { query: { templateType: 'SMS_VERIFY_CODE' } });
  const found = fixture({ parameter: 'templateId', id: 'id', found: { operation: `GET ${templates}` } });
  call(`GET ${template}`, { on: found });

  // People get this text with their codes while it exists, so it is created only if it is named.
  const made = fixture({
    parameter: 'templateId',
    make: { operation: `POST ${templates}`, onlyNamed: true, body: sms({ es: text, fr: text }) },
    remove: [`DELETE ${template}`],
    find: { path: templates, name: '/name' },
  });
  call(`PUT ${template}`, { on: made, body: sms({ es: text }) });
  call(`POST ${template}`, { on: made, body: ({ name }) => ({ name, translations: { de: text } }) });
  call(`GET ${template}`, { on: made });
});
