import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';

const captchas = '/api/v1/captchas';
const captcha = `${captchas}/{captchaId}`;
// No page shows the instance, so that its keys are never used.
const body = ({ name }: { name: string }): Json => ({
  name,
  type: 'HCAPTCHA',
  siteKey: '00000000-0000-0000-0000-000000000000',
  secretKey: name,
});

suite('captcha', ({ call, fixture, reads }) => {
  const made = fixture({
    parameter: 'captchaId',
    // An org has at most one.
    make: { operation: `POST ${captchas}`, body },
    found: { operation: `GET ${captchas}` },
    remove: [`DELETE ${captcha}`],
    find: { path: captchas, name: '/name' },
  });
  call(`GET ${captchas}`, { on: made });
  call(`GET ${captcha}`, { on: made });
  call(`PUT ${captcha}`, { on: made, body });
  call(`POST ${captcha}`, { on: made, body: ({ name }) => ({ name }) });
  reads();
});
