import { marked } from 'marked';
import { expect, test } from 'vitest';
import type { RunReport } from '../../src/assess/run-report.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { renderMarkdown } from '../../src/report/render/markdown.js';
import { reportOfAll } from '../assess/all-changes.js';

const applied = reportOfAll(loadCatalogue(), () => 'applied');
const markdown = renderMarkdown(applied);

test('Markdown shows what each change means for the code of a client', () => {
  expect(markdown).toContain('## What changes for you\n');
  const start = markdown.indexOf('<details><summary>settings removed from GET /.well-known/okta-organization');
  const block = markdown.slice(start, markdown.indexOf('</details>', start));
  expect(block).toContain('**What to do:** Do not read \\`settings\\`: code must work without it.');
  expect(block).toContain('Affected: code that reads it. Operations: `GET /.well-known/okta-organization`.');
  expect(block).toMatch(/Before:\n\n```json\n[\s\S]*analyticsCollectionEnabled[\s\S]*```\n\nAfter:\n\n```json\n/);
  expect(block).toContain('| `OrgSettingMetadataAPI.GetWellknownOrgMetadata` |');
  expect(block).toContain(
    'https://developer.okta.com/docs/api/openapi/okta-management/management/tag/OrgSettingMetadata/',
  );
});

test('the details are collapsed, breaking changes come first, and the number of others is stated', () => {
  const html = marked.parse(markdown, { async: false });
  const numberOf = (name: string) => applied.groups.filter(({ section }) => section === name).length;
  const shown = numberOf('breaking applied') + 20;
  expect(html.match(/<details>/g)).toHaveLength(shown);
  expect(html.match(/<\/details>/g)).toHaveLength(shown);
  expect(markdown).toContain(`and ${numberOf('usable') - 20} more: see \`index.html\`.`);
  expect(markdown.indexOf('### Breaks existing code')).toBeLessThan(markdown.indexOf('### New and usable'));
  // A job summary has at most 1 MB.
  expect(markdown.length).toBeLessThan(500_000);
});

test('changes that waivers or the baseline accept are left out, and so are changes that are not observable', () => {
  const groups = applied.groups.map((group) => ({ ...group, policyResult: 'known' as const }));
  expect(renderMarkdown({ ...applied, groups })).not.toContain('What changes for you');
  const unobserved = reportOfAll(loadCatalogue(), () => 'not observable');
  expect(renderMarkdown(unobserved)).not.toContain('What changes for you');
});

test('texts of a guide cannot add markup or links', () => {
  const hostile = '</summary><img src=x> ``` \n``` [x](https://x.example) </details>';
  const [group] = applied.groups;
  const guide = {
    before: { [hostile]: hostile },
    advice: hostile,
    sdk: [{ operation: `GET /${hostile}` as const, node: hostile }],
    links: [{ title: hostile, url: 'https://x.example/) <img src=x>' }],
  };
  const given = { ...applied, groups: [{ ...group, title: hostile, guide }] } as RunReport;
  const html = marked.parse(renderMarkdown(given), { async: false });
  expect(html).not.toContain('<img');
  expect(html).not.toContain('>x</a>');
  expect(html.match(/<\/details>/g)).toHaveLength(1);
});
