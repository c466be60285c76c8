// @ts-nocheck
import type { Json } from '../src/domain/json.js';
import type { FixtureSpec } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';

const rule = (type: string, settings: Json): FixtureSpec => ({
  parameter: 'behaviorId',
  make: { operation: 'POST /api/v1/behaviors', body: ({ name }) => ({ name, type, settings }) },
  found: { operation: 'GET /api/v1/behaviors', where: (item) => item.type === type },
  remove: ['DELETE /api/v1/behaviors/{behaviorId}'],
  find: { path: '/api/v1/behaviors?limit=200', name: '/name' },
});

suite('behaviors', ({ call, fixture }) => {
  const velocity = fixture(rule('VELOCITY', { velocityKph: 900 }));
  const city = fixture(rule('ANOMALOUS_LOCATION', { granularity: 'CITY', maxEventsUsedForEvaluation: 20 }));
  call('GET /api/v1/behaviors');
  call('GET /api/v1/behaviors/{behaviorId}', { on: velocity });
  call('GET /api/v1/behaviors/{behaviorId}', { on: city });
  call('PUT /api/v1/behaviors/{behaviorId}', {
    on: velocity,
    body: ({ name }) => ({ name, type: 'VELOCITY', settings: { velocityKph: 950 } }),
  });
  call('POST /api/v1/behaviors/{behaviorId}/lifecycle/deactivate', { on: velocity });
  call('POST /api/v1/behaviors/{behaviorId}/lifecycle/activate', { on: velocity });
});
