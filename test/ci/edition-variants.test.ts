import { expect, test } from 'vitest';
import { documentOf, Project } from './edition-documents.js';

type Operations = Record<string, Record<string, Record<string, unknown>>>;

/** Imports a changed document of the widget API. Returns the output and a reader of the written contracts. */
async function imported(change: (document: Record<string, unknown>, paths: Operations) => void) {
  const project = new Project();
  const document = documentOf('2026.07.0');
  change(document, document.paths as Operations);
  const file = project.write('new.json', document);
  const output = await project.import(file);
  const written = project.snapshot();
  await project.import(file);
  await project.import(file, { repeat: true });
  expect(project.snapshot()).toEqual(written);
  return { output, read: (path: string) => project.read(path) };
}

function schemasOf(document: Record<string, unknown>): Record<string, { properties: Record<string, object> }> {
  return (document.components as { schemas: Record<string, { properties: Record<string, object> }> }).schemas;
}

const loop = (name: string) => ({ $ref: `#/components/schemas/${name}` });

test('a schema that contains itself is written once, and refers to itself', async () => {
  const { output, read } = await imported((document) => {
    const schemas = schemasOf(document);
    Object.assign(schemas, {
      Loop: { type: 'object', properties: { id: { type: 'string' }, next: loop('Loop') } },
    });
    (schemas.Widget as { properties: Record<string, object> }).properties.loop = loop('Loop');
  });
  expect(output).toContain('added /*/loop');
  expect(read('widgets/widget.schema.json').properties.loop).toMatchObject({ addedIn: '2026.07.0' });
});

test('schemas that are parts of each other', async () => {
  const { output } = await imported((document) => {
    const schemas = schemasOf(document);
    Object.assign(schemas, {
      One: { allOf: [loop('Two')] },
      Two: { allOf: [loop('One')], properties: { x: { type: 'string' } } },
    });
    (schemas.Widget as { properties: Record<string, object> }).properties.both = loop('One');
  });
  expect(output).toContain('added /*/both');
});

test('ranges of statuses and the default response are not statuses', async () => {
  const { output, read } = await imported((_, paths) => {
    const responses = paths['/api/v1/widgets']?.get?.responses as Record<string, object>;
    for (const status of ['default', '4XX', '2XX']) responses[status] = { description: 'Any' };
    responses['422'] = { description: 'Invalid' };
  });
  expect(output).not.toMatch(/default|XX/);
  const { answers, addedErrors } = read('widgets/operations.json').operations['GET /api/v1/widgets'];
  expect([Object.keys(answers), addedErrors]).toEqual([['200'], { 422: '2026.07.0' }]);
});

test('parameters of a path are those of its operations', async () => {
  const { output, read } = await imported((_, paths) => {
    const path = paths['/api/v1/widgets'] as unknown as { parameters: object[] };
    path.parameters = [{ name: 'shared', in: 'query', schema: { type: 'integer' } }];
  });
  expect(output).toContain('`GET /api/v1/widgets`: added ?shared');
  expect(read('widgets/operations.json').operations['GET /api/v1/widgets'].query.shared).toEqual({
    type: 'integer',
    addedIn: '2026.07.0',
  });
});

test('a header that an operation reads, added to a known operation and of a new one', async () => {
  const header = { name: 'X-Mode', in: 'header', required: true, schema: { type: 'string' } };
  const { read } = await imported((_, paths) => {
    (paths['/api/v1/widgets']?.get?.parameters as object[] | undefined)?.push(header);
    paths['/api/v1/widgets/{widgetId}/parts'] = {
      get: { tags: ['Widget'], parameters: [header], responses: { 200: { description: 'OK' } } },
    };
  });
  const { operations } = read('widgets/operations.json');
  expect(operations['GET /api/v1/widgets']).toMatchObject({
    headers: { 'X-Mode': { type: 'string', addedIn: '2026.07.0', requiredIn: '2026.07.0' } },
    requiredHeaders: ['X-Mode'],
  });
  expect(operations['GET /api/v1/widgets/{widgetId}/parts']).toMatchObject({
    headers: { 'X-Mode': { type: 'string' } },
    requiredHeaders: ['X-Mode'],
  });
});
