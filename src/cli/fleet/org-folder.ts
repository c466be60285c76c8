import { copyFileSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RunReport } from '../../assess/run-report.js';
import { makeFolder, writeFiles } from '../../io/files.js';
import { journalFolder } from '../../org/journal/folder.js';
import { compactFiles } from './compact.js';
import { type PastNight, readPastNight } from './past-night.js';
import type { OrgResult } from './result.js';
import { linesIn, parsed, rowsIn } from './rows-in.js';

const results = 'results.ndjson';
const history = 'history.ndjson';
const shapes = 'shapes.ndjson';
const staleMs = 24 * 3_600_000;

/**
 * The folder of one org: `OUT/<org>/`. A run writes to a new folder in it, which becomes `OUT/<org>/<day>/` when the run has ended.
 * So a killed run leaves no reports, and a second run on a day replaces the first.
 */
export class OrgFolder {
  readonly #path: string;
  readonly #day: string;

  constructor(out: string, name: string, day: string) {
    this.#path = join(out, name);
    this.#day = day;
  }

  /** The working directory of the run: it contains the journal. */
  get path(): string {
    return this.#path;
  }

  /** The result of an earlier run of this day. */
  get result(): OrgResult | undefined {
    return this.#results().find(({ day }) => day === this.#day);
  }

  /** Whether a run that was killed can have left something on the org: the next run removes it. */
  get hasJournal(): boolean {
    const journals = join(this.#path, journalFolder);
    return existsSync(journals) && readdirSync(journals).length > 0;
  }

  /** Makes the folder for the reports of a run, with the history of the days before. Throws `INPUT`. */
  start(): string {
    makeFolder(this.#path);
    for (const name of readdirSync(this.#path).filter((name) => name.startsWith('.run-'))) {
      const left = join(this.#path, name);
      if (Date.now() - statSync(left).mtimeMs > staleMs) rmSync(left, { recursive: true, force: true });
    }
    const reports = mkdtempSync(join(this.#path, '.run-'));
    writeFiles('History', { [join(reports, history)]: this.#otherDays() });
    if (existsSync(join(this.#path, shapes))) copyFileSync(join(this.#path, shapes), join(reports, shapes));
    return reports;
  }

  /**
   * Keeps the reports of a run as those of its day. The history continues only with a run that verified the org. The result is
   * written last: if the fleet is killed before, the day has no result, and the org is verified again.
   */
  finish(reports: string, result: OrgResult, report: RunReport | undefined): void {
    const others = this.#results().filter(({ day }) => day !== this.#day);
    this.#write(others);
    if (report && result.result !== 'failed') {
      writeFiles('Reports', compactFiles(reports, report, result, this.#pastNight(others)));
      if (existsSync(join(reports, shapes))) renameSync(join(reports, shapes), join(this.#path, shapes));
    } else {
      writeFiles('History', { [join(reports, history)]: this.#otherDays() });
      rmSync(join(reports, shapes), { force: true });
    }
    renameSync(join(reports, history), join(this.#path, history));
    const day = join(this.#path, this.#day);
    rmSync(day, { recursive: true, force: true });
    if (readdirSync(reports).length > 0) renameSync(reports, day);
    else this.discard(reports);
    this.#write([...others, result]);
  }

  /** Removes the folder of a run that was interrupted. If that fails, a later run removes it. */
  discard(reports: string): void {
    try {
      rmSync(reports, { recursive: true, force: true });
    } catch {
      // The file system is read-only.
    }
  }

  /** The history without this day, which is repeated, and without runs that have no result, because the fleet was killed. */
  #otherDays(): string {
    const others = this.#results().filter(({ day }) => day !== this.#day);
    const starts = new Set(others.map(({ startedAt }) => startedAt));
    return linesIn(join(this.#path, history))
      .filter((line) => starts.has(parsed<{ startedAt: string }>(line)?.startedAt ?? ''))
      .map((line) => `${line}\n`)
      .join('');
  }

  /** What is known before this day. */
  #pastNight(others: readonly OrgResult[]): PastNight {
    const verified = others.filter(({ day, result }) => result !== 'failed' && day < this.#day);
    return readPastNight(
      this.#path,
      verified.map(({ day }) => day),
    );
  }

  #write(lines: readonly OrgResult[]): void {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    writeFiles('Results', { [join(this.#path, results)]: text });
  }

  #results(): OrgResult[] {
    return rowsIn<OrgResult>(join(this.#path, results));
  }
}
