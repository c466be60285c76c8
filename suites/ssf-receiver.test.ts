import { suite } from '../src/vitest/suite.js';

suite('ssf-receiver', ({ reads }) => reads());
