import { firstMissing, pick } from '../bodies.js';
import { invalid } from '../errors.js';
import { link } from '../links.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/eventHooks';

/** Event hooks. A hook gets events when it is active and verified. */
export const resource: Resource = { scope: 'okta.eventHooks', serve };

function serve(routes: Routes, state: OrgState): void {
  const hooks = repositoryOf(state, 'eventHooks', { idPrefix: 'who', type: 'EventHook' });
  const present = presenterOf(state);
  routes.on(`GET ${path}`, () => ({ body: hooks.list().map(present) }));
  routes.on(`POST ${path}`, ({ body }) => {
    const [createdBy = ''] = state.collection('users').keys();
    const hook = { status: 'ACTIVE', verificationStatus: 'UNVERIFIED', ...read(body), createdBy };
    return { body: present(hooks.add(hook)) };
  });
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(hooks.get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => {
    const hook = hooks.get(ids[0]);
    const values = read(body);
    // Another URL has to be verified again.
    const verified = uriOf(hook) === uriOf(values) ? {} : { verificationStatus: 'UNVERIFIED' };
    return { body: present(hooks.change(hook, { ...values, ...verified })) };
  });
  routes.on(`DELETE ${path}/{id}`, removalFrom(hooks));
  const change = (verb: string, values: JsonObject): void =>
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => ({
      body: present(hooks.change(hooks.get(ids[0]), values)),
    }));
  change('activate', { status: 'ACTIVE' });
  change('deactivate', { status: 'INACTIVE' });
  routes.on(`POST ${path}/{id}/lifecycle/verify`, ({ ids }) => {
    const hook = hooks.get(ids[0]);
    const id = String(hook.id);
    state.effects.push({ kind: 'event-hook', hook: id, event: 'verification', target: id });
    return { body: present(hooks.change(hook, { verificationStatus: 'VERIFIED' })) };
  });
}

/** Reads a hook from a request. Its secret is never returned. */
function read(body: JsonObject): JsonObject {
  const missing = firstMissing(body, 'name', 'events', 'channel');
  if (missing) throw invalid(missing, `${missing}: The field cannot be left blank`);
  const events = body.events as JsonObject;
  const { config, ...channel } = body.channel as JsonObject;
  const { uri = '', headers = [], authScheme } = config as JsonObject;
  const { value: _, ...scheme } = (authScheme ?? {}) as JsonObject;
  return {
    name: body.name ?? '',
    description: body.description ?? null,
    events: { ...pick(events, 'type', 'items'), filter: events.filter ?? null },
    channel: { ...channel, config: { uri, headers, method: 'POST', ...(authScheme ? { authScheme: scheme } : {}) } },
  };
}

function uriOf({ channel }: JsonObject): unknown {
  return ((channel as JsonObject).config as JsonObject).uri;
}

/** Shows a hook with the links of its state: only an inactive hook can be deleted. */
function presenterOf(state: OrgState): (hook: JsonObject) => JsonObject {
  return (hook) => {
    const self = `${state.url()}${path}/${hook.id}`;
    const step = (verb: string) => ({ [verb]: link(`${self}/lifecycle/${verb}`, 'POST') });
    const links =
      hook.status === 'ACTIVE'
        ? { self: link(self), ...step('verify'), ...step('deactivate') }
        : { ...step('activate'), self: link(self), delete: link(self, 'DELETE') };
    return { ...hook, _links: links };
  };
}
