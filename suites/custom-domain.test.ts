import { suite } from '../src/vitest/suite.js';

suite('custom-domain', ({ reads }) => reads());
