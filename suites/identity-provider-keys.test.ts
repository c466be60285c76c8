import { suite } from '../src/vitest/suite.js';

suite('identity-provider-keys', ({ reads }) => reads());
