import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ContractsError } from '../domain/errors.js';

/** The `contracts/` folder that belongs to this code, from sources and from a build. */
export function ownContractsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'contracts', 'edition.json'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new ContractsError(
        'CONTRACT_FILE',
        'The contracts/ folder is missing beside the program: install it again.',
      );
    folder = parent;
  }
  return join(folder, 'contracts');
}
