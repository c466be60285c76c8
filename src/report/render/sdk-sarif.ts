import type { RunReport } from '../../assess/run-report.js';
import type { SdkFinding } from '../../domain/sdk.js';
import { sdkName, sdkResults } from './sdk-texts.js';

/** The rule of what SDKs cannot read. */
export const sdkRule = { id: 'sdk', shortDescription: { text: 'An SDK cannot read a response' } };

/** Where SARIF shows findings of operations without a contract. */
const withoutContract = 'contracts/sdk-methods.json';

/** What the SDKs cannot read, as SARIF results: warnings, and notes on lost data. @param ruleIndex the index of the rule */
export function sdkResultsOf({ sdks = [], operations }: Pick<RunReport, 'sdks' | 'operations'>, ruleIndex: number) {
  const resources = new Map<string, string>(operations.map(({ operation, resource }) => [operation, resource]));
  return sdks.flatMap(({ findings }) =>
    findings.map((finding) => resultOf(finding, resources.get(finding.operation), ruleIndex)),
  );
}

function resultOf(finding: SdkFinding, resource: string | undefined, ruleIndex: number) {
  const { sdk, version, operation, pointer, cause, result, message, responses, items, advice } = finding;
  const name = sdkName({ name: sdk, version });
  const uri = resource === undefined ? withoutContract : `contracts/${resource}/operations.json`;
  return {
    ruleId: sdkRule.id,
    ruleIndex,
    level: result === 'loss' ? 'note' : 'warning',
    message: {
      text: `${operation}: ${name} ${sdkResults[result]}: ${pointer || 'the response'} ${message}. ${advice}`,
    },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: `${operation}${pointer}`, kind: 'member' }],
      },
    ],
    partialFingerprints: { 'oktaContractsSdk/v1': `${finding.fingerprint}:${version}:${result}` },
    ...(finding.since || finding.known ? { baselineState: 'unchanged' } : {}),
    properties: { sdk: name, cause, result, responses, items },
  };
}
