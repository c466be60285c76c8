import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const module = new URL('../../src/io/heap.ts', import.meta.url).href;

/** Runs a script in a process of its own, because the settings concern the whole process. Returns what it prints. */
function printed(script: string): number {
  const args = ['--import', 'tsx', '--input-type=module', '--eval'];
  return Number(execFileSync(process.execPath, [...args, `import { SmallHeap } from '${module}';\n${script}`]));
}

test('the space for new objects grows to 16 MB and no further', () => {
  const bytes = printed(`
    import { getHeapSpaceStatistics } from 'node:v8';
    const heap = new SmallHeap();
    let kept = [];
    for (let i = 0; i < 400; i += 1) {
      heap.fit();
      if (i % 50 === 0) kept = [];
      for (let n = 0; n < 10_000; n += 1) kept.push({ n });
    }
    console.log(getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size);`);
  expect(bytes).toBeGreaterThan(15_000_000);
  expect(bytes).toBeLessThan(18_000_000);
});

test('what a large item needed is freed', () => {
  const bytes = printed(`
    const heap = new SmallHeap();
    let large = Array.from({ length: 2_000_000 }, (_, n) => ({ n }));
    large = large.length;
    heap.fit();
    console.log(process.memoryUsage().heapUsed);`);
  expect(bytes).toBeLessThan(30_000_000);
});
