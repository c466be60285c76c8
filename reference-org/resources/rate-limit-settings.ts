import { pick } from '../bodies.js';
import { invalid } from '../errors.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject } from '../state.js';

const path = '/api/v1/rate-limit-settings';

/** Settings about the rate limits of the org. */
export const resource: Resource = { scope: 'okta.rateLimits', serve };

function serve(routes: Routes): void {
  const setting = (name: string, key: string, others: string[], initial: JsonObject): void => {
    let value = initial;
    routes.on(`GET ${path}/${name}`, () => ({ body: value }));
    routes.on(`PUT ${path}/${name}`, ({ body }) => {
      if (typeof body[key] !== typeof initial[key]) throw invalid(key, `${key}: The field cannot be left blank`);
      value = pick(body, key, ...others);
      return { body: value };
    });
  };
  setting('admin-notifications', 'notificationsEnabled', [], { notificationsEnabled: true });
  setting('warning-threshold', 'warningThreshold', [], { warningThreshold: 90 });
  setting('per-client', 'defaultMode', ['useCaseModeOverrides'], {
    defaultMode: 'ENFORCE',
    useCaseModeOverrides: { LOGIN_PAGE: 'ENFORCE' },
  });
}
