import type { SerializedError, TestCase, TestModule, Vitest } from 'vitest/node';
import { buildReport, type RunFacts } from '../assess/build.js';
import type { ClientFile } from '../assess/client-file.js';
import { gather } from '../assess/gather.js';
import { readHistory } from '../assess/history.js';
import { notRequestedOf, notRequestedText } from '../assess/not-requested.js';
import type { Leftover, RunReport } from '../assess/run-report.js';
import { addToShapes, shapesFile } from '../assess/shapes/file.js';
import { limitToClient, withClient } from '../assess/used-by.js';
import type { Surroundings } from '../config/load.js';
import { type Catalogue, loadCatalogue } from '../contract/catalogue.js';
import { ContractsError } from '../domain/errors.js';
import type { OperationResult, OperationTime } from '../domain/outcome.js';
import { anySdkFails } from '../domain/sdk.js';
import { output } from '../io/output.js';
import { readUsedBy } from '../recordings/used-by.js';
import { renderAnnotations } from '../report/render/annotations.js';
import { paintFor } from '../report/render/paint.js';
import { renderLeftovers, renderReport } from '../report/render/terminal.js';
import { renderOrg } from '../report/render/texts.js';
import { addToJobSummary, historyFile, writeReports } from '../report/write.js';
import { setUpOf } from './finish.js';

/** What a run reports about, and where to. */
export interface RunEndOptions {
  vitest: Vitest | undefined;
  /** When the run started, in milliseconds since 1970. */
  started: number;
  write: (text: string) => void;
  /** Writes a command of GitHub Actions. */
  command: (line: string) => void;
  around: () => Surroundings;
  /** vitest merges this run with others later, so that it writes no reports. */
  isPart: boolean;
}

/** Reports the end of a run or of merged shards: the verdict and the findings on the terminal, and the files in reports/. */
export class RunEnd {
  readonly #write: (text: string) => void;
  readonly #command: (line: string) => void;
  readonly #around: () => Surroundings;
  readonly #isPart: boolean;
  readonly #started: number;
  readonly #vitest: Vitest | undefined;

  constructor({ vitest, started, write, command, around, isPart }: RunEndOptions) {
    this.#write = write;
    this.#command = command;
    this.#around = around;
    this.#isPart = isPart;
    this.#started = started;
    this.#vitest = vitest;
  }

  async report(modules: readonly TestModule[], errors: readonly SerializedError[]): Promise<void> {
    const faults = [...errors, ...modules.flatMap((module) => module.errors()), ...modules.flatMap(faultsOf)];
    for (const fault of faults)
      this.#write(`\nInternal error of okta-contracts: ${fault.message}\n${fault.stack ?? ''}`);
    const facts = gather(modules.flatMap((module) => module.meta().run ?? []));
    const results = resultsOf(modules);
    const leftovers = await this.#finish(facts?.leftovers);
    if (facts) facts.leftovers = leftovers;
    if (!facts || results.length === 0) {
      for (const line of renderLeftovers({ leftovers })) this.#write(line);
      if (modules.length > 0) this.#write('FAILED  Nothing was verified: no operation was selected.');
      process.exitCode ||= 1;
      return;
    }
    await this.#report(facts, results, faults.length);
  }

  /** Finishes the run on the org. Returns what is left there. */
  async #finish(known: Leftover[] | undefined): Promise<Leftover[]> {
    try {
      const left = await setUpOf(this.#vitest)?.finish(known !== undefined);
      // Settings that someone else changed are no longer in the journal.
      return left ? [...left, ...(known ?? []).filter(({ fails }) => !fails)] : (known ?? []);
    } catch (error) {
      if (!(error instanceof ContractsError)) throw error;
      this.#write(error.message);
      process.exitCode = 2;
      return known ?? [];
    }
  }

  async #report(facts: RunFacts, results: OperationResult[], faults: number): Promise<void> {
    const { reports, color, columns, full, jobSummary, isGithub, usedBy, sdkFails, collector } = this.#around();
    const catalogue = setUpOf(this.#vitest)?.catalogue ?? loadCatalogue();
    const whole = buildReport({
      startedAt: new Date(this.#started),
      seconds: (Date.now() - this.#started) / 1000,
      facts: { ...facts, sdkFails },
      results,
      catalogue,
      notRequested: notRequestedOf(catalogue, results),
      history: this.#history(historyFile(reports)),
      faults,
    });
    const client = usedBy === undefined ? undefined : await this.#clientOf(usedBy, catalogue);
    const report = client ? withClient(whole, client) : whole;
    const isWritten = !this.#isPart && this.#try(() => writeReports(reports, report));
    const { shapes = [] } = facts;
    if (!this.#isPart && shapes.length > 0) this.#try(() => addToShapes(shapesFile(reports), shapes));
    const unsent = collector && !this.#isPart ? await this.#send(report, facts.times ?? [], collector) : undefined;
    const end = [
      ...[notRequestedText(report.coverage.notRequested)].filter((text) => text !== undefined),
      ...(this.#isPart ? ['This is one part of a run: `vitest run --merge-reports` writes the reports.'] : []),
      ...(isWritten ? [`Reports: ${reports}/index.html; Markdown, JSON and other formats beside it.`] : []),
      ...(unsent === undefined ? [] : [unsent]),
    ];
    this.#write(`\n${renderReport(limitToClient(report), { paint: paintFor(color), columns, full }, end)}`);
    this.#write(renderOrg(report.org));
    if (jobSummary) this.#try(() => addToJobSummary(jobSummary, report));
    if (isGithub) for (const line of renderAnnotations(report)) this.#command(line);
    if (!report.run.passed || (sdkFails && anySdkFails(report.sdks))) process.exitCode ||= 1;
  }

  /** What a client uses. An invalid file does not prevent the report of the run. */
  async #clientOf(file: string, catalogue: Catalogue): Promise<ClientFile | undefined> {
    try {
      return await readUsedBy(file, catalogue);
    } catch (error) {
      if (!(error instanceof ContractsError)) throw error;
      this.#write(error.message);
      process.exitCode = 2;
      return undefined;
    }
  }

  /** Sends the telemetry of the run. A failure is one sentence, and does not fail the run. */
  async #send(report: RunReport, times: OperationTime[], collector: string): Promise<string | undefined> {
    const { sendTelemetry } = await import('../report/telemetry.js');
    return sendTelemetry(output.cleanData(report), times, collector);
  }

  /** Writes a file. If that fails, the terminal still shows the verdict, and the exit code is 2. */
  #try(write: () => void): boolean {
    try {
      write();
      return true;
    } catch (error) {
      if (!(error instanceof ContractsError)) throw error;
      this.#write(error.message);
      process.exitCode = 2;
      return false;
    }
  }

  /** A damaged history must not fail the report. */
  #history(file: string) {
    try {
      return readHistory(file);
    } catch (error) {
      if (!(error instanceof ContractsError)) throw error;
      this.#write(error.message);
      return [];
    }
  }
}

/** Tests that failed for other reasons than their contract: faults of the project. */
function faultsOf(module: TestModule): { message: string; stack?: string | undefined }[] {
  const failed = [...module.children.allTests('failed')] as TestCase[];
  return failed.flatMap((test) =>
    (test.result().errors ?? [])
      .filter(({ name }) => name !== 'ContractFailure')
      .map(({ message, stack }) => ({ message: `${test.fullName}: ${message}`, stack })),
  );
}

/** The results of all suites, in alphabetical order. */
function resultsOf(modules: readonly TestModule[]): OperationResult[] {
  const sorted = [...modules].sort((a, b) => a.moduleId.localeCompare(b.moduleId));
  return sorted.flatMap((module) => [...module.children.allTests()].flatMap((test) => test.meta().operation ?? []));
}
