import { type ChangeGroup, figuresOf } from '../../assess/change-group.js';
import type { ReportedFinding, ReportedOperation, RunReport } from '../../assess/run-report.js';
import { partsOfPlace } from '../../contract/schemas.js';
import type { FindingKind, Level } from '../../domain/finding.js';
import { adviceOn } from './advice.js';
import { changeOf, evidenceOf, sentenceOf } from './finding.js';
import { leftoverLines, leftoverTitle } from './leftovers.js';
import { sdkResultsOf, sdkRule } from './sdk-sarif.js';

const descriptions: Record<FindingKind, string> = {
  missing: 'A required property is missing',
  null: 'A value is null where the contract excludes null',
  type: 'A value has the wrong JSON type',
  format: 'A value does not match its format',
  value: 'A value is not allowed',
  status: 'Unexpected status',
  'content-type': 'The response is not JSON',
  body: 'Missing or unexpected body',
  'error-shape': 'Invalid error object',
  'not-yet': 'An added property, status or operation is not returned yet',
  removed: 'A removed property or status is still returned',
  'unknown-value': 'Unknown value',
  paging: 'Pages lose or repeat items, or lose their query',
  request: 'The request does not match what the operation accepts',
  drift: 'This org always answered differently before',
  undocumented: 'Unknown property',
  unconfirmed: 'No response contained an added property',
};

/** The levels of findings that a waiver or the baseline accepts. */
const acceptedLevels: Record<Level, 'error' | 'warning' | 'note'> = {
  violation: 'error',
  stale: 'error',
  warning: 'warning',
  notice: 'note',
};

/** What fails the run is an error, also a warning in a strict run. */
function sarifLevelOf({ policyResult, level }: ReportedFinding): 'error' | 'warning' | 'note' {
  if (policyResult === 'fails') return 'error';
  return policyResult === 'passes' ? 'warning' : acceptedLevels[level];
}

/** The findings of a run as SARIF 2.1.0, except notices. The location of a result is the place in the contract. */
export function renderSarif(report: RunReport): string {
  const kinds = Object.keys(descriptions) as FindingKind[];
  const groups = new Map(report.groups.flatMap((group) => group.findings.map((fingerprint) => [fingerprint, group])));
  const results = report.operations.flatMap((operation) =>
    operation.findings
      .filter(({ level }) => level !== 'notice')
      .map((finding) => resultOf(operation, finding, kinds, groups.get(finding.fingerprint))),
  );
  const log = {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: {
          driver: {
            name: 'okta-contracts',
            semanticVersion: '0.1.0',
            rules: [
              ...kinds.map((id) => ({ id, shortDescription: { text: descriptions[id] } })),
              ...(report.sdks ? [sdkRule] : []),
            ],
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            startTimeUtc: report.run.startedAt,
            ...(report.leftovers.length > 0 ? { toolExecutionNotifications: notificationsOf(report) } : {}),
          },
        ],
        results: [...results, ...sdkResultsOf(report, kinds.length)],
        properties: { figures: figuresOf(report), changeGroups: report.groups.map(groupProperties) },
      },
    ],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
}

/** Objects left on the org are not SARIF results because they have no location in a contract. */
function notificationsOf(report: RunReport) {
  return leftoverLines(report).map((line) => ({
    level: line.fails ? 'error' : 'note',
    message: { text: `${leftoverTitle(line)}: ${line.text}. ${line.fix}` },
    descriptor: { id: 'leftover' },
  }));
}

/** A change with the operations that it affects. The reports in JSON contain all of it. */
function groupProperties({ id, section, kind, title, state, breaking, operations, since }: ChangeGroup) {
  const names = operations.map(({ operation }) => operation);
  return { id, section, kind, title, state, breaking, operations: names, ...(since === undefined ? {} : { since }) };
}

function resultOf(
  reported: ReportedOperation,
  finding: ReportedFinding,
  kinds: FindingKind[],
  group: ChangeGroup | undefined,
) {
  const { operation } = reported;
  const { file, fragment } = partsOfPlace(finding.contract);
  const change = changeOf(finding, reported);
  const evidence = evidenceOf(finding, change);
  const accepted =
    finding.waiver !== undefined
      ? [{ kind: 'external', justification: `${finding.waiver.reason} (${finding.waiver.owner})` }]
      : finding.policyResult === 'known'
        ? [{ kind: 'external', justification: 'known from the baseline' }]
        : undefined;
  return {
    ruleId: finding.kind,
    ruleIndex: kinds.indexOf(finding.kind),
    level: sarifLevelOf(finding),
    message: { text: `${operation}: ${sentenceOf(finding)}. ${adviceOn(finding, change)}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: `contracts/${file}` }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: `${operation}${finding.pointer}`, kind: 'member' }],
      },
    ],
    partialFingerprints: { 'oktaContracts/v1': finding.fingerprint },
    ...(finding.since ? { baselineState: 'unchanged' } : {}),
    ...(accepted ? { suppressions: accepted } : {}),
    properties: {
      contract: fragment,
      level: finding.level,
      ...(evidence ? { evidence } : {}),
      ...(change ? { change: change.id } : {}),
      ...(group ? { changeGroup: group.id, section: group.section } : {}),
    },
  };
}
