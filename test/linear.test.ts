import { createContext, runInContext } from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { unverifiable } from '../src/assess/unverifiable.js';
import { loadCatalogue } from '../src/contract/catalogue.js';
import { type Check, createCheck } from '../src/contract/check.js';
import { listFiles, listResources, readContractFile } from '../src/contract/files.js';
import { createMatcher, type Matcher } from '../src/contract/match.js';
import { isNotServed } from '../src/contract/refusal.js';
import { Schemas } from '../src/contract/schemas.js';
import { constantOrShape } from '../src/contract/shape.js';
import { showErrorCode, showMediaType } from '../src/contract/vocabulary.js';
import type { Exchange, RawExchange } from '../src/domain/exchange.js';
import { makeExchange } from '../src/domain/exchange.js';
import { redactText } from '../src/domain/redaction.js';
import { Output } from '../src/io/output.js';
import { ownContractsFolder } from '../src/io/package-root.js';
import { isNextElsewhere, nextPage } from '../src/org/pages.js';
import { bucketOf } from '../src/org/rate-limit/buckets.js';

/** Prefixes of matches of the patterns: each is repeated up to 1 MB without completing a match. */
const beginnings = [
  'eyJ-',
  'eyJa.',
  'eyJa.b',
  '-eyJa',
  'Bearer ',
  'Bearer\t\t',
  '?token',
  '&access_token',
  'token',
  'code=',
  '<',
  '<a>;rel',
  '<a>; ',
  'rel=',
  'application/',
  '+json',
  'application/x+json ',
  'com.okta.',
  'A_A',
  't',
  '2025-01-01T',
  '0',
  'P1',
  'orn:',
  'a:/',
  '/',
  '/api/v1/users',
  '\u001b[',
  '::',
  '\u2028',
  ' \t',
  '##',
  '\u001b]0;',
  '\u001b[0 ',
  'token-s',
  '\r\n',
  'E0000',
  '-',
  '.',
  ' ',
];
const folder = ownContractsFolder();
const head = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://okta-contracts.example/x/x.schema.json',
  title: 'X',
};
/** Each pattern and each format of the contracts, as a separate schema. */
const $defs = Object.fromEntries(
  listResources(folder)
    .concat('shared')
    .flatMap((resource) => listFiles(folder, resource, '.schema.json'))
    .flatMap(
      (file) =>
        JSON.stringify(readContractFile(folder, file)).match(/"(?:pattern|format)":"(?:[^"\\\\]|\\\\.)*"/g) ?? [],
    )
    .filter((found, i, all) => all.indexOf(found) === i)
    .map((found, i) => [`text${'abcdefghijklmnopqrstuvwxyz'[i]}`, { type: 'string', ...JSON.parse(`{${found}}`) }]),
);

const output = new Output({ secrets: ['token-secret', 'a second secret'] });
const ends = ['', '!'];
const hostile = beginnings.flatMap((text) => ends.map((end) => text.repeat(Math.ceil(1_000_000 / text.length)) + end));

let check: Check;
let match: Matcher;
let catalogue: ReturnType<typeof loadCatalogue>;

beforeAll(() => {
  catalogue = loadCatalogue();
  check = createCheck(catalogue);
  match = createMatcher(catalogue);
});

/** An exchange that was not redacted: redaction shortens some of the hostile texts. */
function unredacted(raw: RawExchange): Exchange {
  return raw as unknown as Exchange;
}

function exchangeOf(text: string, status: number): RawExchange {
  return {
    id: '1',
    request: { method: 'GET', url: `https://org.example.com/api/v1/users/me?${text}` },
    response: {
      status,
      headers: { 'content-type': text, 'www-authenticate': text, location: text },
      body: { errorCode: text, errorSummary: text },
    },
  };
}

/** All functions that process text of a response. A quadratic one needs minutes for 1 MB, a linear one milliseconds. */
const readers: [string, (text: string) => unknown][] = [
  ['redactText', redactText],
  [
    'makeExchange',
    (text) =>
      makeExchange({
        ...exchangeOf(text, 200),
        response: { status: 200, headers: { link: text }, body: { [text]: text } },
      }),
  ],
  ['nextPage', (text) => nextPage('https://org.example.com', { link: text }, { _links: { next: { href: text } } })],
  ['isNextElsewhere', (text) => isNextElsewhere('https://org.example.com', {}, { _links: { next: { href: text } } })],
  [
    'unverifiable',
    (text) =>
      [200, 302, 401, 403, 404, 409].map((status) =>
        unverifiable(unredacted(exchangeOf(text, status)), { answers: {}, template: '/api/v1/users' }),
      ),
  ],
  [
    'isNotServed',
    (text) =>
      isNotServed(
        unredacted({
          ...exchangeOf(text, 404),
          response: { status: 404, headers: {}, body: { errorCode: 'E0000007', errorSummary: text } },
        }),
        '/api/v1/users',
      ),
  ],
  ['constantOrShape', (text) => constantOrShape(text, catalogue.schemas.vocabulary)],
  ['a content type', showMediaType],
  ['an error code', showErrorCode],
  ['a name', (text) => catalogue.schemas.vocabulary.name(text)],
  ['the output', (text) => [output.clean(text), output.cleanStyled(text)]],
  ['bucketOf', (text) => bucketOf('GET', `/api/v1/${text}`)],
  ['the matcher', (text) => match('GET', text)],
];

const sandbox = createContext({ work: () => {} });

/** Ends work after 10 s: a timeout of vitest cannot end synchronous code. */
function inTime(work: () => void): void {
  sandbox.work = work;
  runInContext('work()', sandbox, { timeout: 10_000 });
}

describe('patterns are linear in a text of 1 MB', () => {
  test.each(readers)('%s', (_, read) => {
    for (const text of hostile) inTime(() => read(text));
  });

  test('the check of a response', () => {
    const operation = catalogue.operations.get('GET /api/v1/users/{id}');
    if (!operation) throw new Error('the operation has no contract');
    check(operation, unredacted(exchangeOf('a', 200)));
    for (const text of hostile)
      for (const status of [200, 400])
        inTime(() =>
          check(
            operation,
            unredacted({
              ...exchangeOf(text, status),
              response: {
                status,
                headers: { 'content-type': text },
                body: {
                  id: text,
                  status: text,
                  created: text,
                  [text]: text,
                  profile: { [text]: text },
                  errorCode: text,
                },
              },
            }),
          ),
        );
  });

  test('every pattern and format of the contracts', () => {
    const schemas = new Schemas(folder, (file) =>
      file === 'x/x.schema.json' ? { ...head, $defs } : readContractFile(folder, file),
    );
    const names = Object.keys($defs);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names)
      for (const text of hostile) inTime(() => void schemas.validator(`x/x.schema.json#/$defs/${name}`)(text));
  });
});

test('formats and patterns reject a text of more than 10,000 characters', () => {
  const time = (digits: number) => `2025-08-01T00:00:00.${'0'.repeat(digits)}Z`;
  const isTime = new Schemas(folder).validator('shared/timestamp.schema.json');
  expect(isTime(time(3))).toBe(true);
  expect(isTime(time(10_000))).toBe(false);
  const isOrn = new Schemas(folder).validator('iam/resource.schema.json#/properties/orn');
  expect(isOrn('orn:okta')).toBe(true);
  expect(isOrn(`orn:${'a'.repeat(10_000)}`)).toBe(false);
});
