import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tells the worker which suite files were selected (by name, `--shard`, watch), so that it can start all their plans at once. */
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
