import { suite } from '../src/vitest/suite.js';
import { webClient } from './app-fixtures.js';

suite('application-tokens', ({ call, fixture, reads }) => {
  reads();
  // Nobody signed in to the client of the run, so that it has no token that ends.
  call('DELETE /api/v1/apps/{appId}/tokens', { on: fixture(webClient) });
});
