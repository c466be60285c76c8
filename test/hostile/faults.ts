import { gzipSync } from 'node:zlib';
import type { Answer, HostileFault, Scene } from './hostile-org.js';
import { hostileText, planted } from './planted.js';

/** Asked before anything else: faults leave it alone unless they are about it, so that a run gets past its start. */
const isStart = (path: string) =>
  path.startsWith('/.well-known/') || path === '/api/v1/users/me' || path === '/oauth2/v1/token';
const isSuccess = ({ status }: Answer) => status >= 200 && status < 300;
const isCreate = (answer: Answer) =>
  answer.method === 'POST' && isSuccess(answer) && isObject(answer.body) && 'id' in answer.body;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A fault of every successful response to a GET, after the start of the run. */
function everyGet(name: string, change: (answer: Answer, scene: Scene) => void): HostileFault {
  return {
    name,
    tamper(answer, scene) {
      if (answer.method === 'GET' && isSuccess(answer) && !isStart(answer.path)) change(answer, scene);
    },
  };
}

/** A fault of every response with one body in its place. */
const bodyInstead = (name: string, raw: (token: string) => string | Buffer) =>
  everyGet(name, (answer, { token }) => {
    answer.raw = raw(token);
  });

/** A fault of the id in each response that creates an object. */
function createdId(name: string, idOf: (answer: Answer, scene: Scene) => unknown): HostileFault {
  return {
    name,
    tamper(answer, scene) {
      if (isCreate(answer)) (answer.body as Record<string, unknown>).id = idOf(answer, scene) ?? 'api';
    },
  };
}

/** A fault of every error, which replaces an object's own answer. */
function everyError(name: string, error: (scene: Scene) => Record<string, unknown>, status = 400): HostileFault {
  return {
    name,
    tamper(answer, scene) {
      if (isStart(answer.path)) return;
      answer.status = status;
      answer.headers['content-type'] = 'application/json';
      answer.body = error(scene);
    },
  };
}

/** A fault of the link to the next page. */
function nextPage(name: string, link: (scene: Scene, answer: Answer) => string): HostileFault {
  return everyGet(name, (answer, scene) => {
    if (Array.isArray(answer.body)) answer.headers.link = `<${link(scene, answer)}>; rel="next"`;
  });
}

function eachObject(value: unknown, change: (object: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) for (const item of value) eachObject(item, change);
  else if (isObject(value)) {
    for (const item of Object.values(value)) eachObject(item, change);
    change(value);
  }
}

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
let page = 0;
let asked = 0;

/** Everything that an org may do to a run, by the property of the run that it attacks. */
export const faults: Record<'safety' | 'privacy' | 'robustness', HostileFault[]> = {
  safety: [
    createdId('creating an object returns the id of a foreign object', ({ path }, { foreign }) => foreign.get(path)),
    createdId('creating an object returns the id `..`', () => '..'),
    createdId('creating an object returns an empty id', () => ''),
    createdId('creating an object returns the id `api`', () => 'api'),
    createdId('creating an object returns the id `v1`', () => 'v1'),
    createdId('creating an object returns an id with a path', ({ path }, { foreign }) => `x/../${foreign.get(path)}`),
    createdId('creating an object returns an id of 2 MB', () => 'a1'.repeat(1_000_000)),
    createdId('creating an object returns a number as id', () => 7),
    {
      name: 'DELETE answers 404 and removes nothing',
      intercepts: (method) => method === 'DELETE',
      tamper(answer) {
        if (answer.method !== 'DELETE') return;
        answer.status = 404;
        answer.body = {
          errorCode: 'E0000007',
          errorSummary: 'Not found: Resource not found: x (User)',
          errorLink: 'E0000007',
          errorId: 'oae1',
          errorCauses: [],
        };
      },
    },
    {
      name: 'DELETE answers 204 and removes nothing',
      intercepts: (method) => method === 'DELETE',
      tamper(answer) {
        if (answer.method !== 'DELETE') return;
        answer.status = 204;
        answer.body = undefined;
      },
    },
    ...[301, 302, 307, 308].map(
      (status): HostileFault => ({
        name: `every response redirects to another host (${status})`,
        tamper(answer, { elsewhere }) {
          if (isStart(answer.path)) return;
          answer.status = status;
          answer.headers.location = elsewhere + answer.path;
          answer.body = undefined;
        },
      }),
    ),
    {
      name: 'the first response redirects to another host',
      tamper(answer, { elsewhere }) {
        answer.status = 307;
        answer.headers.location = elsewhere + answer.path;
        answer.body = undefined;
      },
    },
    nextPage('the next page is on another host', ({ elsewhere }, { path }) => `${elsewhere}${path}?after=x`),
    nextPage(
      'the next page has the org as user name of another host',
      ({ url, elsewhere }) => `${url}@${elsewhere.slice(7)}/x`,
    ),
    nextPage('the next page begins with two slashes', ({ elsewhere }) => `//${elsewhere.slice(7)}/x`),
    nextPage('the next page begins with a backslash', ({ elsewhere }) => `/\\${elsewhere.slice(7)}/x`),
    nextPage('the next page is a script', () => 'javascript:alert(1)'),
    everyGet('ids in lists are paths', (answer) =>
      eachObject(answer.body, (object) => {
        if ('id' in object) object.id = '../../oauth2/v1/clients?x=';
      }),
    ),
    everyGet('ids in lists name another host', (answer, { elsewhere }) =>
      eachObject(answer.body, (object) => {
        if ('id' in object) object.id = `@${elsewhere.slice(7)}/`;
      }),
    ),
    everyGet('every link in a response leads to another host', (answer, { elsewhere }) =>
      eachObject(answer.body, (object) => {
        if (typeof object.href === 'string') object.href = `${elsewhere}/stolen`;
      }),
    ),
  ],
  privacy: [
    everyError('error codes contain a token, an address and terminal escapes', ({ token }) => ({
      errorCode: hostileText(token),
      errorSummary: hostileText(token),
      errorLink: hostileText(token),
      errorId: hostileText(token),
      errorCauses: [{ errorSummary: hostileText(token), [planted.property]: planted.value }],
    })),
    everyError(
      'a refused token is answered with the token itself',
      ({ token }) => ({ errorCode: `E0000011 ${token}`, errorSummary: `Invalid token: ${token}` }),
      401,
    ),
    everyError(
      'not-found errors contain a token and an address',
      ({ token }) => ({
        errorCode: 'E0000007',
        errorSummary: `Not found: Resource not found: ${hostileText(token)} (User)`,
        errorLink: 'E0000007',
        errorId: 'oae1',
        errorCauses: [],
      }),
      404,
    ),
    {
      name: 'role types contain a token and terminal escapes',
      tamper(answer, { token }) {
        if (answer.path.endsWith('/roles') && answer.method === 'GET')
          answer.body = [{ id: 'x', type: hostileText(token) }, { type: planted.value }];
      },
    },
    everyGet('the content type contains an address and a token', (answer, { token }) => {
      answer.headers['content-type'] = `text/${planted.email};${token};::warning::x`;
    }),
    everyGet('every object has properties that people named', (answer, { token }) =>
      eachObject(answer.body, (object) => {
        object[planted.property] = planted.value;
        object[hostileText(token)] = planted.email;
        object[planted.email] = planted.name;
      }),
    ),
    everyGet('every text is an upper-case value that people chose', (answer) =>
      eachObject(answer.body, (object) => {
        for (const [key, value] of Object.entries(object))
          if (typeof value === 'string' && !/^(id|href)$/.test(key)) object[key] = planted.value;
      }),
    ),
    everyGet('every text is the token', (answer, { token }) =>
      eachObject(answer.body, (object) => {
        for (const [key, value] of Object.entries(object))
          if (typeof value === 'string') object[key] = key === 'href' ? value : hostileText(token);
      }),
    ),
    everyGet('headers contain a token and an address', (answer, { token }) => {
      answer.headers['x-okta-request-id'] = token;
      answer.headers['x-rate-limit-limit'] = `${planted.email} 600`;
      answer.headers['www-authenticate'] = `Bearer error="${token}"`;
      answer.headers['set-cookie'] = `DT=${token}`;
    }),
  ],
  robustness: [
    bodyInstead('lists of 88 KB of empty objects', () => `[${Array(30_000).fill('{}').join(',')}]`),
    bodyInstead('bodies nested 100,000 levels', () => deep(100_000)),
    bodyInstead('objects nested 50,000 levels', () => `${'{"profile":'.repeat(50_000)}1${'}'.repeat(50_000)}`),
    bodyInstead('bodies of 20 MB', () => Buffer.alloc(20 * 1024 * 1024, '[1],')),
    bodyInstead('bodies that are cut', () => '[{"id":"00u1'),
    bodyInstead('bodies that are null', () => 'null'),
    bodyInstead('bodies that are a number', () => '1e999'),
    bodyInstead('bodies that are a text', () => '"x"'),
    bodyInstead('bodies that are a list of lists', () => '[[[]],null,1,"x"]'),
    bodyInstead('bodies that are an empty object', () => '{}'),
    bodyInstead('bodies that are HTML', () => '<html><script>alert(1)</script></html>'),
    bodyInstead(
      'bodies with `__proto__` and `constructor`',
      () => '[{"id":"00u1abcdefabcdefabcd","__proto__":{"x":1},"constructor":{"prototype":{"y":1}}}]',
    ),
    bodyInstead('bodies with lone surrogates and NUL', () => '[{"id":"\\ud800\\u0000","profile":{"login":"\\udfff"}}]'),
    bodyInstead('bodies that are compressed without being asked for', () => gzipSync('[]')),
    {
      name: 'the org describes itself with a list',
      tamper(answer) {
        if (answer.path.startsWith('/.well-known/')) answer.body = [answer.body];
      },
    },
    {
      name: 'the caller is a list',
      tamper(answer) {
        if (answer.path === '/api/v1/users/me') answer.body = [answer.body];
      },
    },
    {
      name: 'roles are not a list',
      tamper(answer) {
        if (answer.path.endsWith('/roles')) answer.body = { roles: 1 };
      },
    },
    everyGet('objects without links', (answer) =>
      eachObject(answer.body, (object) => {
        delete object._links;
      }),
    ),
    everyGet('objects whose properties are all null', (answer) =>
      eachObject(answer.body, (object) => {
        for (const key of Object.keys(object)) if (key !== 'id') object[key] = null;
      }),
    ),
    nextPage('pages that never end', ({ url }, { path }) => `${url}${path}?after=${page++}`),
    nextPage('a next page that is the same page', ({ url }, { path }) => `${url}${path}`),
    {
      name: 'one refusal in 20 with a wait of 1,000 years',
      tamper(answer) {
        if (isStart(answer.path) || ++asked % 20 !== 0) return;
        answer.status = 429;
        answer.headers['retry-after'] = '-31536000000';
        answer.headers['x-rate-limit-reset'] = '-1';
        answer.headers['x-rate-limit-remaining'] = '1e400';
        answer.body = { errorCode: 'E0000047' };
      },
    },
    everyGet('rate limits that are no numbers', (answer) => {
      answer.headers['x-rate-limit-limit'] = '-5';
      answer.headers['x-rate-limit-remaining'] = 'NaN';
      answer.headers['x-rate-limit-reset'] = '1e400';
    }),
    {
      name: 'a reason phrase outside ASCII',
      tamper(answer, _scene, response) {
        if (isStart(answer.path)) return;
        response.socket?.end(`HTTP/1.1 200 Gr\u00fc\u00dfe\r\ncontent-length: 2\r\n\r\n[]`, 'latin1');
        return 'sent';
      },
    },
    {
      name: 'a header of 1 MB',
      tamper(answer) {
        if (!isStart(answer.path)) answer.headers['x-padding'] = 'a'.repeat(1024 * 1024);
      },
    },
    {
      name: 'connections that are reset in the middle of a body',
      tamper(answer, _scene, response) {
        if (isStart(answer.path)) return;
        response.writeHead(200, { 'content-length': '1000', 'content-type': 'application/json' });
        response.write('[{', () => response.destroy());
        return 'sent';
      },
    },
    {
      name: 'responses that are not HTTP',
      tamper(answer, _scene, response) {
        if (isStart(answer.path)) return;
        response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n');
        return 'sent';
      },
    },
    everyError('every response is 500', () => ({ errorCode: 'E0000009' }), 500),
    everyError('every response is 501', () => ({}), 501),
    everyError('every response is an empty object', () => ({}), 200),
    {
      name: 'every path answers 200 with the same object',
      intercepts: (_, path) => !isStart(path),
      tamper(answer) {
        if (!isStart(answer.path)) answer.body = { id: '00uabcdefabcdefabcde', status: 'ACTIVE' };
      },
    },
  ],
};
