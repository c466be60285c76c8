import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unobservableChanges, unobservableReason } from '../../src/assess/unobservable-changes.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { requestChangesOf } from '../../src/contract/request-changes.js';
import type { Change } from '../../src/domain/change.js';

const file = new URL('../../docs/request-changes.md', import.meta.url);
const catalogue = loadCatalogue();
const all = [...catalogue.operations.values()].flatMap((operation) => requestChangesOf(catalogue, operation));

/** The document, from the contracts and the reasons. */
function documentOf(changes: readonly Change[]): string {
  const rows = changes.flatMap((change) => {
    const reason = unobservableReason(change);
    const { operation, kind, pointer } = change;
    return reason ? [`| \`${operation}\` | ${kind} \`${pointer}\` | ${reason} |`] : [];
  });
  return `# Changes of requests

The contracts mark ${changes.length} changes of what operations accept in requests. With \`OKTA_CONTRACTS_TIERS=write\` or more, the suites
send what only one of the editions accepts, on objects of the run, and report what the org does with it: \`accepted\`, \`ignored\`,
\`refused\` or \`still honored\`. A further request undoes it. ${changes.length - rows.length} changes have such a verdict. The other ${rows.length} cannot be observed:

| Operation | Change | Reason |
| --- | --- | --- |
${rows.join('\n')}

This file is written by \`UPDATE_DOCS=1 npx vitest run --config vitest.project.config.ts test/assess/unobservable-changes.test.ts\`.
`;
}

test('the document lists the changes that cannot be observed', () => {
  const text = documentOf(all);
  if (process.env.UPDATE_DOCS) writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('each reason is needed', () => {
  for (const entry of unobservableChanges) {
    const its = all.filter(
      (change) =>
        unobservableChanges.find((one) => one.operation.test(change.operation) && one.pointer.test(change.pointer)) ===
        entry,
    );
    expect(its.length, entry.reason).toBeGreaterThan(0);
  }
});
