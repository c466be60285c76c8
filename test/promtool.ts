import { spawnSync } from 'node:child_process';

const program = process.env.PROMTOOL_PATH ?? 'promtool';

/** Whether promtool can be started. If not, prints one line. */
export function hasPromtool(): boolean {
  if (!spawnSync(program, ['--version']).error) return true;
  console.log(
    'Skipped: the check of metrics.prom with promtool, which was not found (install prometheus, or set PROMTOOL_PATH).',
  );
  return false;
}

/** What promtool reports about a file of metrics; empty if it is correct. */
export function promtoolCheck(metrics: string): string {
  const { status, stdout, stderr } = spawnSync(program, ['check', 'metrics'], { input: metrics, encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`;
}
