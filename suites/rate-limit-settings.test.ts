import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';

const settings: [name: string, ...values: string[]][] = [
  ['admin-notifications', 'notificationsEnabled'],
  ['per-client', 'defaultMode', 'useCaseModeOverrides'],
  ['warning-threshold', 'warningThreshold'],
];

suite('rate-limit-settings', ({ call, fixture, reads }) => {
  // Each setting is written with the values that were read just before: others would take effect for the whole org.
  for (const [name, ...values] of settings) {
    const path: `/${string}` = `/api/v1/rate-limit-settings/${name}`;
    const setting = fixture({ parameter: name, found: { operation: `GET ${path}`, one: true } });
    call(`PUT ${path}`, {
      on: setting,
      tier: 'org',
      // It limits attempts to sign in.
      ...(name === 'per-client' && { onlyNamed: true }),
      rereads: `GET ${path}`,
      body: ({ object }) => asItIs(object, values),
    });
    call(`GET ${path}`, { on: setting });
  }
  reads();
});

/** The current values. Throws if the response does not contain the first one, because it cannot be written back. */
function asItIs(object: { [key: string]: Json }, [required = '', ...others]: string[]): Json {
  if (object[required] == null) throw new TypeError(`${required} cannot be read`);
  const names = [required, ...others].filter((name) => object[name] !== undefined && object[name] !== null);
  return Object.fromEntries(names.map((name) => [name, object[name] ?? null]));
}
