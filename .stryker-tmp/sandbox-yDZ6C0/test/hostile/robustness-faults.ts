// @ts-nocheck
import { gzipSync } from 'node:zlib';
import { bodyInstead, deep, eachObject, everyError, everyGet, isStart, nextPage } from './fault-kinds.js';
import type { HostileFault } from './hostile-org.js';

let page = 0;
let asked = 0;

/** Responses that are wrong, broken, very large, or that make a run wait. */
export const robustnessFaults: HostileFault[] = [
  bodyInstead('lists of 88 KB of empty objects', () => `[${Array(30_000).fill('{}').join(',')}]`),
  bodyInstead('bodies nested 100,000 levels', () => deep(100_000)),
  bodyInstead('objects nested 50,000 levels', () => `${'{"profile":'.repeat(50_000)}1${'}'.repeat(50_000)}`),
  bodyInstead('bodies of 20 MB', () => Buffer.alloc(20 * 1024 * 1024, '[1],')),
  bodyInstead('truncated bodies', () => '[{"id":"00u1'),
  bodyInstead('bodies that are null', () => 'null'),
  bodyInstead('bodies that are a number', () => '1e999'),
  bodyInstead('bodies that are a string', () => '"x"'),
  bodyInstead('bodies that are a list of lists', () => '[[[]],null,1,"x"]'),
  bodyInstead('bodies that are an empty object', () => '{}'),
  bodyInstead('bodies that are HTML', () => '<html><script>alert(1)</script></html>'),
  bodyInstead(
    'bodies with `__proto__` and `constructor`',
    () => '[{"id":"00u1abcdefabcdefabcd","__proto__":{"x":1},"constructor":{"prototype":{"y":1}}}]',
  ),
  bodyInstead('bodies with lone surrogates and NUL', () => '[{"id":"\\ud800\\u0000","profile":{"login":"\\udfff"}}]'),
  bodyInstead('bodies that are compressed without a request for it', () => gzipSync('[]')),
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
  everyGet('rate limits that are not numbers', (answer) => {
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
    name: 'connections that are reset during a body',
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
    name: 'every path returns 200 with the same object',
    intercepts: (_, path) => !isStart(path),
    tamper(answer) {
      if (!isStart(answer.path)) answer.body = { id: '00uabcdefabcdefabcde', status: 'ACTIVE' };
    },
  },
];
