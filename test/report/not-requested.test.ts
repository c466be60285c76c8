import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { pageData } from '../../src/report/page-data.js';
import { renderMarkdown } from '../../src/report/render/markdown.js';
import { report as reportOf } from './sample-report.js';

const report = reportOf([], {
  notRequested: [
    { reason: 'It sends a mail', operations: ['POST /api/v1/a', 'POST /api/v1/b'] },
    { reason: 'It needs a <device>', operations: ['GET /api/v1/c'] },
  ],
});
const text = 'Not requested: 3 operations. Reasons: docs/editions/not-requested.md.';

test('the Markdown report has a closed section with the reasons', () => {
  const markdown = renderMarkdown(report);
  expect(markdown).toContain(`<details><summary>${text}</summary>\n\n| Reason | Count | Operations |`);
  expect(markdown).toContain('| It sends a mail | 2 | `POST /api/v1/a` `POST /api/v1/b` |');
  expect(markdown).not.toContain('<device>');
  expect(renderMarkdown(reportOf([]))).not.toContain('Not requested');
});

test('the page has the sentence and the operations', () => {
  const { sentences, coverage } = pageData(report);
  expect(sentences.notRequested).toBe(text);
  expect(coverage.notRequested).toEqual(report.coverage.notRequested);
  expect(pageData(reportOf([])).sentences.notRequested).toBe(undefined);
});

test('report.json with them matches its schema', () => {
  const schema = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'));
  const { $defs, properties } = schema;
  const isValid = new Ajv2020({ strict: false }).compile({ ...properties.coverage, $defs });
  expect(isValid(JSON.parse(JSON.stringify(report.coverage)))).toBe(true);
  expect(isValid({ ...report.coverage, notRequested: [{ operations: [] }] })).toBe(false);
});
