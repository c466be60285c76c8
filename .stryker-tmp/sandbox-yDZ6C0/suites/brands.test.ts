// @ts-nocheck
import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';
import { brand } from './fixtures.js';

const pages = '/api/v1/brands/{brandId}/pages/sign-in';
const page: Json = {
  pageContent: '<!DOCTYPE html><html><body><div id="okta-login-container"></div>{{{OktaUtil}}}</body></html>',
  widgetVersion: '^7',
  widgetCustomizations: {
    widgetGeneration: 'G2',
    signInLabel: 'Sign in',
    postAuthKeepMeSignedInPrompt: { title: 'Stay signed in' },
    classicFooterHelpTitle: 'Help',
  },
};

suite('brands', ({ call, fixture }) => {
  call('GET /api/v1/brands', { query: { limit: '20' } });
  // No domain uses the brand of the run: its pages are not visible, and it sends no mail.
  const made = fixture(brand);
  call(`GET ${pages}/default`, { on: made });
  for (const kind of ['customized', 'preview'] as const) {
    call(`PUT ${pages}/${kind}`, { on: made, body: () => page });
    call(`GET ${pages}/${kind}`, { on: made });
  }
  call('PUT /api/v1/brands/{brandId}/templates/email/{templateName}/settings', {
    on: made,
    with: { templateName: 'UserActivation' },
    body: () => ({ recipients: 'NO_USERS' }),
  });
});
