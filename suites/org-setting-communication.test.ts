import { suite } from '../src/vitest/suite.js';

suite('org-setting-communication', ({ reads }) => reads());
