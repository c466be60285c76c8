// Compares the number of verified operations with the estimate of the pre-flight. Usage: npm run estimates [-- --write]
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ReferenceOrgOptions, startReferenceOrg } from '../reference-org/index.js';
import type { RunReport } from '../src/assess/run-report.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const document = join(root, 'docs/canary.md');
const begin = '<!-- estimates -->';
const end = '<!-- /estimates -->';

const integrator = { limits: { plan: 'integrator' } } as const;
const preview = { limits: { plan: 'preview' } } as const;
const orgs: { name: string; options: ReferenceOrgOptions; tiers: string }[] = [
  { name: 'Integrator org, `read`', options: integrator, tiers: 'read' },
  { name: 'Integrator org, `write`', options: integrator, tiers: 'write' },
  { name: 'Preview org, read-only administrator, `read`', options: { ...preview, role: 'read-only' }, tiers: 'read' },
  { name: 'Preview org, super administrator, `write`', options: preview, tiers: 'write' },
];

/** Runs the suites on a reference org that is configured like real orgs. */
async function measure({ name, options, tiers }: (typeof orgs)[number]): Promise<string[]> {
  // Short rate-limit windows shorten the run.
  const org = await startReferenceOrg({
    ...options,
    profile: 'observed',
    limits: { ...options.limits, windowMs: 2_000 },
  });
  const folder = mkdtempSync(join(tmpdir(), 'estimates-'));
  try {
    await run(folder, {
      OKTA_CLIENT_ORGURL: org.url,
      OKTA_CLIENT_TOKEN: org.token,
      OKTA_CONTRACTS_TIERS: tiers,
    });
    const { coverage } = JSON.parse(readFileSync(join(folder, 'reports/report.json'), 'utf8')) as RunReport;
    const { selected, expected, verifiable, verified } = coverage;
    return [name, ...[selected, expected, verifiable, verified].map(String)];
  } finally {
    await org.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(folder: string, settings: Record<string, string>): Promise<void> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root], {
    cwd: folder,
    env: { PATH, HOME: folder, NO_COLOR: '1', ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await new Promise((resolve) => child.once('close', resolve));
}

const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
const rows = [
  ['Org, caller and tier', 'Operations', 'Expected', 'Verifiable', 'Verified'],
  ['---', '---', '---', '---', '---'],
];
for (const org of orgs) rows.push(await measure(org));
const table = rows.map(line).join('\n');
console.log(table);
if (process.argv.includes('--write')) {
  const text = readFileSync(document, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/canary.md has no ${begin} … ${end}: restore these lines.`);
  writeFileSync(document, `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`);
}
