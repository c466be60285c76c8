import type {} from 'expect';
import type { OperationId } from './domain/operation.js';
import type { CheckOptions } from './library/check-response.js';
import { matchers } from './library/matchers.js';

interface ContractMatchers<R> {
  /** Checks a response against the contract of an operation. Await it for a fetch response. `{ partial: true }` is for mocks. */
  toKeepContract(operation: OperationId, options?: CheckOptions): R;
  /** Checks that the edition accepts a request of an operation. Await it for a fetch request. */
  toMatchRequestContract(operation: OperationId): R;
}

// Types of @types/jest, which are global, and of @jest/globals.
declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: as @types/jest declares it
    interface Matchers<R, T = {}> extends ContractMatchers<R> {}
  }
}
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends ContractMatchers<R> {}
}

// Importing it in a file of `setupFilesAfterEnv` is enough: jest's `expect` is global.
const { expect } = globalThis as unknown as { expect?: { extend(matchers: object): void } };
if (!expect)
  throw new Error(
    "okta-contracts/jest extends jest's global expect, and there is none: import it in a file of setupFilesAfterEnv, or write expect.extend(matchers) with the matchers of okta-contracts.",
  );
expect.extend(matchers);
