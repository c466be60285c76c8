import { invalid, notFound, OrgError } from '../errors.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/ssf/stream';

/** Shared Signals Framework: one stream for each client. */
export const resource: Resource = { scope: 'ssf', serve };

function serve(routes: Routes, state: OrgState): void {
  const { streams, get } = objectsOf(state);
  serveConfiguration(routes, state);
  routes.on(`POST ${path}`, ({ body }) => {
    const { delivery, events_requested: events } = body;
    if (!delivery || !Array.isArray(events)) throw invalid('stream', 'delivery and events_requested are needed.');
    if (streams.list().length > 0) throw new OrgError(409, 'E0000195', 'A stream exists already.');
    return { status: 201, body: present(state, streams.add({ delivery, events_requested: events })) };
  });
  routes.on(`GET ${path}`, ({ query }) => {
    const id = query.get('stream_id');
    return { body: id === null ? streams.list().map((stream) => present(state, stream)) : present(state, get(id)) };
  });
  for (const method of ['PUT', 'PATCH'])
    routes.on(`${method} ${path}`, ({ body }) => {
      const { delivery, events_requested: events } = body;
      if (!delivery || !Array.isArray(events)) throw invalid('stream', 'delivery and events_requested are needed.');
      const stream = body.stream_id === undefined ? streams.list()[0] : get(body.stream_id);
      if (!stream) throw notFound('', 'SsfStream');
      return { body: present(state, streams.change(stream, { delivery, events_requested: events })) };
    });
  routes.on(`DELETE ${path}`, ({ query }) => {
    streams.remove(get(query.get('stream_id')));
    return { status: 204 };
  });
  routes.on(
    `GET ${path}/status`,
    ({ query }) => ({ body: { stream_id: get(query.get('stream_id')).id ?? null, status: 'enabled' } }),
    { isNew: true },
  );
  routes.on(
    `POST ${path}/verification`,
    ({ body }) => {
      get(body.stream_id);
      return { status: 204 };
    },
    { isNew: true },
  );
}

/** A stream as responses show it. */
function present(
  state: OrgState,
  { id = null, delivery = null, events_requested: events = [] }: JsonObject,
): JsonObject {
  return {
    stream_id: id,
    iss: state.url(),
    aud: 'https://receiver.example.com',
    format: 'iss_sub',
    delivery,
    events_requested: events,
    events_supported: events,
    events_delivered: events,
    min_verification_interval: 60,
  };
}

/** Registers the public configuration of the transmitter. */
function serveConfiguration(routes: Routes, state: OrgState): void {
  routes.on(
    'GET /.well-known/ssf-configuration',
    () => {
      const org = state.url();
      return {
        body: {
          issuer: org,
          jwks_uri: `${org}/oauth2/v1/keys`,
          configuration_endpoint: `${org}${path}`,
          delivery_methods_supported: ['urn:ietf:rfc:8935'],
          ...(state.profile === 'previous'
            ? {}
            : {
                authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
                default_subjects: 'ALL',
                spec_version: '1_0-ID2',
                verification_endpoint: `${org}${path}/verification`,
              }),
        },
      };
    },
    { isPublic: true },
  );
}

/** Finds, creates, changes and shows the objects of the resource. */
function objectsOf(state: OrgState) {
  const streams = repositoryOf(state, 'ssfStreams', { idPrefix: 'esc', type: 'SsfStream' });
  const get = (id: unknown): JsonObject => {
    const stream = streams.list().find((candidate) => candidate.id === id);
    if (!stream) throw notFound(String(id), 'SsfStream');
    return stream;
  };
  return { streams, get };
}
