import type { ChangeGroup } from '../change-group.js';

/** The parts of a group of changes that its guide depends on. */
export type GuidedChange = Pick<
  ChangeGroup,
  'kind' | 'part' | 'pointer' | 'contract' | 'operations' | 'was' | 'when' | 'disputed'
>;
