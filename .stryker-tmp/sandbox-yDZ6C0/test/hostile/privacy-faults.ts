// @ts-nocheck
import { eachObject, everyError, everyGet } from './fault-kinds.js';
import type { HostileFault } from './hostile-org.js';
import { hostileText, planted } from './planted.js';

/** Responses with a token, personal data, terminal escapes and commands for a CI log. */
export const privacyFaults: HostileFault[] = [
  everyError('error codes contain a token, an address and terminal escapes', ({ token }) => ({
    errorCode: hostileText(token),
    errorSummary: hostileText(token),
    errorLink: hostileText(token),
    errorId: hostileText(token),
    errorCauses: [{ errorSummary: hostileText(token), [planted.property]: planted.value }],
  })),
  everyError(
    'the response to a refused token contains the token',
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
  everyGet('every object has properties with custom names', (answer, { token }) =>
    eachObject(answer.body, (object) => {
      object[planted.property] = planted.value;
      object[hostileText(token)] = planted.email;
      object[planted.email] = planted.name;
    }),
  ),
  everyGet('every text is a custom upper-case value', (answer) =>
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
];
