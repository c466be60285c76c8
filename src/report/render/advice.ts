import type { RunReport } from '../../assess/run-report.js';
import type { Change } from '../../domain/change.js';
import type { Finding } from '../../domain/finding.js';
import type { Reason } from '../../domain/outcome.js';
import { callAlone } from '../../io/call-of.js';

const byReason: Record<Reason, string> = {
  'feature-not-enabled': 'No action, or ask Okta to enable the feature.',
  'missing-scope': 'Grant the client the scopes that are listed at the start of the run.',
  'missing-role': 'Use the token of an administrator whose role allows it.',
  'no-such-object-on-this-org': 'Run the write tier on a preview org: it creates such an object.',
  'needs-write-tier': 'Set OKTA_CONTRACTS_TIERS=write, on a preview org.',
  'needs-org-tier':
    'Set OKTA_CONTRACTS_TIERS=write,org, on a preview org. List named operations in OKTA_CONTRACTS_NAMED.',
  'needs-permission': 'Add the effect in the detail to OKTA_CONTRACTS_ALLOW, if it is acceptable on the org.',
  'rate-limited': 'Run when the org has less traffic, or with a smaller OKTA_CONTRACTS_RATE_SHARE.',
  unreachable: 'Check the network connection to the org.',
  unauthenticated: 'Check the token or the key: the org no longer accepts it.',
  'org-fault': 'Run again. If it fails again, see the status page and the System Log of the org.',
  'org-setting': 'No action: a setting of the org prevents it, see the detail.',
  'limit-reached': 'Remove unused objects of this type from the org, or ask Okta for a higher limit.',
  'request-refused': 'See the error code and the fields in the detail. Another run gets the same response.',
  'fixture-not-made': 'See why the operation that creates its object was not verified.',
  cancelled: 'Run again without interrupting it.',
  gone: 'Stop calling it.',
};

/** The advice for an unverified operation, by reason. Without a reason, the operation was not exercised. */
export function adviceFor(reason: Reason | undefined): string {
  return reason === undefined ? 'Select the operation.' : (byReason[reason] ?? 'See the detail.');
}

/** How to continue after a run of an org whose findings nobody has accepted yet; nothing for other runs. */
export function adviceToAccept({ org, operations, baseline }: RunReport): string[] {
  const fails = operations.some(({ findings }) => findings.some(({ policyResult }) => policyResult === 'fails'));
  if (org.reference || baseline || !fails) return [];
  return [`To accept this state and fail on new findings only, run \`${callAlone('accept')}\`.`];
}

/** The advice for a finding. @param change the change that the finding belongs to */
export function adviceOn({ kind }: Pick<Finding, 'kind'>, change?: Pick<Change, 'kind' | 'disputed'>): string {
  if (kind === 'request')
    return 'Check what the client sends: the finding is about its request, and does not fail the run.';
  if (!change) return "The response differs from Okta's documentation. Test your integration and report it to Okta.";
  switch (change.kind) {
    case 'removed':
      return change.disputed
        ? "Do not rely on it: Okta's documents contradict each other."
        : 'Stop reading it. Okta will remove it.';
    case 'added':
    case 'new operation':
      return 'Not available on this org yet.';
    case 'changed':
      return 'Accept both types until the org applies the change.';
    case 'required':
      return 'Send it in every request.';
    case 'new status':
    case 'removed status':
      return 'Accept both statuses until the org applies the change.';
    case 'deprecated':
      return 'Call its successor.';
  }
}
