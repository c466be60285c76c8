// @ts-nocheck
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { loadSettings } from '../../src/config/load.js';
import { Output, output as processOutput, registerIssuedToken, registerSecretSettings } from '../../src/io/output.js';
import { authenticate } from '../../src/org/auth/credentials.js';

const token = '00aVery-Secret_Token0123456789';

describe('configured secrets are replaced', () => {
  const output = new Output({ secrets: [token] });

  test.each([
    ['unencoded', token],
    ['in a URL', encodeURIComponent(token)],
    ['in base64', Buffer.from(token).toString('base64')],
    ['in base64url', Buffer.from(token).toString('base64url')],
  ])('%s', (_, form) => {
    expect(output.clean(`before ${form} after`)).toMatch(/^before REDACTED=* after$/);
    expect(output.cleanStyled(`before ${form} after`)).toMatch(/^before REDACTED=* after$/);
  });

  test.each(['SSWS ', 'a:', 'user:', 'ab'])('in base64, after %s', (prefix) => {
    for (const encoding of ['base64', 'base64url'] as const) {
      const said = output.clean(Buffer.from(`${prefix}${token} and more`).toString(encoding));
      expect(Buffer.from(said, encoding).toString()).not.toContain(token.slice(3, -3));
      expect(said).toContain('REDACTED');
    }
  });

  test('with other characters of a regular expression', () => {
    const secret = 'a+b/c=d.(e)[f]{g}|h*i?';
    const other = new Output({ secrets: [secret] });
    const encoded = encodeURIComponent(secret);
    expect(new Output({ secrets: ['a+b/c+d/e'] }).clean('x a%2bb%2fc%2bd%2fe')).toBe('x REDACTED');
    expect(other.clean(`x ${secret} y ${encoded} z`)).toBe('x REDACTED y REDACTED z');
  });

  test('a secret that is split by control characters', () => {
    expect(output.clean(`${token.slice(0, 9)}\u0000\u001b[1m${token.slice(9)}`)).toBe('REDACTED');
  });

  test('each line of a PEM except the first and last', () => {
    const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
    const lines = String(pem).trim().split('\n');
    for (const form of [String(pem), String(pem).replaceAll('\n', '\\n')]) {
      const other = new Output({ secrets: [form] });
      for (const line of lines.slice(1, -1)) expect(other.clean(`x ${line} y`)).toBe('x REDACTED y');
      expect(other.clean(lines[0] ?? '')).toBe(lines[0]);
    }
  });

  test('each private member of a JWK, but not its public ones', () => {
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
    const other = new Output({ secrets: [JSON.stringify(jwk)] });
    expect(other.clean(`d is ${jwk.d}`)).toBe('d is REDACTED');
    expect(other.clean(`x is ${jwk.x}`)).toBe(`x is ${jwk.x}`);
  });

  test('a secret that is registered later', () => {
    const other = new Output();
    expect(other.clean(token)).toBe(token);
    other.register(token);
    expect(other.clean(token)).toBe('REDACTED');
  });

  test('a signed token that is not registered', () => {
    const signed = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl';
    expect(output.clean(`client_assertion=${signed}&x`)).toBe('client_assertion=REDACTED&x');
  });

  test('a text of fewer than 8 characters is not replaced', () => {
    expect(new Output({ secrets: ['users', ''] }).clean('users')).toBe('users');
  });
});

describe('credentials are registered before they are used', () => {
  const url = 'https://org.example.com';

  test('the settings, before they are checked', () => {
    vi.stubEnv('OKTA_CLIENT_TOKEN', 'a-token-of-the-settings');
    vi.stubEnv('OKTA_CLIENT_PRIVATEKEY', '/home/me/key-of-mine.pem');
    vi.stubEnv('OKTA_CLIENT_ORGURL', 'no URL');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(loadSettings).toThrow();
    expect(processOutput.clean('with a-token-of-the-settings')).toBe('with REDACTED');
    // The path of a key file is not a secret.
    expect(processOutput.clean('/home/me/key-of-mine.pem')).toBe('/home/me/key-of-mine.pem');
    const key = '{"kty":"EC","d":"private-member-of-a-key"}';
    registerSecretSettings({ OKTA_CLIENT_PRIVATEKEY: key });
    expect(processOutput.clean('private-member-of-a-key')).toBe('REDACTED');
  });

  test('an API token', () => {
    const http = async () => ({ status: 200, headers: {}, body: '' });
    authenticate({ url, auth: { scheme: 'SSWS', token: 'a-token-that-is-used' } }, http, ['read']);
    expect(processOutput.clean('with a-token-that-is-used')).toBe('with REDACTED');
  });

  test.each(['contract', '"version": 1, and what comes then', 'matches the edition', '\ud800'.repeat(30)])(
    'an issued token that is not in the format of a token is not registered: %j',
    (text) => {
      registerIssuedToken(text);
      expect(processOutput.clean(`a ${text} b`)).toBe(`a ${text} b`);
    },
  );

  test('a private key and its access token', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const text = JSON.stringify({ access_token: 'an-opaque-access-token-0123', token_type: 'Bearer' });
    const { http } = authenticate(
      { url, auth: { scheme: 'OAuth', clientId: 'c', privateKey: pem, scopes: ['okta.users.read'] } },
      async () => ({ status: 200, headers: {}, body: text }),
      ['read'],
    );
    await http({ method: 'GET', path: '/api/v1/users' });
    expect(processOutput.clean('with an-opaque-access-token-0123')).toBe('with REDACTED');
    expect(processOutput.clean(pem.split('\n')[1] ?? '')).toBe('REDACTED');
  });
});

describe('control characters are removed', () => {
  const output = new Output();

  test.each([
    ['the title of a window', 'a\u001b]0;owned\u0007b', 'ab'],
    ['a hyperlink', 'a\u001b]8;;https://x.example\u001b\\text\u001b]8;;\u001b\\b', 'atextb'],
    ['a colour that is not of the program', 'a\u001b[8mb\u001b[38;5;1mc', 'abc'],
    ['the moving of the cursor', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
    ['the device control string', 'a\u001bPq#0\u001b\\b', 'ab'],
    ['C0 and DEL', 'a\u0000\u0007\u0008\u000b\u000c\r\u007fb', 'ab'],
    ['C1', 'a\u009b31m\u0085b', 'a31mb'],
    ['the direction of a text', 'a\u202eb\u2066c\u2069d', 'abcd'],
    ['an escape at the end', 'a\u001b', 'a'],
  ])('%s', (_, text, clean) => {
    expect(output.clean(text)).toBe(clean);
    expect(output.cleanStyled(text)).toBe(clean);
  });

  test('tab, new line and letters of all languages are kept', () => {
    const text = 'a\tb\nü 漢 🙂\n';
    expect(output.clean(text)).toBe(text);
    expect(output.cleanStyled(text)).toBe(text);
  });

  test('styles are kept on a stream and removed in a file', () => {
    const text = '\r\u001b[K\u001b[31mFAILED\u001b[39m';
    expect(output.cleanStyled(text)).toBe(text);
    expect(output.clean(text)).toBe('FAILED');
  });
});

describe('no line is a command of a CI system', () => {
  const output = new Output();

  test.each([
    ['::warning::owned', ': :warning::owned'],
    ['a\n::error::owned', 'a\n: :error::owned'],
    ['  ::add-mask::owned', '  : :add-mask::owned'],
    ['\u001b[0m::error::owned', ': :error::owned'],
    ['##[error]owned', '## [error]owned'],
    ['a ##[group]owned', 'a ## [group]owned'],
    ['a ##vso[task.setvariable variable=x]owned', 'a ## vso[task.setvariable variable=x]owned'],
    ["##teamcity[buildStop comment='x']", "## teamcity[buildStop comment='x']"],
    ['a :: b', 'a :: b'],
  ])('%j', (text, clean) => {
    expect(output.clean(text)).toBe(clean);
    expect(output.cleanStyled(text)).toBe(clean);
  });
});

test('a wrapped stream behaves like the stream, with safe output', async () => {
  const stream = new PassThrough();
  const safe = new Output({ secrets: [token] }).through(stream);
  let drained = false;
  safe.once('drain', () => {
    drained = true;
  });
  expect(safe.write('x'.repeat(stream.writableHighWaterMark))).toBe(false);
  stream.read();
  await new Promise((resolve) => setImmediate(resolve));
  expect(drained).toBe(true);
  safe.write(`by ${token}\n`);
  expect(String(stream.read())).toBe('by REDACTED\n');
});

test('files and the keys and values of data are safe', () => {
  const folder = mkdtempSync(join(tmpdir(), 'output-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const output = new Output({ secrets: [token] });
  output.writeFile(join(folder, 'a'), `${token}\n`);
  output.appendFile(join(folder, 'a'), `\u001b[31m${token}\n`);
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('REDACTED\nREDACTED\n');
  expect(output.cleanData({ [token]: [token, 1, null, { a: 'b\u0007' }] })).toEqual({
    REDACTED: ['REDACTED', 1, null, { a: 'b' }],
  });
});

describe('all output passes the filter', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const using = (pattern: RegExp) =>
    sources.filter((name) => pattern.test(readFileSync(join('src', name), 'utf8'))).sort();

  test('streams of the process', () => {
    expect(using(/process\.(stdout|stderr)\.write|\bconsole\./)).toEqual(['io/output.ts']);
  });

  test('the streams of a command', () => {
    expect(using(/(out|err): process\.std(out|err)\b/)).toEqual(['cli/bin.ts']);
    expect(readFileSync('src/cli/main.ts', 'utf8')).toContain('output.through(');
  });

  // The journal is not a report: it is written through its open file, and must contain unchanged values.
  test('files', () => {
    expect(using(/\b(writeFile|appendFile)Sync\b|\bcreateWriteStream\b|fs\/promises/)).toEqual(['io/output.ts']);
  });
});
