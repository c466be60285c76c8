import { suite } from '../src/vitest/suite.js';

suite('org-setting-customization', ({ reads }) => {
  reads();
});
