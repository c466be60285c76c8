import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { killAll, runIn, runSuites, until } from './run-suites.js';
import { withOrg } from './with-org.js';

test('a read run after a killed write run sends only GET and HEAD', () =>
  withOrg({ latencyMs: 30 }, async (org) => {
    const env = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token };
    await runSuites({ ...env, OKTA_CONTRACTS_TIERS: 'write' }, [], async (child, folder) => {
      await until(() => org.leftovers().length >= 3);
      killAll(child);
      // A request that the killed run sent can arrive after its end.
      await setTimeout(1000);
      await until(() => org.idle());
      const left = org.leftovers().length;
      const before = org.requests().length;
      await runIn(folder, { ...env, OKTA_CONTRACTS_TIERS: 'read' }, []);
      const methods = new Set(
        org
          .requests()
          .slice(before)
          .map(({ method }) => method),
      );
      expect([...methods]).toEqual(['GET']);
      expect(org.leftovers()).toHaveLength(left);
    });
  }));
