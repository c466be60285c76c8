import { expect, test } from 'vitest';
import type { ReferenceOrg } from '../../reference-org/index.js';
import type { Http } from '../../src/org/http.js';
import { carryOutSuites, readSuites } from './all-plans.js';
import { type Asked, changed, hostile } from './hostile-org.js';

const names = [...(await readSuites()).keys()];
const kinds = [
  ...['users', 'groups', 'apps', 'idps', 'authorizationServers', 'brands', 'behaviors', 'inlineHooks', 'eventHooks'],
  ...['trustedOrigins', 'captchas', 'groups/rules', 'push-providers', 'hook-keys', 'templates/sms', 'meta/uischemas'],
];
type JsonObject = { id: string };

/** Objects that existed before the run, as the org returns them. */
async function objectsOf(org: ReferenceOrg): Promise<Map<string, JsonObject[]>> {
  const objects = new Map<string, JsonObject[]>();
  for (const kind of kinds) {
    const headers = { authorization: `SSWS ${org.token}` };
    const response = await fetch(`${org.url}/api/v1/${kind}?limit=5`, { headers });
    objects.set(kind, (await response.json()) as JsonObject[]);
  }
  return objects;
}

test('if an org returns its own object for every create request, none of its objects is changed', async () => {
  let before = new Map<string, JsonObject[]>();
  let after = new Map<string, JsonObject[]>();
  let asked: Asked[] = [];
  const victims: string[] = [];
  await carryOutSuites(
    names,
    {},
    {
      by: async (org, plain): Promise<Http> => {
        before = await objectsOf(org);
        const all = [...before.values()].flat().map(({ id }) => id);
        const there = hostile(plain, ({ method, path }, truth) => {
          if (method !== 'POST' || path.includes('/lifecycle/')) return undefined;
          return truth().then((answer) => {
            const kind = /^\/api\/v1\/([\w/-]+)(\?|$)/.exec(path)?.[1] ?? '';
            const prefix = answer.status < 300 ? /"id":"(\w{3})/.exec(answer.body)?.[1] : undefined;
            const id = before.get(kind)?.[0]?.id ?? all.find((other) => prefix && other.startsWith(prefix));
            if (id === undefined || prefix === undefined) return answer;
            victims.push(id);
            return changed(answer, { id });
          });
        });
        asked = there.asked;
        return there.http;
      },
      end: async (org) => {
        after = await objectsOf(org);
      },
    },
  );
  expect(new Set(victims).size).toBeGreaterThan(10);
  for (const [kind, objects] of before)
    for (const object of objects) expect(after.get(kind), kind).toContainEqual(object);
  const changedOnes = asked.filter(
    ({ method, path }) =>
      method !== 'GET' && victims.includes(path.split(/[/?]/).find((part) => /^\w{20}$/.test(part)) ?? ''),
  );
  expect(changedOnes.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});
