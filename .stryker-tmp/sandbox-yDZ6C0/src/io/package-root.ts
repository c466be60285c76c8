// @ts-nocheck
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ContractsError } from '../domain/errors.js';

/** The `contracts/` folder of this package, both in a clone and in a build. */
export function ownContractsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'contracts', 'edition.json'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new ContractsError(
        'CONTRACT_FILE',
        'The contracts/ folder of the package is missing: install the package again.',
      );
    folder = parent;
  }
  return join(folder, 'contracts');
}
