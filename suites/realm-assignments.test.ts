import { suite } from '../src/vitest/suite.js';

const assignments = '/api/v1/realm-assignments';

// An assignment can move users to another realm. The run only reads those of the org.
suite('realm-assignments', ({ call, fixture }) => {
  const found = fixture({ parameter: 'assignmentId', found: { operation: `GET ${assignments}` } });
  call(`GET ${assignments}`);
  call(`GET ${assignments}/{assignmentId}`, { on: found });
  call(`GET ${assignments}/operations`, { query: { limit: '20' } });
});
