// @ts-nocheck
import { suite } from '../src/vitest/suite.js';
import { brand, host } from './fixtures.js';

const uris = '/api/v1/brands/{brandId}/well-known-uris';
const uri = `${uris}/{path}`;

suite('associated-domains', ({ call, fixture }) => {
  call('GET /.well-known/apple-app-site-association');
  call('GET /.well-known/assetlinks.json');
  call('GET /.well-known/webauthn');

  // The default brand is not changed: the run creates this one, and no domain uses it.
  const made = fixture(brand);
  call(`GET ${uris}`, { on: made, query: { expand: 'all' } });
  for (const path of ['apple-app-site-association', 'assetlinks.json', 'webauthn'])
    call(`GET ${uri}`, { on: made, with: { path } });
  const webauthn = { path: 'webauthn' };
  call(`GET ${uri}/customized`, { on: made, with: webauthn });
  call(`PUT ${uri}/customized`, {
    on: made,
    with: webauthn,
    body: () => ({ representation: { origins: [`https://${host}`] } }),
  });
  call(`GET ${uri}/customized`, { on: made, with: webauthn });
  call(`PUT ${uri}/customized`, { on: made, with: webauthn, body: () => ({ representation: null }) });
});
