import { describe, expect, test } from 'vitest';
import { certaintyOf, evidenceText, levelOf } from '../../src/contract/levels.js';
import type { AssertionEvidence } from '../../src/domain/finding.js';

/** Evidence with `n` recorded responses that satisfied the assertion. */
function evidence(documents: AssertionEvidence['documents'], n = 0, orgs = 0, kinds = orgs, violated = 0) {
  return { documents, satisfied: n, violated, orgs, kinds };
}

describe('the level of an assertion that fails', () => {
  test.each([
    ['documented, satisfied on two orgs', evidence('both', 120, 2), 'violation'],
    ['documented by the edition only, satisfied on two orgs of one kind', evidence('edition', 2, 2, 1), 'violation'],
    ['not documented, satisfied on three orgs of two kinds', evidence('none', 120, 3, 2), 'violation'],
    ['documented by the previous edition only, satisfied on three orgs', evidence('previous', 120, 3, 2), 'violation'],
    ['documented, never recorded', evidence('both'), 'warning'],
    ['documented by the edition only, never recorded', evidence('edition'), 'warning'],
    ['documented, satisfied on one org', evidence('both', 120, 1), 'warning'],
    ['not documented, satisfied on one org', evidence('none', 120, 1), 'warning'],
    ['not documented, satisfied on two orgs', evidence('none', 120, 2), 'warning'],
    ['not documented, satisfied on three orgs of one kind', evidence('none', 120, 3, 1), 'warning'],
    ['contradicted by the document', evidence('contradicted', 120, 3), 'warning'],
    ['contradicted by the document, never recorded', evidence('contradicted'), 'warning'],
    ['documented, but a recorded response violated it', evidence('both', 119, 3, 3, 1), 'warning'],
    ['not documented, and a recorded response violated it', evidence('none', 119, 3, 3, 1), 'warning'],
  ] as const)('%s', (_, given, level) => {
    expect(levelOf(given)).toBe(level);
  });

  test('what is neither documented nor recorded is not asserted', () => {
    expect(levelOf(evidence('none'))).toBeUndefined();
    expect(levelOf(evidence('previous'))).toBeUndefined();
  });
});

test('a finding about the whole response has the level of its evidence, and is never left out', () => {
  const level = (given: AssertionEvidence) => certaintyOf(given).level;
  expect(level(evidence('both', 7, 2))).toBe('violation');
  expect(level(evidence('both', 7, 1))).toBe('warning');
  expect(level(evidence('both', 7, 2, 2, 1))).toBe('warning');
  expect(level(evidence('none', 7, 2))).toBe('warning');
  expect(level(evidence('none'))).toBe('warning');
});

test.each([
  [evidence('both', 560, 3), 'documented, and in 560 of 560 recorded responses from 3 orgs'],
  [evidence('edition', 1, 1), 'documented, and in 1 of 1 recorded response from 1 org'],
  [evidence('edition'), 'documented only'],
  [evidence('none', 120, 3), 'not documented, but in 120 of 120 recorded responses from 3 orgs'],
  [evidence('both', 119, 3, 3, 1), 'documented, but in 119 of 120 recorded responses from 3 orgs'],
  [evidence('contradicted', 9, 2), 'contradicted by the document, but in 9 of 9 recorded responses from 2 orgs'],
  [evidence('contradicted'), 'contradicted by the document'],
  [evidence('previous', 9, 2), 'documented in the previous edition only, but in 9 of 9 recorded responses from 2 orgs'],
])('evidence %j as text', (given, text) => {
  expect(evidenceText(given)).toBe(text);
});
