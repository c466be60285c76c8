// @ts-nocheck
import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';

const checks = '/api/v1/device-posture-checks';
const check = `${checks}/{postureCheckId}`;
const body = ({ name }: { name: string }): Json => ({
  name,
  variableName: name.replaceAll('-', '_'),
  description: 'Contract',
  type: 'CUSTOM',
  platform: 'MACOS',
  mappingType: 'CHECKBOX',
  query: 'SELECT CASE WHEN COUNT(*) = 1 THEN 1 ELSE 0 END AS contract FROM os_version;',
});

// No policy uses the check of the run, so that no device runs it.
suite('device-posture-checks', ({ call, fixture }) => {
  call(`GET ${checks}`);
  call(`GET ${checks}/default`);
  const made = fixture({
    parameter: 'postureCheckId',
    make: { operation: `POST ${checks}`, body },
    found: { operation: `GET ${checks}` },
    remove: [`DELETE ${check}`],
    find: { path: checks, name: '/name' },
  });
  call(`GET ${check}`, { on: made });
  call(`PUT ${check}`, { on: made, body });
  call(`GET ${check}`, { on: made });
});
