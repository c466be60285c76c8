import { expect } from 'vitest';
import type { OperationId } from '../words.js';
import { matchers } from './matchers.js';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: as vitest declares it
  interface Matchers<T = any> {
    /** Holds an answer against the contract of an operation; of fetch, it is awaited. */
    toKeepContract(operation: OperationId): T;
  }
}

// Importing it is enough.
expect.extend(matchers);
