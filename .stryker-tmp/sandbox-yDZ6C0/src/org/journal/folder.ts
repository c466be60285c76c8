// @ts-nocheck
import { join } from 'node:path';

/** The folder of journals in the working directory. */
export const journalFolder = join('.okta-contracts', 'journal');

/** The cache of granted scopes in the working directory. */
export const scopesFile = join('.okta-contracts', 'scopes.json');
