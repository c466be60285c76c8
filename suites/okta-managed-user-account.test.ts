import { suite } from '../src/vitest/suite.js';

suite('okta-managed-user-account', ({ reads }) => reads());
