import { notFound } from '../errors.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/meta/schemas/logStream';

/** JSON Schemas of the settings of log streams, one for each type. */
export const resource: Resource = { scope: 'okta.logStreams', serve };

function serve(routes: Routes, state: OrgState): void {
  const present = (type: string): JsonObject => ({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${state.url()}${path}/${type}`,
    ...(types[type] as JsonObject),
  });
  routes.on(`GET ${path}`, () => ({ body: Object.keys(types).map(present) }));
  routes.on(`GET ${path}/{type}`, ({ ids: [type = ''] }) => {
    if (!(type in types)) throw notFound(type, 'LogStreamSchema');
    return { body: present(type) };
  });
}

const regions = { 'us-east-1': 'US East (N. Virginia)', 'eu-central-1': 'Europe (Frankfurt)' };

const types: Record<string, JsonObject> = {
  aws_eventbridge: schema('AWS EventBridge', {
    accountId: setting('AWS Account ID', { pattern: '^\\d{12}$', writeOnce: true }),
    eventSourceName: setting('AWS Event Source Name', { pattern: '^[\\.\\-_A-Za-z0-9]{1,75}$', writeOnce: true }),
    region: setting('AWS Region', {
      oneOf: Object.entries(regions).map(([value, title]) => ({ const: value, title })),
      writeOnce: true,
    }),
  }),
  splunk_cloud_logstreaming: schema('Splunk Cloud', {
    host: setting('Host', { pattern: '^([a-z0-9]+(-[a-z0-9]+)*){1,100}\\.splunkcloud(gc|fed)?\\.com$' }),
    token: setting('HEC Token', { pattern: '^[0-9a-fA-F-]{36}$' }),
  }),
};

function setting(title: string, rest: JsonObject): JsonObject {
  return { title, type: 'string', writeOnce: false, ...rest };
}

function schema(title: string, settings: JsonObject): JsonObject {
  return {
    title,
    type: 'object',
    properties: {
      settings: {
        description: `Configuration properties specific to ${title}`,
        type: 'object',
        properties: settings,
        required: Object.keys(settings),
      },
      name: setting('Name', { pattern: '^.{1,100}$' }),
    },
    required: ['name', 'settings'],
    errorMessage: { properties: { name: "Name can't exceed 100 characters." } },
  };
}
