import type { AssertionEvidence, Level } from '../domain/finding.js';
import type { Evidence } from '../domain/outcome.js';
import { countOf } from '../io/counts.js';

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

/**
 * The level of a finding when an assertion about a request fails. What a request that the org accepted violated as well is a notice
 * only. `undefined` means that nothing supports the assertion.
 */
export function requestLevelOf(evidence: AssertionEvidence): Level | undefined {
  return evidence.violated > 0 ? 'notice' : levelOf(evidence);
}

/**
 * The level of a finding about a read-only property in a request.
 * @param isSentBack the client sends back an object that it received: orgs ignore the read-only properties of it
 */
export function readOnlyLevelOf({ violated }: AssertionEvidence, isSentBack: boolean): Level {
  return isSentBack || violated > 0 ? 'notice' : 'warning';
}

/**
 * The level and the evidence of a finding about a whole response: its status, body or content type. Without any support it is a
 * warning, and not left out: otherwise a response with an unknown status would pass unseen.
 */
export function certaintyOf(evidence: AssertionEvidence): { level: Level; evidence: AssertionEvidence } {
  return { level: levelOf(evidence) ?? 'warning', evidence };
}

/** The level of a finding about pages: Okta documents how lists page, and the recordings show on how many orgs this one does. */
export function pagingLevelOf(recorded: Evidence): Level {
  return recorded !== 'documented' && recorded.orgs >= orgsWithDocument ? 'violation' : 'warning';
}

const documentTexts: Record<AssertionEvidence['documents'], string> = {
  both: 'documented',
  edition: 'documented',
  previous: 'documented in the previous edition only',
  none: 'not documented',
  contradicted: 'contradicted by the document',
};

/** The evidence of a finding in a few words: `documented, and in 560 of 560 recorded responses from 3 orgs`. */
export function evidenceText({ documents, satisfied, violated, orgs }: AssertionEvidence): string {
  const documented = documentTexts[documents];
  const isDocumented = documented === 'documented';
  const recorded = satisfied + violated;
  if (recorded === 0) return isDocumented ? 'documented only' : documented;
  const conjunction = isDocumented && violated === 0 ? 'and' : 'but';
  return `${documented}, ${conjunction} in ${satisfied} of ${countOf(recorded, 'recorded responses')} from ${countOf(orgs, 'orgs')}`;
}
