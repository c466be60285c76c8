import { basename } from 'node:path';
import { parseCLI, type TestProject, type Vite } from 'vitest/node';
import { loadEnvironment } from '../config/environment.js';
import { ContractsError } from '../domain/errors.js';
import { output } from '../io/output.js';
import { unknownName } from '../io/suggest.js';
import { writeFailedRun } from './failed-run.js';

/**
 * Adds the project's reporter to the reporters on the command line, and checks the settings and the names of suites before a run
 * starts. vitest's configuration cannot do this.
 * @param reporter the path of the project's reporter
 */
export function contractPlugin(reporter: string): Vite.Plugin {
  return {
    name: 'okta-contracts',
    async configureVitest({ vitest, project }) {
      const { reporters } = vitest.config as { reporters: [string, object][] };
      const isPart = reporters.some(([name]) => name === 'blob');
      const others = reporters.filter(([name]) => name !== reporter);
      reporters.splice(0, reporters.length, [reporter, { isPart }], ...others);
      try {
        loadEnvironment();
        await checkSuites(project);
      } catch (error) {
        if (!(error instanceof ContractsError)) throw error;
        output.err(`${error.message}\n`);
        writeFailedRun();
        process.exit(2);
      }
    },
  };
}

/** Throws `INPUT` for the first suite on the command line that does not exist. */
async function checkSuites(project: TestProject): Promise<void> {
  // In another process the arguments are not those of vitest.
  if (!/^vitest(\.mjs)?$/.test(basename(process.argv[1] ?? ''))) return;
  const { filter } = parseCLI(['vitest', ...process.argv.slice(2)]);
  for (const name of filter) {
    // A line number may follow.
    const { testFiles } = await project.globTestFiles([name.replace(/:\d+$/, '')]);
    if (testFiles.length > 0) continue;
    const all = (await project.globTestFiles()).testFiles.map(suiteName);
    throw new ContractsError('INPUT', unknownName('suite', name, all, undefined, suiteName(name)));
  }
}

function suiteName(file: string): string {
  return basename(file).replace(/(\.test)?(\.[jt]s)?(:\d+)?$/, '');
}
