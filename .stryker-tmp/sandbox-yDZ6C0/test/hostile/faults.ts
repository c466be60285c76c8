// @ts-nocheck
import type { HostileFault } from './hostile-org.js';
import { privacyFaults } from './privacy-faults.js';
import { robustnessFaults } from './robustness-faults.js';
import { safetyFaults } from './safety-faults.js';

/** All faults, by the property of a run that they attack. */
export const faults: Record<'safety' | 'privacy' | 'robustness', HostileFault[]> = {
  safety: safetyFaults,
  privacy: privacyFaults,
  robustness: robustnessFaults,
};
