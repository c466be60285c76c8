import { matchers } from './matchers.js';

// Importing it in a file of `setupFilesAfterEnv` is enough: jest's `expect` is global.
const { expect } = globalThis as unknown as { expect?: { extend(matchers: object): void } };
if (!expect)
  throw new Error("okta-contracts/jest extends jest's global expect: import it in a file of setupFilesAfterEnv.");
expect.extend(matchers);
