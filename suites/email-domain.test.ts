import { suite } from '../src/vitest/suite.js';

suite('email-domain', ({ reads }) => reads());
