import { orgName, type RunReport } from '../../assess/run-report.js';
import { version } from '../../io/version.js';
import { testSuites } from './cases.js';

/** The run as CTRF (Common Test Report Format). A report does not contain the duration of an operation: it is 0. */
export function renderCtrf(report: RunReport): string {
  const suites = testSuites(report);
  const cases = suites.flatMap(({ cases }) => cases);
  const numberOf = (status: string) => cases.filter(({ kind }) => kind === status).length;
  const start = Date.parse(report.run.startedAt);
  const duration = Math.round(report.run.seconds * 1000);
  const tests = suites.flatMap(({ name: suite, cases }) =>
    cases.map(({ name, kind, message, details, notes, operation }) => ({
      name,
      status: kind,
      duration: 0,
      suite: [suite],
      ...(message === undefined ? {} : { message }),
      ...(details === undefined ? {} : { trace: details }),
      ...(notes === undefined ? {} : { stdout: notes.split('\n') }),
      ...(operation ? { rawStatus: rawStatusOf(operation), type: 'contract' } : {}),
    })),
  );
  const summary = {
    tests: tests.length,
    passed: numberOf('passed'),
    failed: numberOf('failed'),
    skipped: numberOf('skipped'),
    pending: 0,
    other: 0,
    suites: suites.length,
    start,
    stop: start + duration,
    duration,
  };
  const { edition, apiVersion } = report.edition;
  const environment = {
    appName: 'Okta Admin Management API',
    appVersion: apiVersion,
    testEnvironment: orgName(report.org),
  };
  const ctrf = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    generatedBy: 'okta-contracts',
    timestamp: new Date(start + duration).toISOString(),
    results: { tool: { name: 'okta-contracts', version, extra: { edition } }, summary, tests, environment },
  };
  return `${JSON.stringify(ctrf, null, 1)}\n`;
}

/** The verdict, or the kind of the outcome: CTRF has no status for a stale or an inconclusive operation. */
function rawStatusOf({ outcome }: RunReport['operations'][number]): string {
  return outcome.kind === 'verified' ? outcome.verdict : outcome.kind;
}
