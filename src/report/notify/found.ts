import type { RunReport } from '../../assess/run-report.js';
import type { Level } from '../../domain/finding.js';
import { sdkGroupsOf } from '../../sdk/groups.js';
import { sentenceOf } from '../render/finding.js';
import { sdkName } from '../render/sdk-texts.js';
import type { KnownFinding } from './state.js';

/** A finding of a run, of the org or of an SDK, as far as channels get it. */
export interface Found extends Pick<KnownFinding, 'operation' | 'kind' | 'title' | 'group' | 'sdk'> {
  /** The level of a finding of the org; `failed` or `empty` of an SDK. */
  value: string;
  /** Whether it is to be sent: it is not accepted. */
  isOpen: boolean;
  since?: string;
  level?: Level;
  /** The SDK with its version. */
  reader?: string;
  advice?: string;
}

/** The findings of a run by fingerprint, except notices. The same place can have several: one that is open decides. */
export function findingsOf(report: RunReport): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const [key, one] of [...ofOrg(report), ...ofSdks(report)])
    if (!found.has(key) || one.isOpen) found.set(key, one);
  return found;
}

function ofOrg({ operations, groups }: RunReport): [string, Found][] {
  const byFinding = new Map(groups.flatMap((group) => group.findings.map((print) => [print, group])));
  return operations.flatMap(({ operation, findings }) =>
    findings
      .filter(({ level }) => level !== 'notice')
      .map((finding): [string, Found] => {
        const { fingerprint, kind, level, policyResult, since } = finding;
        const group = byFinding.get(fingerprint);
        return [
          fingerprint,
          {
            ...{ operation, kind, level, value: level, title: sentenceOf({ ...finding, count: 1 }) },
            isOpen: policyResult === 'fails',
            ...(since !== undefined && { since }),
            ...(group && { group: { id: group.id, title: group.title } }),
            ...(group?.guide && { advice: group.guide.advice }),
          },
        ];
      }),
  );
}

/** The responses that SDKs cannot read. Data that they drop is not sent. */
function ofSdks({ sdks = [] }: RunReport): [string, Found][] {
  return sdks.flatMap((sdk) => {
    const findings = sdk.findings.filter(({ result }) => result !== 'loss');
    const byFinding = new Map(sdkGroupsOf(findings).flatMap((group) => group.findings.map((print) => [print, group])));
    return findings.map(
      ({ fingerprint, operation, pointer, message, result, known, waived, since, advice }): [string, Found] => {
        const group = byFinding.get(fingerprint);
        const title = `SDK ${sdk.name}: ${pointer || 'the response'} ${message}`;
        return [
          fingerprint,
          {
            ...{ operation, kind: 'sdk', title, value: result, isOpen: !known && !waived, advice },
            ...{ sdk: sdk.name, reader: sdkName(sdk) },
            ...(since !== undefined && { since }),
            ...(group && { group: { id: group.id, title: `SDK ${sdk.name}: ${group.title}` } }),
          },
        ];
      },
    );
  });
}
