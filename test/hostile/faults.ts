import type { HostileFault } from './hostile-org.js';
import { privacyFaults } from './privacy-faults.js';
import { robustnessFaults } from './robustness-faults.js';
import { safetyFaults } from './safety-faults.js';

/** Everything that an org may do to a run, by the property of the run that it attacks. */
export const faults: Record<'safety' | 'privacy' | 'robustness', HostileFault[]> = {
  safety: safetyFaults,
  privacy: privacyFaults,
  robustness: robustnessFaults,
};
