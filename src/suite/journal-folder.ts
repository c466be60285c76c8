import { join } from 'node:path';

/** Where journals lie, below the working directory. */
export const journalFolder = join('.okta-contracts', 'journal');
