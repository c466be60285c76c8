// @ts-nocheck
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ownContractsFolder } from './package-root.js';

/** The version of this program. */
export const { version } = JSON.parse(readFileSync(join(dirname(ownContractsFolder()), 'package.json'), 'utf8')) as {
  version: string;
};
