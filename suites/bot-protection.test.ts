import { suite } from '../src/vitest/suite.js';

suite('bot-protection', ({ reads }) => reads());
