import { expect, test } from 'vitest';
import { changeGroupsOf } from '../../src/assess/change-groups.js';
import { availabilityOf } from '../../src/assess/guide/availability.js';
import { withGuide } from '../../src/assess/guide/guide.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { changesOf } from '../../src/contract/changes.js';

const note = { title: 'A feature', date: '2025-04-09', url: 'https://developer.okta.com/docs/release-notes/' };

test.each([
  [note, undefined],
  [{ ...note, preview: true as const }, 'In preview since 2025-04-09.'],
  [{ ...note, preview: true as const, flags: ['A_B'] }, 'In preview since 2025-04-09; feature flag A_B.'],
  [
    { ...note, preview: true as const, production: '2025-06', flags: ['A_B', 'C'] },
    'In preview since 2025-04-09, in production since 2025-06; feature flags A_B, C.',
  ],
])('%j', (release, text) => {
  expect(availabilityOf(release)).toBe(text);
});

test('the guide of a change states since when orgs have it', () => {
  const catalogue = loadCatalogue();
  const operation = catalogue.operations.get('GET /api/v1/realms/{realmId}');
  if (!operation) throw new Error('no contract');
  const changes = changesOf(catalogue, operation).map((change) => ({ change, state: 'applied' as const }));
  const result = {
    operation: operation.id,
    resource: operation.resource,
    outcome: { kind: 'verified' as const, verdict: 'pass' as const },
    evidence: operation.evidence,
    findings: [],
    changes,
    checked: 1,
  };
  const guides = changeGroupsOf([result], [], 1).map((group) => withGuide(catalogue, group).guide?.availability);
  expect(guides).toContain(
    'In preview since 2025-04-23, in production since 2025-06; feature flag UD_REALMS_PROFILE_WITH_DOMAIN.',
  );
});
