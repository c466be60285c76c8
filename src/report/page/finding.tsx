import type { PageFinding } from '../page-data.js';
import { dayOf } from './kinds.js';

const kindOfLevel = { violation: 'broken', stale: 'stale', warning: 'stale', notice: 'none' } as const;

function colorOf({ kind, level }: PageFinding): string {
  if (kind === 'request') return level === 'notice' ? 'none' : 'stale';
  return kind === 'not-yet' ? kind : kindOfLevel[level];
}

/** A finding: what was found, what to do about it, and how it is known. */
export function Finding({ finding }: { finding: PageFinding }) {
  return (
    <div class={`finding ${colorOf(finding)}`}>
      <p>
        <strong>{finding.kind}</strong> <code>{finding.subject}</code>
        {`: ${finding.message}`}
      </p>
      {finding.level !== 'notice' && <p>{`→ ${finding.advice}`}</p>}
      <p class="dim">{attributesOf(finding).join('; ')}</p>
      {finding.evidenceText && <p class="dim">{`Evidence: ${finding.evidenceText}`}</p>}
      <p class="dim">
        <code>{`contracts/${finding.contract}`}</code> <code>{finding.fingerprint}</code>
      </p>
    </div>
  );
}

function attributesOf({ level, change, waiver, policyResult, since, count }: PageFinding): string[] {
  return [
    level,
    change && `change: ${change}`,
    waiver && `waived until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}`,
    policyResult === 'known' && 'known from the baseline',
    level !== 'notice' && (since ? `first found on ${dayOf(since)}` : 'first found in this run'),
    count > 1 && `${count} times`,
  ].filter((text) => typeof text === 'string');
}
