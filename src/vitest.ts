import type { ExpectStatic } from 'vitest';
import type { OperationId } from './domain/operation.js';
import type { CheckOptions } from './library/check-response.js';
import { matchers } from './library/matchers.js';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: as vitest declares it
  interface Matchers<T = any> {
    /** Checks that a response matches the contract of an operation. A `fetch` response is awaited. `{ partial: true }` is for mocks. */
    toKeepContract(operation: OperationId, options?: CheckOptions): T;
    /** Checks that the edition accepts a request of an operation. A `fetch` request is awaited. */
    toMatchRequestContract(operation: OperationId): T;
  }
}

// Where vitest keeps the `expect` of the tests that it runs. An import would find the copy that came with this package, which
// another version beside it knows nothing of.
const { [Symbol.for('expect-global')]: expect } = globalThis as { [name: symbol]: ExpectStatic | undefined };
if (!expect)
  throw new Error(
    'okta-contracts/vitest extends the expect of vitest, and there is none: import it in a test or in a file of setupFiles, or write expect.extend(matchers) with the matchers of okta-contracts.',
  );
// Importing it is enough.
expect.extend(matchers);
