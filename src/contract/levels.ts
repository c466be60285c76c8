import type { AssertionEvidence, Level } from '../domain/finding.js';
import type { Evidence } from '../domain/outcome.js';

/** Fewer orgs than this do not prove what no document states. */
const orgsWithoutDocument = 3;
/** One org may be an exception, even where a document states the assertion. */
const orgsWithDocument = 2;

/**
 * The level of a finding when an assertion fails: the only place that decides it. `undefined` means that nothing supports the
 * assertion, so that it is not made. Changes of the edition have a level of their own, `stale`.
 */
export function levelOf({ documents, violated, orgs, kinds }: AssertionEvidence): Level | undefined {
  const isDocumented = documents === 'both' || documents === 'edition';
  if (documents === 'contradicted' || violated > 0) return 'warning';
  if (isDocumented) return orgs >= orgsWithDocument ? 'violation' : 'warning';
  if (orgs >= orgsWithoutDocument && kinds > 1) return 'violation';
  return orgs > 0 ? 'warning' : undefined;
}

/** The level of a finding about a whole response, such as its status: as certain as the recorded responses of the operation. */
export function levelOfResponse(evidence: Evidence): Level {
  return evidence !== 'documented' && evidence.orgs >= orgsWithDocument ? 'violation' : 'warning';
}

/** The evidence of a finding in a few words: `documented, and in 560 of 560 recorded responses from 3 orgs`. */
export function evidenceText({ documents, satisfied, violated, orgs }: AssertionEvidence): string {
  const documented = {
    both: 'documented',
    edition: 'documented',
    previous: 'documented in the previous edition only',
    none: 'not documented',
    contradicted: 'contradicted by the document',
  }[documents];
  if (satisfied + violated === 0)
    return documents === 'both' || documents === 'edition' ? 'documented only' : documented;
  const all = satisfied + violated;
  return `${documented}, ${documents === 'none' || documents === 'contradicted' ? 'but' : 'and'} in ${satisfied} of ${all} recorded ${all === 1 ? 'response' : 'responses'} from ${orgs} ${orgs === 1 ? 'org' : 'orgs'}`;
}
