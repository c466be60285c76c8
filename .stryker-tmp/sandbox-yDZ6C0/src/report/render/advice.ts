// @ts-nocheck
import type { Change } from '../../domain/change.js';
import type { Reason } from '../../domain/outcome.js';

const byReason: Record<Reason, string> = {
  'feature-not-enabled': 'no action, or ask Okta to enable the feature',
  'missing-scope': 'grant the client the scopes that the run lists at its start',
  'missing-role': 'use the token of an administrator whose role may read it',
  'no-such-object-on-this-org': 'run the write tier on a preview org: it creates such an object',
  'needs-write-tier': 'set OKTA_CONTRACTS_TIERS=write, on a preview org',
  'needs-org-tier':
    'set OKTA_CONTRACTS_TIERS=write,org, on a preview org; list named operations in OKTA_CONTRACTS_NAMED',
  'needs-permission': 'add the effect in the detail to OKTA_CONTRACTS_ALLOW, if it is acceptable on the org',
  'rate-limited': 'run when the org has less traffic, or with a smaller OKTA_CONTRACTS_RATE_SHARE',
  unreachable: 'check the network connection to the org',
  unauthenticated: 'check the token or the key: the org no longer accepts it',
  'org-fault': 'run again; if it fails again, see the status page and the System Log of the org',
  'org-setting': 'no action: a setting of the org prevents it, see the detail',
  'limit-reached': 'remove unused objects of this type from the org, or ask Okta for a higher limit',
  'request-refused': 'see the error code and the fields in the detail; another run gets the same response',
  'fixture-not-made': 'see why the operation that creates its object was not verified',
  cancelled: 'run again without interrupting it',
  gone: 'stop calling it',
};

/** What to do so that operations can be verified, by the reason why they were not: `skipped: needs-write-tier`. */
export function adviceFor(why: string): string {
  return byReason[(why.split(': ')[1] ?? '') as Reason] ?? 'select the operation';
}

/** What somebody who depends on the org does about a finding, by the change that it belongs to. */
export function adviceOn(change?: Change): string {
  if (!change)
    return "the response differs from Okta's documentation: test your integration against it and report it to Okta";
  switch (change.kind) {
    case 'removed':
      return change.disputed
        ? "do not rely on it: Okta's documents contradict each other"
        : 'stop reading it: the org will remove it';
    case 'added':
      return 'do not rely on it yet: the org has not applied the change';
    case 'changed':
      return 'accept both types until the org applies the change';
    case 'new operation':
      return 'do not call it yet: the org does not serve it';
    case 'new status':
    case 'removed status':
      return 'accept both statuses until the org applies the change';
    case 'deprecated':
      return 'call its successor';
  }
}
