// @ts-nocheck
import type { Answer, HostileFault, Scene } from './hostile-org.js';

/** Requests at the start of a run. Most faults do not change them, so that the run can start. */
export const isStart = (path: string) =>
  path.startsWith('/.well-known/') || path === '/api/v1/users/me' || path === '/oauth2/v1/token';
export const isSuccess = ({ status }: Answer) => status >= 200 && status < 300;
export const isCreate = (answer: Answer) =>
  answer.method === 'POST' && isSuccess(answer) && isObject(answer.body) && 'id' in answer.body;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A fault of every successful response to a GET, after the start of the run. */
export function everyGet(name: string, change: (answer: Answer, scene: Scene) => void): HostileFault {
  return {
    name,
    tamper(answer, scene) {
      if (answer.method === 'GET' && isSuccess(answer) && !isStart(answer.path)) change(answer, scene);
    },
  };
}

/** A fault that replaces the body of every response. */
export const bodyInstead = (name: string, raw: (token: string) => string | Buffer) =>
  everyGet(name, (answer, { token }) => {
    answer.raw = raw(token);
  });

/** A fault of the id in each response that creates an object. */
export function createdId(name: string, idOf: (answer: Answer, scene: Scene) => unknown): HostileFault {
  return {
    name,
    tamper(answer, scene) {
      if (isCreate(answer)) (answer.body as Record<string, unknown>).id = idOf(answer, scene) ?? 'api';
    },
  };
}

/** A fault that turns every response into an error. */
export function everyError(name: string, error: (scene: Scene) => Record<string, unknown>, status = 400): HostileFault {
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
export function nextPage(name: string, link: (scene: Scene, answer: Answer) => string): HostileFault {
  return everyGet(name, (answer, scene) => {
    if (Array.isArray(answer.body)) answer.headers.link = `<${link(scene, answer)}>; rel="next"`;
  });
}

export function eachObject(value: unknown, change: (object: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) for (const item of value) eachObject(item, change);
  else if (isObject(value)) {
    for (const item of Object.values(value)) eachObject(item, change);
    change(value);
  }
}

export const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
