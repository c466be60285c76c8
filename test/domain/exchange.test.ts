import { describe, expect, test } from 'vitest';
import type { Headers } from '../../src/domain/exchange.js';
import { makeExchange } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';
import { redactText } from '../../src/domain/redaction.js';

const secret = 's3cr3t-Value';
const signed = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl';

function exchange(parts: { url?: string; headers?: Headers; sent?: Json; got?: Json }) {
  return makeExchange({
    id: '1',
    request: {
      method: 'post',
      url: parts.url ?? 'https://org.example.com/api/v1/users',
      ...(parts.headers ? { headers: parts.headers } : {}),
      ...(parts.sent === undefined ? {} : { body: parts.sent }),
    },
    response: {
      status: 200,
      headers: parts.headers ?? {},
      body: parts.got,
    },
  });
}

describe('headers', () => {
  test.each(['Authorization', 'Cookie', 'Set-Cookie', 'DPoP', 'Proxy-Authorization', 'X-API-Key'])(
    '%s is replaced in requests and responses',
    (name) => {
      const made = exchange({ headers: { [name]: secret } });
      expect(made.request.headers).toEqual({ [name.toLowerCase()]: 'REDACTED' });
      expect(made.response.headers).toEqual({ [name.toLowerCase()]: 'REDACTED' });
    },
  );

  test('several cookies are replaced by one text', () => {
    expect(exchange({ headers: { 'set-cookie': [`sid=${secret}`, `idx=${secret}`] } }).response.headers).toEqual({
      'set-cookie': 'REDACTED',
    });
  });

  test('secrets in all values of other headers are replaced', () => {
    const { headers } = exchange({
      headers: {
        Location: `https://app.example.com/cb?code=${secret}&state=s`,
        Link: [`<https://org.example.com/x?token=${secret}>; rel="self"`, '<https://org.example.com/y>; rel="next"'],
      },
    }).response;
    expect(headers).toEqual({
      location: 'https://app.example.com/cb?code=REDACTED&state=s',
      link: ['<https://org.example.com/x?token=REDACTED>; rel="self"', '<https://org.example.com/y>; rel="next"'],
    });
  });

  test('other headers stay unchanged', () => {
    const headers = { 'content-type': 'application/json', 'x-rate-limit-limit': '600' };
    expect(exchange({ headers }).response.headers).toEqual(headers);
  });
});

describe('URLs', () => {
  test.each([
    'token',
    'access_token',
    'id_token',
    'code',
    'sessionToken',
    'stateToken',
    'client_secret',
    'client_assertion',
  ])('the value of the parameter %s is replaced', (name) => {
    const url = `https://org.example.com/oauth2/v1/authorize?scope=openid&${name}=${secret}&limit=1`;
    expect(exchange({ url }).request.url).toBe(
      `https://org.example.com/oauth2/v1/authorize?scope=openid&${name}=REDACTED&limit=1`,
    );
  });

  test('a parameter whose name only ends like a secret one is kept', () => {
    const url = 'https://org.example.com/api/v1/logs?errorcode=E1&after=cursor';
    expect(exchange({ url }).request.url).toBe(url);
  });
});

describe('bodies', () => {
  test.each([
    'clientSecret',
    'client_secret',
    'password',
    'passCode',
    'token',
    'apiToken',
    'access_token',
    'refresh_token',
    'id_token',
    'client_assertion',
    'privateKey',
    'private_key',
    'secret',
    'secretKey',
    'secret_hash',
    'apiKey',
    'adminPassword',
    'tokenEncrypted',
    'tokenSigningKey',
    'device_secret',
    'sharedSecret',
    'tempPassword',
    'activationUrl',
    'resetPasswordUrl',
    'aesKey',
    'privateId',
    'answer',
  ])('the text at %s is replaced at any depth in requests and responses', (key) => {
    const body = { list: [{ deep: { [key]: secret, name: 'n' } }] };
    const made = exchange({ sent: body, got: body });
    expect(made.request.body).toEqual({ list: [{ deep: { [key]: 'REDACTED', name: 'n' } }] });
    expect(made.response.body).toEqual(made.request.body);
  });

  test('the private parts of a key are replaced and its public parts are kept', () => {
    const key = { kty: 'RSA', kid: 'k1', n: 'modulus', e: 'AQAB', d: secret, p: secret, q: secret, qi: secret };
    expect(exchange({ got: { keys: [key, { kty: 'oct', k: secret }] } }).response.body).toEqual({
      keys: [
        { kty: 'RSA', kid: 'k1', n: 'modulus', e: 'AQAB', d: 'REDACTED', p: 'REDACTED', q: 'REDACTED', qi: 'REDACTED' },
        { kty: 'oct', k: 'REDACTED' },
      ],
    });
  });

  test('the value of a password object is replaced', () => {
    const sent = { credentials: { password: { value: secret } }, profile: { login: 'a@example.com' } };
    expect(JSON.stringify(exchange({ sent }).request.body)).not.toContain(secret);
    const change = { oldPassword: { value: secret }, newPassword: { value: secret, hash: { salt: secret } } };
    expect(JSON.stringify(exchange({ sent: change }).request.body)).not.toContain(secret);
  });

  test.each(['sessionToken', 'stateToken', 'recoveryToken', 'activationToken'])(
    'a one-time token is replaced: %s',
    (key) => {
      expect(exchange({ got: { [key]: secret } }).response.body).toEqual({ [key]: 'REDACTED' });
    },
  );

  test('the credentials of an inline hook are replaced', () => {
    const authScheme = { type: 'HEADER', key: 'Authorization', value: secret };
    expect(JSON.stringify(exchange({ sent: { channel: { config: { authScheme } } } }).request.body)).not.toContain(
      secret,
    );
  });

  test('the answer to a recovery question is replaced and the question is kept', () => {
    const sent = { credentials: { recovery_question: { question: 'Who?', answer: secret } } };
    expect(exchange({ sent }).request.body).toEqual({
      credentials: { recovery_question: { question: 'Who?', answer: 'REDACTED' } },
    });
  });

  test('a secret that is not text is kept, so that the check sees its type', () => {
    const got = { password: {}, token: null, secret: 7, answer: ['a'], clientSecret: 'x' };
    expect(exchange({ got }).response.body).toEqual({ ...got, clientSecret: 'REDACTED' });
  });

  test('secrets in a form body are replaced', () => {
    const sent = `grant_type=client_credentials&client_secret=${secret}&client_assertion=${signed}`;
    const { body } = exchange({ sent }).request;
    expect(body).toBe('grant_type=client_credentials&client_secret=REDACTED&client_assertion=REDACTED');
  });

  test('a secret in the first field of a form body is replaced', () => {
    expect(exchange({ sent: `client_secret=${secret}&scope=a` }).request.body).toBe('client_secret=REDACTED&scope=a');
  });

  test('a signed token is replaced anywhere in a text', () => {
    const { body } = exchange({ got: { note: `see ${signed} there` } }).response;
    expect(body).toEqual({ note: 'see REDACTED there' });
  });

  test.each(['x-', 'token-eyJ-'])('a signed token is replaced together with a prefix: %s', (prefix) => {
    expect(exchange({ got: { note: `see ${prefix}${signed} there` } }).response.body).toEqual({
      note: 'see REDACTED there',
    });
  });

  test('the raw exchange is not changed', () => {
    const got = { password: secret };
    exchange({ got });
    expect(got).toEqual({ password: secret });
  });
});

test.each(['SSWS 00abc_DEF-123', 'Bearer abc.def~+/==', `DPoP ${signed}`])(
  'credentials in a text are replaced: %s',
  (credential) => {
    expect(redactText(`sent with ${credential}, refused`)).toBe('sent with REDACTED, refused');
  },
);

test('an exchange keeps id, time and status, and its method becomes upper case', () => {
  const made = makeExchange({
    id: '7',
    recordedAt: '2025-09-01T10:00:00Z',
    request: { method: 'get', url: 'https://org.example.com/' },
    response: { status: 204, headers: {}, body: undefined },
  });
  expect(made).toEqual({
    id: '7',
    recordedAt: '2025-09-01T10:00:00Z',
    request: { method: 'GET', url: 'https://org.example.com/' },
    response: { status: 204, headers: {} },
  });
});
