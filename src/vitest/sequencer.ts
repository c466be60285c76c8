import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Provides the selected suite files (by name, `--shard`, watch) to the worker, so that it can start all their plans at once. */
export class SuiteOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = [...files].sort((a, b) => a.moduleId.localeCompare(b.moduleId));
    for (const { project } of sorted)
      project.provide(
        'suiteFiles',
        sorted.map((file) => file.moduleId),
      );
    return sorted;
  }
}
