// @ts-nocheck
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseSettings } from '../../src/config/load.js';
import { faultOf } from './fault-of.js';

describe('an OAuth 2.0 client', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const client = {
    OKTA_CLIENT_ORGURL: 'https://acme.oktapreview.com',
    OKTA_CLIENT_AUTHORIZATIONMODE: 'PrivateKey',
    OKTA_CLIENT_CLIENTID: '0oa1',
  };
  const authOf = (env: Record<string, string>) => {
    const { org } = parseSettings({ ...client, ...env });
    return org.kind === 'live' ? org.auth : undefined;
  };

  test.each([
    ['PEM', pem.trim()],
    ['PEM in one line', pem.trim().replaceAll('\n', '\\n')],
    ['JWK', JSON.stringify(privateKey.export({ format: 'jwk' }))],
  ])('can have its key as %s', (_, key) => {
    expect(authOf({ OKTA_CLIENT_PRIVATEKEY: key })).toEqual({
      scheme: 'OAuth',
      clientId: '0oa1',
      privateKey: key,
      scopes: [],
    });
  });

  test('can have its key in a file, an id of the key, and scopes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'key.pem'), pem);
    expect(
      authOf({
        OKTA_CLIENT_PRIVATEKEY: join(folder, 'key.pem'),
        OKTA_CLIENT_PRIVATEKEYID: 'a-key',
        OKTA_CLIENT_SCOPES: 'okta.users.read, okta.groups.read',
      }),
    ).toMatchObject({ privateKey: pem, keyId: 'a-key', scopes: ['okta.users.read', 'okta.groups.read'] });
  });

  test.each([
    ['no key', {}, 'OKTA_CLIENT_ORGURL is set and OKTA_CLIENT_PRIVATEKEY is not: set the client and its private key'],
    [
      'half a key',
      { OKTA_CLIENT_PRIVATEKEY: pem.slice(0, 60) },
      'OKTA_CLIENT_PRIVATEKEY cannot be read as a private key',
    ],
    [
      'a file that is not there',
      { OKTA_CLIENT_PRIVATEKEY: '/none/key.pem' },
      'OKTA_CLIENT_PRIVATEKEY is neither a key nor',
    ],
    [
      'a key of another kind',
      {
        OKTA_CLIENT_PRIVATEKEY: generateKeyPairSync('ed25519')
          .privateKey.export({ format: 'pem', type: 'pkcs8' })
          .toString(),
      },
      'OKTA_CLIENT_PRIVATEKEY has a type that Okta does not support (ed25519',
    ],
  ])('with %s is rejected with one sentence, without any part of the key', (_, env, said) => {
    const fault = faultOf({ ...client, ...env }) ?? '';
    expect(fault).toContain(said);
    for (const value of Object.values(env))
      for (const line of String(value).split('\n').slice(1)) if (line) expect(fault).not.toContain(line);
  });
});
