import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';

const schemas = '/api/v1/meta/uischemas';
const schema = `${schemas}/{id}`;
const form =
  (...inputs: string[]) =>
  ({ name }: { name: string }): Json => ({
    uiSchema: {
      type: 'Group',
      label: name,
      buttonLabel: 'Submit',
      elements: inputs.map((input) => ({
        type: 'Control',
        scope: `#/properties/${input}`,
        label: input,
        options: { format: 'text' },
      })),
    },
  });

suite('ui-schema', ({ call, fixture }) => {
  // No policy uses the form of the run.
  const made = fixture({
    parameter: 'id',
    make: { operation: `POST ${schemas}`, body: form('lastName') },
    found: { operation: `GET ${schemas}` },
    remove: [`DELETE ${schema}`],
    find: { path: schemas, name: '/uiSchema/label' },
  });
  call(`GET ${schemas}`);
  call(`PUT ${schema}`, { on: made, body: form('lastName', 'firstName') });
  call(`GET ${schema}`, { on: made });
});
