import { invalid } from '../errors.js';
import { link } from '../links.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/meta/uischemas';

/** UI schemas: which inputs an enrollment form has. */
export const resource: Resource = { scope: 'okta.uischemas', feature: 'ui-schemas', serve };

function serve(routes: Routes, state: OrgState): void {
  const schemas = repositoryOf(state, 'uiSchemas', { idPrefix: 'uis', type: 'UISchemaEntity' });
  const present = (schema: JsonObject): JsonObject => ({
    ...schema,
    _links: { self: link(`${state.url()}${path}/${schema.id}`, 'GET', 'PUT', 'DELETE') },
  });
  routes.on(`GET ${path}`, () => ({ body: schemas.list().map(present) }));
  routes.on(`POST ${path}`, ({ body }) => ({ body: present(schemas.add(read(body))) }));
  routes.on(`GET ${path}/{schema}`, ({ ids }) => ({ body: present(schemas.get(ids[0])) }));
  routes.on(`PUT ${path}/{schema}`, ({ ids, body }) => ({
    body: present(schemas.change(schemas.get(ids[0]), read(body))),
  }));
  routes.on(`DELETE ${path}/{schema}`, removalFrom(schemas));

  const elements = ['firstName', 'lastName', 'email'].map((name) => ({
    type: 'Control',
    scope: `#/properties/${name}`,
    label: name,
    options: { format: 'text' },
  }));
  schemas.add({ uiSchema: { type: 'Group', label: 'Sign up', buttonLabel: 'Submit', elements } });
}

/** Reads a UI schema. Real orgs send and accept a list of elements, where the document has one object. */
function read({ uiSchema }: JsonObject): JsonObject {
  const { elements, ...texts } = (uiSchema ?? {}) as JsonObject;
  if (!Array.isArray(elements)) throw invalid('uiSchema', 'uiSchema: The field cannot be left blank');
  return { uiSchema: { type: 'Group', label: 'Sign in', buttonLabel: 'Submit', ...texts, elements } };
}
