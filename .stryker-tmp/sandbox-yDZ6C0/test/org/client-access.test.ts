// @ts-nocheck
import { describe, expect, test } from 'vitest';
import type { OrgRequest } from '../../src/org/client.js';
import type { Target } from '../../src/org/ownership.js';
import { answer, clientOn, faultOf, get, toGroup } from './client-on.js';

describe('access rules', () => {
  const writes = ['POST', 'PUT', 'PATCH', 'DELETE', 'post', 'Delete', 'pAtCh'];

  test.each(writes)('the read tier sends no %s', async (method) => {
    const { client, sent } = clientOn([answer(200)], { ownership: { isIntended: () => true, allows: () => true } });
    const operation = 'DELETE /api/v1/groups/{groupId}';
    for (const more of [{}, { tier: 'org' as const }, { intent: 'mine' }, { removing: true }]) {
      const fault = await faultOf(client.send({ method, path: '/api/v1/groups/00g1', operation, ...more }));
      expect(fault.code).toBe('FORBIDDEN_BY_TIER');
      expect(fault.message).toBe(`${operation} was not sent: the read tier only sends GET and HEAD.`);
    }
    expect((await faultOf(client.send({ method, path: '/api/v1/groups/00g1' }))).message).toBe(
      `A ${method.toUpperCase()} request was not sent: the read tier only sends GET and HEAD.`,
    );
    expect(sent).toEqual([]);
  });

  test.each(['TRACE', 'CONNECT', 'OPTIONS', 'PURGE', 'GET ', 'GET\r\nX: y', ''])(
    'no tier sends the unknown method %j',
    async (method) => {
      const { client, sent } = clientOn([answer(200)], {
        tiers: ['read', 'write', 'org'],
        ownership: { isIntended: () => true, allows: () => true },
      });
      const fault = await faultOf(client.send({ method, path: '/api/v1/groups/00g1' }));
      expect(fault.code).toBe('FORBIDDEN_BY_TIER');
      expect(fault.message).toBe(
        'A request was not sent: its method is not one of GET, HEAD, POST, PUT, PATCH, DELETE.',
      );
      expect(sent).toEqual([]);
    },
  );

  test.each([
    ['get', 'GET'],
    ['HEAD', 'HEAD'],
    ['head', 'HEAD'],
  ])('the read tier sends %s', async (method, received) => {
    const { client, sent } = clientOn([answer(200)]);
    await client.send({ ...get, method });
    expect(sent.map(({ options }) => options)).toMatchObject([{ method: received }]);
    expect(sent[0]?.options).not.toHaveProperty('body');
  });

  test.each(['/api/v1/groups/00gmine/../00gother', '@127.0.0.1:9/steal', '//127.0.0.1/steal', '/api/v1/groups/%2e%2e'])(
    'no tier sends anything to %s',
    async (path) => {
      const { client, sent } = clientOn([answer(200)], {
        tiers: ['read', 'write'],
        ownership: { isIntended: () => true, allows: () => true },
      });
      for (const method of ['GET', 'DELETE'])
        expect((await faultOf(client.send({ method, path, target: { template: path, ids: {} } }))).code).toBe(
          'UNSAFE_PATH',
        );
      expect(sent).toEqual([]);
    },
  );

  const own = {
    tiers: ['read', 'write'] as const,
    ownership: {
      isIntended: (intent: string) => intent === 'mine',
      allows: ({ ids }: Target) => ids.groupId === '00gmine',
    },
  };

  test.each<OrgRequest>([
    toGroup('PUT', '00gother'),
    toGroup('DELETE', '00gother'),
    { method: 'DELETE', path: '/api/v1/groups/00gmine' },
    { ...toGroup('DELETE', '00gmine'), path: '/api/v1/groups/00gother' },
    { method: 'POST', path: '/api/v1/groups', body: {} },
    { method: 'POST', path: '/api/v1/groups', body: {}, intent: 'of nobody' },
  ])('the write tier changes nothing that the run did not create: %j', async (request) => {
    const { client, sent } = clientOn([answer(200)], own);
    const fault = await faultOf(client.send(request));
    expect(fault.code).toBe('FORBIDDEN_BY_TIER');
    expect(fault.message).toBe(
      `A ${request.method} request was not sent: it would change an object that this run did not create.`,
    );
    expect(sent).toEqual([]);
  });

  test('the write tier creates journaled objects, and changes and removes only objects of the run', async () => {
    const { client, sent } = clientOn([answer(200)], own);
    await client.send({ method: 'POST', path: '/api/v1/groups', body: { a: 1 }, intent: 'mine' });
    await client.send({ ...toGroup('PUT', '00gmine'), body: {} });
    await client.send(toGroup('DELETE', '00gmine'));
    expect(sent.map(({ options }) => [options.method, options.body])).toEqual([
      ['POST', '{"a":1}'],
      ['PUT', '{}'],
      ['DELETE', ''],
    ]);
  });

  test("the org tier changes what is the org's, and only what is meant to", async () => {
    const { client, sent } = clientOn([answer(200)], { ...own, tiers: ['read', 'write', 'org'] });
    const change = { method: 'PUT', path: '/api/v1/authenticators/aut0a1b2c3d4e5f6g7h8', body: {} };
    expect((await faultOf(client.send(change))).message).toContain('an object that this run did not create');
    await client.send({ ...change, tier: 'org' });
    expect(sent).toHaveLength(1);
  });

  test('a cancelled run sends only removals of its objects', async () => {
    const { client, sent } = clientOn([answer(200, {}, ''), answer(204, {}, '')], own);
    client.cancel();
    for (const request of [
      get,
      { method: 'POST', path: '/api/v1/groups', intent: 'mine' },
      { method: 'PUT', path: '/api/v1/groups/00gmine' },
    ])
      expect((await faultOf(client.send(request))).message).toBe('The run was cancelled.');
    await client.send({ ...toGroup('PUT', '00gmine'), removing: true });
    await client.send({ ...toGroup('DELETE', '00gmine'), removing: true });
    expect(sent.map(({ options }) => options.method)).toEqual(['PUT', 'DELETE']);
  });
});
