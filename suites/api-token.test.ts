import { suite } from '../src/vitest/suite.js';

// No request creates a token, and none revokes one.
suite('api-token', ({ reads }) => reads());
