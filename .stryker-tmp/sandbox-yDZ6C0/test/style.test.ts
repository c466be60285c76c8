// @ts-nocheck
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeTexts, jsonTexts, markdownTexts, projectTexts, type Text } from './style/texts.js';

interface Phrase {
  /** A regular expression, for whole words in any case. */
  phrase: string;
  instead: string;
  /** A sentence in the old wording, which the expression must match. */
  example: string;
  /** A regular expression for paths of files in which the phrase is allowed, such as a file that quotes a text of Okta. */
  except?: string;
}

const phrases = JSON.parse(readFileSync(new URL('../docs/style-phrases.json', import.meta.url), 'utf8')) as Phrase[];
const patterns = phrases.map((phrase) => ({ ...phrase, pattern: patternOf(phrase) }));

function patternOf({ phrase }: Phrase): RegExp {
  return new RegExp(`(?<![\\w/-])(?:${phrase})(?![\\w-])`, 'i');
}

function faultsIn(texts: Text[]): string[] {
  return texts.flatMap(({ file, line, text }) =>
    patterns.flatMap(({ pattern, instead, except }) => {
      const found = pattern.exec(text)?.[0];
      return found === undefined || (except !== undefined && new RegExp(except).test(file))
        ? []
        : [`${file}:${line}: "${found}" → ${instead}`];
    }),
  );
}

test('texts contain no discouraged phrase of docs/style-phrases.json', () => {
  expect(faultsIn(projectTexts())).toEqual([]);
});

test.each(phrases)('"$example" is detected', (phrase) => {
  expect(patternOf(phrase).test(phrase.example)).toBe(true);
});

test('literals, templates, comments, test titles, Markdown and notes of contracts are read', () => {
  const source = [
    "import a from 'lest';",
    '/** One',
    ' * upon two. */',
    `const b = \`\${a} is not\`;`,
    "f('make room');",
  ].join('\n');
  expect(codeTexts('src/a.ts', source).map(({ text }) => text.trim())).toEqual([
    '… is not',
    'make room',
    'One upon two.',
  ]);
  const titles = "test.each([1])('no %s', () => f('no title'));\ndescribe('yes', () => {});";
  expect(codeTexts('test/a.test.ts', titles).map(({ text }) => text)).toEqual(['no %s', 'yes']);
  expect(markdownTexts('a.md', 'One is not\nthere.\n\n- two').map(({ text }) => text)).toContain('One is not there.');
  expect(jsonTexts('contracts/a.json', '{"a":[{"note":"n"}],"enum":["x"]}')).toEqual([
    { file: 'contracts/a.json', line: 1, text: 'n' },
  ]);
});

test('plain sentences pass', () => {
  const sentences = [
    'Missing required property `id`',
    'There is no operation for this path.',
    'Unknown command `verfy`. Did you mean `verify`?',
    '1 request, 2 requests, 1 violation, version 1 is read',
    'Removed in 2025.08.0 but still returned',
  ];
  expect(faultsIn(sentences.map((text) => ({ file: 'a', line: 1, text })))).toEqual([]);
});
