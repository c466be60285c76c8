import { suite } from '../src/vitest/suite.js';

suite('org-setting-contact', ({ reads }) => reads());
