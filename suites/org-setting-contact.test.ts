import { suite } from '../src/vitest/suite.js';

const contacts = '/api/v1/org/contacts';

suite('org-setting-contact', ({ call, fixture }) => {
  const contact = fixture({
    parameter: 'contactType',
    id: 'contactType',
    found: { operation: `GET ${contacts}` },
  });
  call(`GET ${contacts}/{contactType}`, { on: contact });
});
