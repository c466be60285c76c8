import type { Level } from '../domain/finding.js';

/** What an assertion is based on. Written by a tool, in `contracts/<resource>/evidence.json`. */
export interface AssertionEvidence {
  /** The documents of the two editions that state it; `contradicted` where the document of the edition states something else. */
  documents: 'both' | 'edition' | 'previous' | 'none' | 'contradicted';
  /** Recorded responses that satisfied it. */
  satisfied: number;
  /** Recorded responses that violated it. */
  violated: number;
  /** Orgs whose responses satisfied it. */
  orgs: number;
  /** Kinds of these orgs: Identity Engine or Classic, of different owners. */
  kinds: number;
}

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
