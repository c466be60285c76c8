import { suite } from '../src/vitest/suite.js';

const preferences = '/api/v1/org/preferences';

suite('org-setting-customization', ({ call, fixture }) => {
  call(`GET ${preferences}`);
  // Everyone sees the dashboard without its footer for a moment, so it is hidden only if that is named, and only where it is shown.
  const shown = fixture({
    parameter: 'showEndUserFooter',
    found: { operation: `GET ${preferences}`, one: true, where: ({ showEndUserFooter }) => showEndUserFooter === true },
  });
  fixture({
    parameter: 'showEndUserFooter',
    make: {
      operation: `POST ${preferences}/hideEndUserFooter`,
      changes: true,
      onlyNamed: true,
      sets: [{ showEndUserFooter: false }],
    },
    remove: [`POST ${preferences}/showEndUserFooter`],
    parents: [shown],
  });
});
