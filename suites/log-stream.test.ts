import { suite } from '../src/vitest/suite.js';

const streams = '/api/v1/logStreams';

suite('log-stream', ({ call, fixture, reads }) => {
  for (const type of ['aws_eventbridge', 'splunk_cloud_logstreaming']) {
    const stream = fixture({
      parameter: 'logStreamId',
      found: { operation: `GET ${streams}`, where: (item) => item.type === type },
    });
    call(`GET ${streams}/{logStreamId}`, { on: stream });
  }
  reads();
});
