import { expect, test } from 'vitest';
import { limitExceeded } from '../../src/domain/body-limits.js';
import { isObject, type Json } from '../../src/domain/json.js';
import { redactBody } from '../../src/domain/redaction.js';

// The rules once more, in the simplest form: each pattern on each text, one walk for the limits and one for the secrets.
const secretKeys =
  /^(client_?secret|secret_hash|clientSecret|api_?key|password|adminPassword|passCode|.*token|tokenEncrypted|client_assertion|privateKey|private_key|secret|secretKey|tokenSigningKey|device_secret|sharedSecret|tempPassword|activationUrl|resetPasswordUrl|aesKey|privateId|answer|tac|authorization_header|d|p|q|dp|dq|qi|k)$/i;
const secretObjects = new Set(['password', 'oldPassword', 'newPassword', 'authScheme', 'headers']);
const secretParts = new Set(['value', 'salt']);
const secretParameters = /((?:^|[?&#])(?:\w*token|code|password|client_secret|client_assertion)=)[^&#\s>]*/gi;
const credentials = /\b(?:SSWS|Bearer|DPoP)\s+[\w.~+/-]+=*/g;
const signedTokens = /(?<![\w-])(?=[\w-]+\.[\w-]+\.)(?:[\w-]*-)?eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

function redactedText(text: string): string {
  return text
    .replace(secretParameters, '$1REDACTED')
    .replace(credentials, 'REDACTED')
    .replace(signedTokens, 'REDACTED');
}

function redacted(body: Json, isSecret = false): Json {
  if (typeof body === 'string') return redactedText(body);
  if (Array.isArray(body)) return body.map((item) => redacted(item, isSecret));
  if (!isObject(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      typeof value === 'string' && (secretKeys.test(key) || (isSecret && secretParts.has(key)))
        ? 'REDACTED'
        : redacted(value, isSecret || secretObjects.has(key)),
    ]),
  );
}

function expected(body: Json): { body?: Json; unreadable?: string } {
  const unreadable = limitExceeded(body);
  return unreadable === undefined ? { body: redacted(body) } : { unreadable };
}

/** Random numbers from 0 to below `n`, the same in each run. */
function randomOf(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const pieces = [
  ...[
    'eyJhbGci',
    'eyJ',
    '.',
    '-',
    'a',
    'b.c',
    'J',
    'eY',
    'SSWS',
    'Bearer',
    'DPoP',
    ' ',
    '\t',
    '\u00a0',
    '\u2028',
    '\ufeff',
  ],
  ...[
    '=',
    'token',
    'access_token=',
    'code=',
    'password',
    '?',
    '&',
    '#',
    'https://x.example/',
    'é',
    '\u212a',
    '\ud800',
    '>',
  ],
];
const keys = [
  ...['id', 'password', 'value', 'salt', 'authScheme', 'headers', 'Password', 'access_token', 'TOKEN', 'k', 'd', 'tac'],
  ...['__proto__', 'constructor', 'toString', '0', '1', '', 'client_secret', 'clientsecret', 'profile', 'privateKey'],
];

function bodyOf(random: (n: number) => number, depth: number): Json {
  const kind = random(depth > 0 ? 9 : 5);
  if (kind < 3) return Array.from({ length: random(6) }, () => pieces[random(pieces.length)]).join('');
  if (kind === 3) return [null, true, 0, -1.5, ''][random(5)] as Json;
  if (kind === 4) return keys[random(keys.length)] as string;
  if (kind < 7) return Array.from({ length: random(4) }, () => bodyOf(random, depth - 1));
  // Like JSON.parse: the key `__proto__` is a property.
  return Object.fromEntries(
    Array.from({ length: random(6) }, () => [keys[random(keys.length)] as string, bodyOf(random, depth - 1)]),
  );
}

test('generated bodies are redacted as the rules say, and stay unchanged themselves', () => {
  const random = randomOf(1);
  let changed = 0;
  for (let n = 0; n < 20_000; n += 1) {
    const body = bodyOf(random, 5);
    const before = JSON.stringify(body);
    const got = JSON.stringify(redactBody(body));
    if (got !== JSON.stringify({ body })) changed += 1;
    // As text, because the order of the properties and the key `__proto__` count.
    expect(got).toBe(JSON.stringify(expected(body)));
    expect(JSON.stringify(body)).toBe(before);
  }
  expect(changed).toBeGreaterThan(2_000);
});

test('a secret at the key __proto__ is replaced, and the prototype stays', () => {
  const body = JSON.parse('{"__proto__": {"password": "s3cr3t", "polluted": 1}, "a": {"__proto__": "Bearer s3cr3t"}}');
  const { body: clean } = redactBody(body);
  expect(JSON.stringify(clean)).toBe('{"__proto__":{"password":"REDACTED","polluted":1},"a":{"__proto__":"REDACTED"}}');
  expect(Object.getPrototypeOf(clean)).toBe(Object.prototype);
});

function nested(levels: number, inner: Json): Json {
  let body = inner;
  for (let i = 0; i < levels; i += 1) body = i % 2 === 0 ? [body] : { a: body };
  return body;
}

const wide = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`k${i}`, 1]));
test.each<[string, Json]>([
  ['99 levels', nested(99, { password: 'x' })],
  ['100 levels', nested(100, {})],
  ['101 levels', nested(101, 1)],
  ['100,000 levels', nested(100_000, {})],
  ['10,000 properties', Object.fromEntries(Object.entries(wide).slice(1))],
  ['10,001 properties', [{ token: 'x' }, wide]],
  ['too many properties below too many levels', nested(120, wide)],
  ['too many levels beside too many properties', [nested(120, 1), wide]],
  ['499,999 elements', Array(499_999).fill('')],
  ['500,000 elements', Array(500_000).fill(0)],
  ['500,000 values in lists', [Array(300_000).fill(0), Array(199_997).fill(0)]],
  ['500,001 values in lists', [Array(300_000).fill(0), Array(199_998).fill(0)]],
  ['a text', 'Bearer abc'],
  ['a text that is too deep to parse', '['.repeat(300_000)],
])('the limits are the same: %s', (_, body) => {
  const [got, want] = [redactBody(body), expected(body)];
  expect(got.unreadable).toBe(want.unreadable);
  if (want.unreadable === undefined) expect(got).toEqual(want);
  else expect(got.body).toBeUndefined();
});
