import { statSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Provides the selected suite files (by name, `--shard`, watch) to the worker, so that it can start all their plans at once. */
export class SuiteOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // All plans start at once, and vitest reports file after file. Short suites come first, because their results are known first:
    // vitest reports them while the others are still in progress.
    const sizes = new Map(files.map(({ moduleId }) => [moduleId, statSync(moduleId).size]));
    const sizeOf = ({ moduleId }: TestSpecification) => sizes.get(moduleId) ?? 0;
    const sorted = [...files].sort((a, b) => sizeOf(a) - sizeOf(b) || a.moduleId.localeCompare(b.moduleId));
    for (const { project } of sorted)
      project.provide(
        'suiteFiles',
        sorted.map((file) => file.moduleId),
      );
    return sorted;
  }
}
