// Measures fleets, and checks them. `npm run fleet-bench -- run 1 10 50 200` verifies so many reference orgs, 10 of 200 of them
// faulty, and prints wall time, processor time and the most memory. Exit code 1 if a verdict is wrong, or if something is left.
// `--kill` kills the fleet twice and continues it. `--tiers read,write` is another tier.
// `npm run fleet-bench -- report 200 60` times the queries over so many orgs and nights.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { reportOf } from './fleet-bench/report.js';
import { runOf } from './fleet-bench/run.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kill: { type: 'boolean', default: false }, tiers: { type: 'string', default: 'read' } },
});
const [what = 'run', ...numbers] = positionals;
const folder = mkdtempSync(join(tmpdir(), 'fleet-bench-'));
try {
  if (what === 'report') await reportOf(folder, ...(numbers.map(Number) as [number, number]));
  else {
    const wrong: string[] = [];
    for (const n of numbers.map(Number))
      wrong.push(...(await runOf(n, folder, { kill: values.kill, tiers: values.tiers.split(',') })));
    for (const line of wrong) console.log(line);
    process.exitCode = wrong.length > 0 ? 1 : 0;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
