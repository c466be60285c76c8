import type {
  Reporter,
  SerializedError,
  TestCase,
  TestModule,
  TestProject,
  TestSpecification,
  Vitest,
} from 'vitest/node';
import type { Settings } from '../config.js';
import { loadCatalogue } from '../contract/catalogue.js';
import { fails } from '../suite/failure.js';
import type { OperationResult } from '../words.js';
import { changesOfRun, coverageOf, orgOf, type RunReport } from './model.js';
import { renderOperation, renderOrg, renderSummary } from './terminal.js';
import { writeReports } from './write.js';

/** vitest's report of a run: operations as they are verified, the summary at the end, and the files below reports/. */
export default class ContractReporter implements Reporter {
  readonly #write: (text: string) => void;
  #vitest: Vitest | undefined;
  #started = Date.now();

  constructor(options: { write?: (text: string) => void } = {}) {
    this.#write =
      options.write ??
      ((text) =>
        void process.stdout.write(`${text}
`));
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunStart(_specifications: readonly TestSpecification[]): void {
    this.#started = Date.now();
  }

  onTestModuleEnd(module: TestModule): void {
    const { settings } = context(module.project);
    if (!settings) return;
    const results = resultsOf([module]);
    if (results.length === 0) return;
    const name = module.relativeModuleId.replace(/^suites\/|\.test\.ts$/g, '');
    this.#write(
      `\n${name}\n${results.map((result) => renderOperation(result, (finding) => fails(finding, settings))).join('\n')}`,
    );
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: 'passed' | 'failed' | 'interrupted',
  ): void {
    const project = modules[0]?.project ?? this.#vitest?.getRootProject();
    const { settings, access } = project ? context(project) : {};
    for (const error of [...errors, ...modules.flatMap((module) => module.errors())])
      this.#write(`\nA fault of the project, not of your org: ${error.message}\n${error.stack ?? ''}`);
    for (const test of modules.flatMap((module) => [...module.children.allTests('failed')])) this.#writeFault(test);
    if (!settings || !access) return;
    const operations = resultsOf(modules);
    const { edition } = loadCatalogue();
    const coverage = coverageOf(operations);
    const reasons: string[] = [];
    if (Object.keys(coverage.unverified).some((why) => why.endsWith(': cancelled')))
      reasons.push('the run was interrupted');
    if (reason === 'failed') reasons.push('the contract is not kept');
    if (coverage.verified === 0) reasons.push('nothing could be verified');
    else if (coverage.verified < coverage.selected * settings.minCoverage)
      reasons.push(`less than ${settings.minCoverage * 100} % of the operations could be verified`);
    const traffic = modules.map((module) => module.meta().traffic).findLast((t) => t !== undefined) ?? {
      requests: 0,
      answered429: 0,
      waitedMs: 0,
      peakRssMb: 0,
      longestChain: 0,
    };
    const report: RunReport = {
      run: {
        startedAt: new Date(this.#started).toISOString(),
        seconds: (Date.now() - this.#started) / 1000,
        peakRssMb: traffic.peakRssMb,
        longestChain: traffic.longestChain,
        passed: reasons.length === 0 && errors.length === 0,
        reasons,
      },
      org: orgOf(settings, access),
      edition: { edition: edition.edition, previous: edition.previous, apiVersion: edition.apiVersion },
      operations,
      coverage,
      changes: changesOfRun(operations),
      requests: { sent: traffic.requests, answered429: traffic.answered429, waitedSeconds: traffic.waitedMs / 1000 },
    };
    writeReports('reports', report, (finding) => fails(finding, settings));
    this.#write(
      `\n${renderSummary(report)}\n${renderOrg(report.org)}\nreports/report.json and reports/junit.xml have it all.`,
    );
    if (!report.run.passed) process.exitCode ||= 1;
  }

  /** A test that failed for another reason than its contract is a fault of the project, and shown whole. */
  #writeFault(test: TestCase): void {
    for (const error of test.result().errors ?? [])
      if (error.name !== 'ContractFailure') this.#write(`\n${test.fullName}: ${error.message}\n${error.stack ?? ''}`);
  }
}

function context(project: TestProject): { settings?: Settings; access?: { url: string } } {
  const provided = project.getProvidedContext();
  return { settings: provided.settings, access: provided.access };
}

function resultsOf(modules: readonly TestModule[]): OperationResult[] {
  return modules.flatMap((module) => [...module.children.allTests()].flatMap((test) => test.meta().operation ?? []));
}
