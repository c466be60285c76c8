import type { Change, Reason } from '../words.js';

const byReason: Record<Reason, string> = {
  'feature-not-enabled': 'nothing, or ask Okta to switch the feature on',
  'missing-scope': 'grant the client the scopes that the run names when it begins',
  'missing-role': 'use the token of an administrator whose role may see it',
  'no-such-object-on-this-org': 'run the write tier on a preview org: it makes one',
  'needs-write-tier': 'set OKTA_CONTRACTS_TIERS=write, on a preview org',
  'needs-org-tier': 'set OKTA_CONTRACTS_TIERS=write,org, on a preview org; name the operations of OKTA_CONTRACTS_NAMED',
  'needs-permission': 'set OKTA_CONTRACTS_ALLOW to the effect that the detail names, if the org may have it',
  'rate-limited': 'run when the org is quieter, or with a smaller OKTA_CONTRACTS_RATE_SHARE',
  unreachable: 'check the network between here and the org',
  unauthenticated: 'check the token or the key: the org no longer accepts it',
  'org-fault': 'run again; if it fails again, see the status page and the System Log of the org',
  'org-setting': 'nothing: a setting of the org prevents it, as the detail says',
  'limit-reached': 'remove unused objects of this type from the org, or ask Okta for a higher limit',
  'request-refused': 'see the error code and the fields in the detail; another run gets the same response',
  'fixture-not-made': 'see why the operation that makes its object could not be verified',
  cancelled: 'run again to the end',
  gone: 'call it no more',
};

/** What to do so that operations can be verified, by the reason why they were not: `skipped: needs-write-tier`. */
export function adviceFor(why: string): string {
  return byReason[(why.split(': ')[1] ?? '') as Reason] ?? 'select it';
}

/** What somebody who depends on the org does about a finding, by the change that it belongs to. */
export function adviceOn(change?: Change): string {
  if (!change)
    return 'the org answers something else than Okta promises: hold your integration against it, and tell Okta';
  switch (change.kind) {
    case 'removed':
      return change.disputed
        ? "do not build on it: Okta's own documents contradict each other"
        : 'read it no more: it goes when the org makes the change';
    case 'added':
      return 'do not build on it yet: the org has not made the change';
    case 'changed':
      return 'read both shapes until the org makes the change';
    case 'new operation':
      return 'do not call it yet: the org does not serve it';
    case 'new status':
    case 'removed status':
      return 'accept both statuses until the org makes the change';
    case 'deprecated':
      return 'call its successor';
  }
}
