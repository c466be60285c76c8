import { pick } from '../bodies.js';
import { forbidden, invalid, notFound } from '../errors.js';
import { lifecycle } from '../lifecycle.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../state.js';

const path = '/api/v1/inlineHooks';
const types = [
  'import.transform',
  'oauth2.tokens.transform',
  'saml.tokens.transform',
  'telephony.provider',
  'user.credential.password.import',
  'user.pre-registration',
].map((name) => `com.okta.${name}`);

/** Inline hooks: active when created, deleted only when inactive. Responses do not contain their secret. */
export const resource: Resource = { scope: 'okta.inlineHooks', serve };

/** The hooks that an org has from the start. */
function addHooks(make: (hook: JsonObject) => unknown): void {
  const oauth = { authType: 'client_secret_post', clientId: 'client', clientSecret: 'invented', scope: 'hook' };
  make({
    name: 'tokens',
    type: types[1] ?? '',
    version: '1.0.0',
    channel: {
      type: 'OAUTH',
      version: '1.0.0',
      config: {
        uri: 'https://hooks.example.com/tokens',
        authScheme: { value: 'invented' },
        ...oauth,
        tokenUrl: 'https://login.example.com/token',
      },
    },
  });
  make({
    name: 'import',
    type: types[0] ?? '',
    version: '1.0.1',
    channel: { type: 'HTTP', version: '1.0.0', config: { uri: 'https://hooks.example.com/import', method: 'POST' } },
  });
}

function serve(routes: Routes, state: OrgState): void {
  const { hooks, get, answer, change, make } = objectsOf(state);
  routes.on(`GET ${path}`, ({ query }) => {
    const type = query.get('type');
    // The current edition lists the types that a query can have.
    if (type && !types.includes(type) && state.profile !== 'previous')
      throw invalid('type', 'type: The value is not known.');
    return {
      body: [...hooks.values()].filter((hook) => !type || hook.type === type).map((hook) => present(hook, state)),
    };
  });
  routes.on(`POST ${path}`, ({ body }) => answer(make(body)));
  routes.on(`GET ${path}/{id}`, ({ ids }) => answer(get(ids[0])));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => change(ids[0], body));
  routes.on(`POST ${path}/{id}`, ({ ids, body }) => change(ids[0], { ...get(ids[0]), ...body }));
  routes.on(`DELETE ${path}/{id}`, ({ ids }) => {
    if (get(ids[0]).status === 'ACTIVE') throw forbidden('E0000056', 'Delete hook forbidden: deactivate it first.');
    hooks.delete(ids[0] ?? '');
    return { status: 204 };
  });
  // A real org calls the service of the hook. This is the response of a service for import hooks.
  routes.on(`POST ${path}/{id}/execute`, ({ ids }) => {
    get(ids[0]);
    return {
      body: {
        commands: [
          { type: 'com.okta.action.update', value: state.profile === 'previous' ? [] : { result: 'CREATE_USER' } },
        ],
      },
    };
  });
  for (const [verb, status] of lifecycle) {
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => {
      const hook = get(ids[0]);
      Object.assign(hook, { status, lastUpdated: timestamp(state) });
      return answer(hook);
    });
  }

  addHooks(make);
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const hooks = state.collection('inlineHooks');
  const get = (id = ''): JsonObject => {
    const hook = hooks.get(id);
    if (!hook) throw notFound(id, 'InlineHook');
    return hook;
  };
  const answer = (hook: JsonObject) => ({ body: present(hook, state) });
  const change = (id = '', body: JsonObject) => {
    const hook = get(id);
    Object.assign(hook, {
      name: text(body, 'name'),
      version: text(body, 'version'),
      channel: channel(body, state),
      ...removedOf(body, state),
      lastUpdated: timestamp(state),
    });
    return answer(hook);
  };
  const make = (body: JsonObject): JsonObject => {
    const type = text(body, 'type');
    if (!types.includes(type)) throw invalid('type', 'type: The value is not known.');
    const at = timestamp(state);
    const hook: JsonObject = {
      id: state.newId('cal'),
      status: 'ACTIVE',
      name: text(body, 'name'),
      type,
      version: text(body, 'version'),
      channel: channel(body, state),
      ...removedOf(body, state),
      created: at,
      lastUpdated: at,
    };
    hooks.set(String(hook.id), hook);
    return hook;
  };
  return { hooks, get, answer, change, make };
}

/** Only the previous edition stores metadata, status and type from the body of a request. The current one ignores them. */
function removedOf(body: JsonObject, { profile }: OrgState): JsonObject {
  return profile === 'previous' ? { metadata: body.metadata ?? {}, ...pick(body, 'status', 'type') } : {};
}

/** In the previous edition, hooks have metadata and their secrets, and only the link `self`. */
function present({ channel: stored, ...hook }: JsonObject, { profile, url }: OrgState): JsonObject {
  const self = `${url()}${path}/${hook.id}`;
  const before = profile === 'previous';
  const links: JsonObject =
    hook.status === 'ACTIVE'
      ? { deactivate: link(`${self}/lifecycle/deactivate`, 'POST'), execute: link(`${self}/execute`, 'POST') }
      : { activate: link(`${self}/lifecycle/activate`, 'POST'), delete: link(self, 'DELETE') };
  const channel = before ? (stored as JsonObject) : withoutSecrets(stored as JsonObject);
  return {
    ...hook,
    channel,
    _links: { self: link(self), ...(before ? {} : links) },
  };
}

function text(body: JsonObject, key: string): string {
  const value = body[key];
  if (typeof value !== 'string' || value === '') throw invalid(key, `${key}: The field cannot be left blank`);
  return value;
}

function channel(body: JsonObject, { profile }: OrgState): JsonObject {
  const { type, version, config } = (body.channel ?? {}) as JsonObject;
  const { uri, method, headers, authScheme, ...oauth } = (config ?? {}) as JsonObject;
  if (typeof uri !== 'string' || !uri.startsWith('https://'))
    throw invalid('channel.config.uri', 'uri: must be an https URL');
  if (authScheme === null && profile === 'previous')
    throw invalid('channel.config.authScheme', 'authScheme: must be an object');
  const scheme = authScheme as JsonObject | null | undefined;
  return {
    type: type ?? 'HTTP',
    version: version ?? '1.0.0',
    config: {
      uri,
      method: method ?? 'POST',
      headers: headers ?? [],
      authScheme: scheme ? { type: 'HEADER', key: 'Authorization', ...scheme } : null,
      ...(type === 'OAUTH' ? oauth : {}),
    },
  };
}

/** A channel of the current edition. With OAuth it has no scheme. */
function withoutSecrets({ config, ...channel }: JsonObject): JsonObject {
  const { authScheme, clientSecret: _, ...rest } = config as JsonObject;
  const { value: _value, ...scheme } = (authScheme ?? {}) as JsonObject;
  return { ...channel, config: { ...rest, authScheme: authScheme && channel.type !== 'OAUTH' ? scheme : null } };
}
