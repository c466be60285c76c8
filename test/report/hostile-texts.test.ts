import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marked } from 'marked';
import { expect, onTestFinished, test } from 'vitest';
import { readReport } from '../../src/assess/read.js';
import { registerSecret } from '../../src/io/output.js';
import { renderMarkdown } from '../../src/report/render/markdown.js';
import { addToJobSummary, renderReports, writeReports } from '../../src/report/write.js';
import { runMain } from '../cli/run-main.js';
import { finding, report, result } from './sample-report.js';
import { place, sdkReport } from './sample-sdks.js';

const secret = '00aSecretOfTheReports0123456789';
const title = '\u001b]0;owned\u0007';
const hostile = `${title}\u202e\u0007\n::error::owned\n##[error]owned\n${secret} \u001b[8m![x](https://x.example) <img src=x> <b> & &lt; | \`code\` *bold* [a](b)`;

const operation = 'GET /api/v1/users/{id}';
/** A report whose every free text is hostile. */
const given = report(
  [
    result(operation, {
      outcome: { kind: 'verified', verdict: 'violation' },
      findings: [finding(operation, { message: hostile, pointer: `/${hostile}` })],
    }),
    result('GET /api/v1/groups', { outcome: { kind: 'skipped', reason: 'missing-role', detail: hostile } }),
  ],
  {
    facts: {
      sdks: [
        sdkReport(
          {},
          [
            [operation, 'failed', [place(`/${hostile}`, { expected: hostile, message: hostile })]],
            [operation, 'loss', [place(`/${hostile}`, { cause: 'dropped', message: hostile })]],
          ],
          hostile,
        ),
      ],
      policy: {
        strict: false,
        stale: 'fail',
        known: [],
        today: '2026-11-24',
        waivers: [{ fingerprint: '0123456789abcdef', reason: hostile, owner: hostile, expires: '2026-01-01' }],
      },
    },
  },
);

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'hostile-texts-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function expectSafe(text: string, hasTexts = true): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]|\\u001b|\\u0007|;owned/);
  expect(text).not.toMatch(/^\s*::|##\[/m);
  expect(text).not.toContain(secret);
  expect(text.includes('owned')).toBe(hasTexts);
}

test('no report and no summary has a control character, a command of a CI system, or a secret', () => {
  registerSecret(secret);
  const at = folder();
  writeReports(at, given);
  renderReports(join(at, 'again'), readReport(join(at, 'report.json')));
  addToJobSummary(join(at, 'summary.md'), given);
  const files = readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  expect(files.filter((name) => !name.endsWith('history.ndjson')).length).toBe(15);
  // Metrics are numbers.
  for (const name of files.filter((one) => !one.endsWith('history.ndjson')))
    expectSafe(readFileSync(join(at, name), 'utf8'), !name.endsWith('metrics.prom'));
});

test('a report that was written by somebody else is shown without them', async () => {
  registerSecret(secret);
  const file = join(folder(), 'report.json');
  writeFileSync(file, JSON.stringify(given));
  const { out } = await runMain(['report', file]);
  expectSafe(out);
});

test('Markdown holds no mark-up that a text brought', () => {
  const html = String(marked.parse(renderMarkdown(given), { gfm: true }));
  const tags = new Set([...html.matchAll(/<(\w+)/g)].map(([, tag]) => tag));
  expect(['img', 'b'].filter((tag) => tags.has(tag))).toEqual([]);
  expect(html).not.toMatch(/<code>code|<(em|strong)>bold|href="b"/);
  expect(html).toContain('&amp;lt;');
});
