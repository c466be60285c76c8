import { suite } from '../src/vitest/suite.js';

suite('email-server', ({ reads }) => reads());
