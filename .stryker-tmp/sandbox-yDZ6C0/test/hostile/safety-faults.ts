// @ts-nocheck
import { createdId, eachObject, everyGet, isStart, nextPage } from './fault-kinds.js';
import type { HostileFault } from './hostile-org.js';

/** Responses that try to have the run write elsewhere, or to objects that it did not create. */
export const safetyFaults: HostileFault[] = [
  createdId('creating an object returns the id of a foreign object', ({ path }, { foreign }) => foreign.get(path)),
  createdId('creating an object returns the id `..`', () => '..'),
  createdId('creating an object returns an empty id', () => ''),
  createdId('creating an object returns the id `api`', () => 'api'),
  createdId('creating an object returns the id `v1`', () => 'v1'),
  createdId('creating an object returns an id with a path', ({ path }, { foreign }) => `x/../${foreign.get(path)}`),
  createdId('creating an object returns an id of 2 MB', () => 'a1'.repeat(1_000_000)),
  createdId('creating an object returns a number as id', () => 7),
  {
    name: 'DELETE returns 404 and removes nothing',
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
    name: 'DELETE returns 204 and removes nothing',
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
];
