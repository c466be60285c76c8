// The costs of evidence and of the history of an org, for the bench.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRecorded } from '../src/assess/check-recorded.js';
import { addToShapes, readShapes } from '../src/assess/shapes/file.js';
import { OwnHistory } from '../src/assess/shapes/own-history.js';
import { loadCatalogue } from '../src/contract/catalogue.js';
import { createCheck } from '../src/contract/check.js';
import { createMatcher } from '../src/contract/match.js';
import type { AssertionEvidence } from '../src/domain/finding.js';
import { ownContractsFolder } from '../src/io/package-root.js';
import { readNdjsonLine } from '../src/recordings/ndjson.js';
import { readRecorded } from './assertion-evidence.js';

const repetitions = 11;
const none: AssertionEvidence = { documents: 'edition', satisfied: 0, violated: 0, orgs: 0, kinds: 0 };

/** The lines of the recordings of a folder. */
export async function recordedLines(folder: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const one of readRecorded(join(folder, 'recordings/real-orgs.ndjson.gz'))) lines.push(JSON.stringify(one));
  return lines;
}

/** The time to check recordings with evidence and a history of the same org, divided by that without: the median of pairs of runs. */
export function historyRatio(lines: readonly string[]): { ratio: number; historyBytes: number } {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const file = join(folder, 'shapes.ndjson');
  try {
    const past = new OwnHistory(loadCatalogue(), []);
    secondsOf(lines, (catalogue) => past.around(createCheck(catalogue)));
    addToShapes(file, past.learned);
    const without = () => secondsOf(lines, (catalogue) => createCheck({ ...catalogue, evidence: { of: () => none } }));
    const withBoth = () =>
      secondsOf(lines, (catalogue) =>
        new OwnHistory(catalogue, readShapes(file)).around(createCheck(catalogue), false),
      );
    const ratios = Array.from({ length: repetitions }, (_, i) => {
      // Both come first equally often.
      const first = i % 2 === 0 ? withBoth() : without();
      const second = i % 2 === 0 ? without() : withBoth();
      return i % 2 === 0 ? first / second : second / first;
    }).sort((a, b) => a - b);
    return { ratio: ratios[Math.floor(repetitions / 2)] as number, historyBytes: statSync(file).size };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The processor time to load the contracts, and to read and check recordings. */
function secondsOf(
  lines: readonly string[],
  make: (catalogue: ReturnType<typeof loadCatalogue>) => ReturnType<typeof createCheck>,
): number {
  const before = process.cpuUsage();
  const catalogue = loadCatalogue();
  const match = createMatcher(catalogue);
  const check = make(catalogue);
  for (const line of lines) {
    const entry = readNdjsonLine('bench', line);
    if (entry.kind === 'exchange') checkRecorded(entry.exchange, match, check);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Bytes of all evidence.json files. */
export function evidenceBytes(): number {
  const folder = ownContractsFolder();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('evidence.json'),
  );
  return files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** The lines of the hold-out: false alarms for each org that is left out. */
export function holdOut(folder: string): string[] {
  const output = execFileSync('npx', ['tsx', '.ci/hold-out.ts', folder], { encoding: 'utf8' });
  return output.split('\n').filter((line) => line.includes('false alarms'));
}
