import { suite } from '../src/vitest/suite.js';

suite('custom-telephony-provider', ({ reads }) => reads());
