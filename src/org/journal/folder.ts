import { join } from 'node:path';

/** Where journals lie, below the working directory. */
export const journalFolder = join('.okta-contracts', 'journal');

/** The file of scopes that clients are granted, of the working directory. */
export const scopesFile = join('.okta-contracts', 'scopes.json');
