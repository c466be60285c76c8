// Imports an edition of Okta's OpenAPI document, or replays the imports of the known documents.
// Usage: npm run edition -- import FILE [--name 2026.07.0] [--previous FILE] [--repeat] [--dry-run]
//        npm run edition -- complete FOLDER: writes contracts for operations of the known edition that have none
//        npm run edition -- replay FOLDER [--write | --check]; the folder contains okta-specs/, okta-release-notes/, facts/, recordings/.
import { Command } from '@commander-js/extra-typings';
import { ContractsError } from '../src/domain/errors.js';
import { completeContracts } from './edition/complete.js';
import { importEdition } from './edition/import.js';
import { replayEditions } from './edition/replay-command.js';

const program = new Command('edition').description("Imports editions of Okta's OpenAPI document");
program
  .command('import')
  .argument('<file>', 'an OpenAPI document in YAML or JSON, packed with gzip or not')
  .option('--name <edition>', 'the edition, if the document does not name it')
  .option('--previous <file>', 'the document of the newest known edition')
  .option('--repeat', 'import a known edition whose marks are missing')
  .option('--dry-run', 'write nothing')
  .action((file, options) => guard(() => importEdition(file, options)));
program
  .command('replay')
  .argument('<folder>', "the folder that contains Okta's documents")
  .option('--write', 'write docs/editions/')
  .option('--check', 'fail if docs/editions/ is not up to date')
  .action((folder, options) => guard(() => replayEditions(folder, options)));
program
  .command('complete')
  .argument('<folder>', "the folder that contains Okta's documents and recordings")
  .action((folder) => guard(() => completeContracts(folder)));
await program.parseAsync();

/** Prints an expected error as one sentence. */
async function guard(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
