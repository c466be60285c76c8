import { suite } from '../src/vitest/suite.js';

const preferences = '/api/v1/org/preferences';

suite('org-setting-customization', ({ call, fixture }) => {
  call(`GET ${preferences}`);
  // The footer of the dashboard is hidden for a moment, and only where it is shown.
  const shown = fixture({
    parameter: 'showEndUserFooter',
    found: { operation: `GET ${preferences}`, one: true, where: ({ showEndUserFooter }) => showEndUserFooter === true },
  });
  fixture({
    parameter: 'showEndUserFooter',
    make: { operation: `POST ${preferences}/hideEndUserFooter`, changes: true, sets: [{ showEndUserFooter: false }] },
    remove: [`POST ${preferences}/showEndUserFooter`],
    parents: [shown],
  });
});
