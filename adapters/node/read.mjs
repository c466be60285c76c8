// Passes one response to the SDK, as its API methods do, and reports what the SDK made of it.
import { hasContent, lossesOf, mostFindings, pointerOf } from './walk.mjs';

/** Returns a function that reads a response of an operation. */
export function createRead(sdk) {
  const types = new Map();
  return async (operation, status, body) => {
    const key = `${status} ${operation.id}`;
    if (!types.has(key)) types.set(key, await typeOf(sdk, operation, status));
    const type = types.get(key);
    if (type === undefined) return { result: 'unknown operation', findings: [] };
    const answer = await attempt(sdk, operation, status, JSON.stringify(body));
    const result = answer.error
      ? { result: 'failed', findings: await failuresOf(sdk, operation, status, body, answer.error) }
      : readResult(sdk, type, body, answer.value);
    return { ...result, operation: operation.id };
  };
}

function readResult({ ObjectSerializer }, type, body, value) {
  const findings = lossesOf(body, value, ObjectSerializer);
  if (findings.length === 0) return { result: 'read', findings };
  if (hasContent(value)) return { result: 'loss', findings };
  const message = `is dropped entirely: the SDK returns an empty ${type} without an error`;
  return { result: 'empty', findings: [{ pointer: '', cause: 'swallowed', expected: type, message }] };
}

/** What the ResponseProcessor of the API returns or throws. */
async function attempt({ ResponseContext }, operation, status, text) {
  const body = { text: async () => text, binary: async () => Buffer.from(text) };
  try {
    return {
      value: await operation.process(new ResponseContext(status, { 'content-type': 'application/json' }, body)),
    };
  } catch (error) {
    return { error };
  }
}

/** The type that the SDK gives a response of this status; undefined if it gives none. */
async function typeOf(sdk, operation, status) {
  // The SDK makes an exception of all other responses.
  if (status < 200 || status > 299) return undefined;
  let type;
  await watched(
    sdk.ObjectSerializer,
    () => (data, given) => {
      type ??= given;
      return data;
    },
    () => attempt(sdk, operation, status, 'null'),
  );
  return type === 'void' ? undefined : type;
}

/** Runs a task with another deserializer in place of the SDK's, which also replaces it in its calls of itself. */
async function watched(serializer, replace, task) {
  const own = serializer.deserialize;
  serializer.deserialize = replace(own);
  try {
    return await task();
  } finally {
    serializer.deserialize = own;
  }
}

/** Milliseconds in which the places of a failed response are looked for. */
const searchMs = 2000;

/** Where the SDK throws. After each place the body is read again without it. */
async function failuresOf(sdk, operation, status, body, error) {
  const findings = [];
  const holder = { body: structuredClone(body) };
  const end = performance.now() + searchMs;
  while (findings.length < mostFindings && performance.now() < end) {
    const frames = [];
    const follow = (own) => (data, type, format) => {
      frames.push({ data, type });
      const value = own.call(sdk.ObjectSerializer, data, type, format);
      frames.pop();
      return value;
    };
    const again = await watched(sdk.ObjectSerializer, follow, () =>
      attempt(sdk, operation, status, JSON.stringify(holder.body)),
    );
    if (!again.error) break;
    const path = pathOf(frames);
    findings.push({ pointer: pointerOf(path), ...causeOf(sdk.ObjectSerializer, frames.at(-1), again.error) });
    if (path.length === 0) break;
    remove(holder.body, path);
  }
  if (findings.length > 0) return findings;
  return [{ pointer: '', ...causeOf(sdk.ObjectSerializer, undefined, error) }];
}

/** The place of the innermost call: each call is for the same value as the one around it, or for a part of it. */
function pathOf(frames) {
  const path = [];
  for (const [index, { data }] of frames.entries()) {
    const outer = frames[index - 1]?.data;
    if (index === 0 || data === outer) continue;
    const key = Object.keys(outer).find((name) => outer[name] === data);
    if (key === undefined) break;
    path.push(key);
  }
  return path;
}

function remove(body, path) {
  let owner = body;
  for (const key of path.slice(0, -1)) owner = owner[key];
  owner[path.at(-1)] = null;
}

/** Why the SDK throws, without the text of its exception, which can contain a value. */
function causeOf(serializer, frame, error) {
  const thrown = error instanceof Error ? error.constructor.name : 'an exception';
  if (frame === undefined) return { cause: 'other', message: `makes the SDK throw ${thrown}` };
  const expected = frame.type;
  if (expected.startsWith('Array<') && !Array.isArray(frame.data))
    return { cause: 'type', expected, message: `is not a list: the SDK throws ${thrown}` };
  if (typeof frame.data === 'object' && isMisled(serializer, frame))
    return {
      cause: 'discriminator',
      expected,
      message: `leads to no variant of ${expected}: the SDK throws ${thrown}`,
    };
  return { cause: 'other', expected, message: `makes the SDK throw ${thrown} as it reads ${expected}` };
}

/** Whether the SDK takes the object for another type than the one that is declared. */
function isMisled(serializer, { data, type }) {
  try {
    return serializer.findCorrectType(data, type) !== type;
  } catch {
    return true;
  }
}
