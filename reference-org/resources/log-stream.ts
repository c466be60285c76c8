import { firstMissing } from '../bodies.js';
import { invalid } from '../errors.js';
import { lifecycle, nextStep } from '../lifecycle.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/logStreams';

/** Streams of log events to other systems. */
export const resource: Resource = { scope: 'okta.logStreams', serve };

function serve(routes: Routes, state: OrgState): void {
  const streams = repositoryOf(state, 'logStreams', { idPrefix: '0oa', type: 'AppInstance' });
  const present = (stream: JsonObject): JsonObject => {
    const self = `${state.url()}${path}/${stream.id}`;
    const verb = nextStep(stream);
    return {
      ...stream,
      // These links state one method, unlike those of other resources.
      _links: {
        self: { href: self, method: 'GET' },
        [verb]: { href: `${self}/lifecycle/${verb}`, method: 'POST' },
      },
    };
  };
  routes.list(`GET ${path}`, { limit: 20 }, () => ({ body: streams.list().map(present) }));
  routes.on(`POST ${path}`, ({ body }) => ({ body: present(streams.add({ ...read(body), status: 'ACTIVE' })) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(streams.get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => ({
    body: present(streams.change(streams.get(ids[0]), read(body))),
  }));
  routes.on(`DELETE ${path}/{id}`, removalFrom(streams));
  for (const [verb, status] of lifecycle)
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => {
      streams.change(streams.get(ids[0]), { status });
      // Real orgs return no body, although the documents show the stream.
      return { status: 200 };
    });
  const settings = { accountId: '123456789012', eventSourceName: 'an-event-source', region: 'eu-west-3' };
  streams.add({ name: 'Warehouse', type: 'aws_eventbridge', settings, status: 'ACTIVE' });
  streams.add({
    name: 'Security operations',
    type: 'splunk_cloud_logstreaming',
    settings: { edition: 'aws', host: 'acme.splunkcloud.com' },
    status: 'INACTIVE',
  });
}

/** Reads a stream from a request. Its token is never returned. */
function read(body: JsonObject): JsonObject {
  const missing = firstMissing(body, 'name', 'type', 'settings');
  if (missing) throw invalid(missing, `${missing}: The field cannot be left blank`);
  const { token: _, ...settings } = body.settings as JsonObject;
  return { name: body.name ?? '', type: body.type ?? '', settings };
}
