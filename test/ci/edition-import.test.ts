import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { documentOf, Project } from './edition-documents.js';

const property = { color: { type: 'string' } };

test('an added property is written with a mark, and importing the document again changes nothing', async () => {
  const project = new Project();
  const file = project.write('new.json', documentOf('2026.07.0', { widget: property }));
  expect(await project.import(file)).toContain('added /*/color');

  // An org may leave out an optional property.
  const when = 'the object has a value for it';
  const mark = { type: 'string', addedIn: '2026.07.0', when };
  expect(project.read('widgets/widget.schema.json').properties.color).toEqual(mark);
  const editions = project.read('editions.json').editions;
  expect(editions.at(-1)).toMatchObject({ edition: '2026.07.0', document: expect.stringMatching(/^[0-9a-f]{64}$/) });

  const before = project.snapshot();
  expect(await project.import(file)).toMatch(/is known: nothing to import/);
  await project.import(file, { repeat: true });
  expect(project.snapshot()).toEqual(before);
});

test('a request must have a property if the document requires it in all variants, and orgs accept no request without it', async () => {
  const change = (edition: string, body: object) => {
    const document = documentOf(edition);
    const { post } = (document.paths as Record<string, { post: { requestBody: { content: object } } }>)[
      '/api/v1/widgets'
    ] as { post: { requestBody: { content: object } } };
    post.requestBody.content = { 'application/json': { schema: body } };
    return document;
  };
  const properties = { name: { type: 'string' } };
  const inAll = { type: 'object', required: ['name'], properties };
  const inOne = { anyOf: [inAll, { type: 'object', properties }] };
  const written = async (body: object, date?: string) => {
    const project = new Project();
    if (date) project.record([{ date, method: 'POST', path: '/api/v1/widgets', sent: {}, body: { id: 'w1' } }]);
    await project.import(project.write('new.json', change('2026.07.0', body)));
    return project.read('widgets/widget.schema.json').$defs.write;
  };
  expect(await written(inAll)).toMatchObject({
    required: ['name'],
    properties: { name: { requiredIn: '2026.07.0' } },
  });
  expect(await written(inOne)).not.toHaveProperty('required');
  expect(await written(inAll, '2026-08-01')).not.toHaveProperty('required');
});

test('the same edition in another format is known', async () => {
  const project = new Project();
  const document = documentOf('2025.08.0');
  const before = project.snapshot();
  const file = project.write('other.json.gz', JSON.stringify(document, null, 4));
  expect(await project.import(file)).toMatch(/does not differ from the known document of 2025.08.0/);
  expect(project.snapshot()).toEqual(before);
});

test('a dry run writes nothing', async () => {
  const project = new Project();
  const before = project.snapshot();
  const file = project.write('new.json', documentOf('2026.07.0', { widget: property }));
  expect(await project.import(file, { dryRun: true })).toContain('1 locations added');
  expect(project.snapshot()).toEqual(before);
});

test('a removed property, a new type and a new value keep the previous form', async () => {
  const project = new Project();
  const document = documentOf('2026.07.0', {
    widget: { size: { type: 'integer' } },
    status: ['ACTIVE', 'INACTIVE', 'STAGED'],
  });
  delete (document.components as { schemas: { Widget: { properties: Record<string, object> } } }).schemas.Widget
    .properties.name;
  await project.import(project.write('new.json', document));
  const { name, size, status } = project.read('widgets/widget.schema.json').properties;
  expect(name).toEqual({ not: {}, removedIn: '2026.07.0', before: { type: 'string' } });
  expect(size).toEqual({ type: 'integer', changedIn: '2026.07.0', was: 'a text', before: { type: 'string' } });
  expect(status.enum).toEqual(['ACTIVE', 'INACTIVE', 'STAGED']);
});

test('a location with a mark, or with a form of its own, stays, and a person must decide', async () => {
  const marked = { type: 'string', changedIn: '2025.08.0', was: 'a number' };
  const own = { type: 'boolean' };
  const project = new Project({ name: marked, size: own });
  const document = documentOf('2026.07.0', { widget: { name: { type: 'integer' }, size: { type: 'integer' } } });
  const output = await project.import(project.write('new.json', document));
  expect(project.read('widgets/widget.schema.json').properties).toMatchObject({ name: marked, size: own });
  expect(output).toContain('/name +integer -string: the contract has a mark: changedIn 2025.08.0');
  expect(output).toContain('/size +integer -string: the contract has another type');
});

test('what recordings contain is not marked', async () => {
  const project = new Project();
  const body = (more: object) => ({ id: 'w1', name: 'a', ...more });
  project.record([
    { date: '2025-06-01', path: '/api/v1/widgets/w1', body: body({ color: 'red' }) },
    { date: '2026-08-01', path: '/api/v1/widgets/w1', body: body({ size: 'L' }) },
  ]);
  const document = documentOf('2026.07.0', { widget: property });
  delete (document.components as { schemas: { Widget: { properties: Record<string, object> } } }).schemas.Widget
    .properties.size;
  const output = await project.import(project.write('new.json', document));
  const { color, size } = project.read('widgets/widget.schema.json').properties;
  expect(color).toEqual({ type: 'string' });
  expect(size).toEqual({ type: 'string' });
  expect(output).toContain('returned since 2025-06-01');
  expect(output).toContain('still returned 2026-08-01');
});

test('requests: a new property, a new required property and a parameter', async () => {
  const project = new Project();
  const document = documentOf('2026.07.0', { body: property });
  const paths = document.paths as Record<string, { get: { parameters: object[] } }>;
  paths['/api/v1/widgets']?.get.parameters.push({ name: 'limit', in: 'query', schema: { type: 'integer' } });
  await project.import(project.write('new.json', document));
  expect(project.read('widgets/widget.schema.json').$defs.write.properties.color).toEqual({
    type: 'string',
    addedIn: '2026.07.0',
  });
  expect(project.read('widgets/operations.json').operations['GET /api/v1/widgets'].query.limit).toEqual({
    type: 'integer',
    addedIn: '2026.07.0',
  });
});

test('a new operation gets an entry and schemas, and a removed one a mark', async () => {
  const project = new Project();
  const gadget = { type: 'object', required: ['id'], properties: { id: { type: 'string', readOnly: true } } };
  const content = { 'application/json': { schema: gadget } };
  const document = documentOf('2026.07.0', {
    paths: {
      '/api/v1/gadgets/{gadgetId}': {
        get: {
          tags: ['BigGadget'],
          security: [{ oauth2: ['okta.gadgets.read'] }],
          responses: {
            200: { description: 'OK', content },
            404: { description: 'Not found' },
            409: { description: 'Conflict' },
          },
        },
        delete: { tags: ['BigGadget'], responses: { 204: { description: 'No content' } } },
      },
    },
  });
  delete (document.paths as Record<string, { delete?: object }>)['/api/v1/widgets/{widgetId}']?.delete;
  await project.import(project.write('new.json', document));

  const { operations } = project.read('big-gadget/operations.json');
  expect(operations['GET /api/v1/gadgets/{gadgetId}']).toEqual({
    category: 'new',
    addedIn: '2026.07.0',
    oauthScopes: ['okta.gadgets.read'],
    answers: { 200: { schema: expect.stringMatching(/^documented\.schema\.json#\/\$defs\/\w+$/) } },
    errors: [409],
  });
  expect(operations['DELETE /api/v1/gadgets/{gadgetId}'].answers).toEqual({ 204: { body: 'empty' } });
  const [schema] = Object.values(project.read('big-gadget/documented.schema.json').$defs);
  expect(schema).toMatchObject({ type: 'object', required: ['id'], properties: { id: { type: 'string' } } });
  expect(project.read('widgets/operations.json').operations['DELETE /api/v1/widgets/{widgetId}'].removedIn).toBe(
    '2026.07.0',
  );
  const catalogue = loadCatalogue(project.contracts, { from: '2025.08.0', to: '2026.07.0' });
  expect(catalogue.operations.get('GET /api/v1/gadgets/{gadgetId}' as never)?.category).toBe('new');
});

test('an edition between two known ones dates the marks of the later one, and nothing else', async () => {
  const project = new Project();
  const later = { widget: { ...property, weight: { type: 'number' } } };
  const file = project.write('okta-specs/2026.07.0.json', documentOf('2026.07.0', later));
  await project.import(file);
  const between = { widget: { ...property, gone: { type: 'string' } } };
  await project.import(project.write('between.json', documentOf('2026.05.0', between)));
  const { color, weight, gone } = project.read('widgets/widget.schema.json').properties;
  expect([color.addedIn, weight.addedIn, gone]).toEqual(['2026.05.0', '2026.07.0', undefined]);
  const names = project.read('editions.json').editions.map(({ edition }: { edition: string }) => edition);
  expect(names).toEqual(['2024.08.3', '2025.08.0', '2026.05.0', '2026.07.0']);
});

test('an edition with the same document is listed as the same', async () => {
  const project = new Project();
  await project.import(project.write('new.json', documentOf('2026.07.0')));
  expect(project.read('editions.json').editions.at(-1)).toMatchObject({ edition: '2026.07.0', sameAs: '2025.08.0' });
});

test('write-only properties are in requests, and not in responses', async () => {
  const project = new Project();
  const secret = { type: 'string', writeOnly: true };
  const gadget = { type: 'object', required: ['id', 'secret'], properties: { id: { type: 'string' }, secret } };
  const content = { 'application/json': { schema: gadget } };
  const post = { tags: ['Gadget'], requestBody: { content }, responses: { 200: { description: 'OK', content } } };
  const document = documentOf('2026.07.0', { paths: { '/api/v1/gadgets': { post } }, widget: { secret } });
  await project.import(project.write('new.json', document));
  const { request, answers } = project.read('gadget/operations.json').operations['POST /api/v1/gadgets'];
  const { $defs } = project.read('gadget/documented.schema.json');
  const at = (place: string) => $defs[place.split('/').at(-1) as string];
  expect(at(request).required).toEqual(['id', 'secret']);
  expect(at(answers[200].schema).required).toEqual(['id']);
  expect(at(answers[200].schema).properties).toEqual({ id: { type: 'string' } });
  expect(project.read('widgets/widget.schema.json').properties).not.toHaveProperty('secret');
});

test('elements that a document describes for the first time have no mark, and a parameter of a path has one', async () => {
  const tags = { type: 'array' };
  const project = new Project({ tags });
  project.write('okta-specs/2025.08.0.json', documentOf('2025.08.0', { widget: { tags } }));
  const document = documentOf('2026.07.0', { widget: { tags: { ...tags, items: { type: 'string' } } } });
  const paths = document.paths as Record<string, { parameters?: object[] }>;
  Object.assign(paths['/api/v1/widgets'] as object, {
    parameters: [{ name: 'sort', in: 'query', schema: { type: 'string' } }],
  });
  await project.import(project.write('new.json', document));
  expect(project.read('widgets/widget.schema.json').properties.tags).toEqual({ ...tags, items: { type: 'string' } });
  const { query } = project.read('widgets/operations.json').operations['GET /api/v1/widgets'];
  expect(query.sort).toEqual({ type: 'string', addedIn: '2026.07.0' });
});

test('a property that requests need in the editions between only is required in these', async () => {
  const project = new Project();
  const change = (edition: string, required: string[]) => {
    const document = documentOf(edition);
    const { post } = (document.paths as Record<string, { post: { requestBody: { content: object } } }>)[
      '/api/v1/widgets'
    ] as { post: { requestBody: { content: object } } };
    const schema = {
      type: 'object',
      ...(required.length > 0 && { required }),
      properties: { name: { type: 'string' } },
    };
    post.requestBody.content = { 'application/json': { schema } };
    return project.write(`okta-specs/${edition}.json`, document);
  };
  await project.import(change('2026.07.0', ['name']));
  await project.import(change('2026.09.0', []));
  expect(project.read('widgets/widget.schema.json').$defs.write).toEqual({
    type: 'object',
    properties: { name: { type: 'string', requiredIn: '2026.07.0', changedIn: '2026.09.0', was: 'required' } },
    unevaluatedProperties: false,
  });
  const requiredIn = (from: string, to: string) =>
    loadCatalogue(project.contracts, { from, to }).schemas.at('widgets/widget.schema.json#/$defs/write');
  expect(requiredIn('2024.08.3', '2025.08.0').required).toBeUndefined();
  expect(requiredIn('2025.08.0', '2026.07.0').required).toEqual(['name']);
  expect(requiredIn('2025.08.0', '2026.09.0')).toMatchObject({ properties: { name: { type: 'string' } } });
  expect(requiredIn('2025.08.0', '2026.09.0').required).toBeUndefined();
  const before = project.snapshot();
  await project.import(join(project.folder, 'okta-specs/2026.07.0.json'), { repeat: true });
  expect(project.snapshot()).toEqual(before);
});

test('a new variant of a body gets a condition', async () => {
  const base = { type: 'object', properties: { id: { type: 'string' }, kind: { type: 'string' } } };
  const variant = (name: string) => ({
    allOf: [{ $ref: '#/components/schemas/Part' }, { type: 'object', properties: { [name]: { type: 'string' } } }],
  });
  const change = (edition: string, kinds: string[]) => {
    const ref = { $ref: '#/components/schemas/Part' };
    const content = { 'application/json': { schema: ref } };
    const get = { tags: ['Part'], responses: { 200: { description: 'OK', content } } };
    const document = documentOf(edition, { paths: { '/api/v1/parts/{partId}': { get } } });
    const mapping = Object.fromEntries(kinds.map((kind) => [kind, `#/components/schemas/${kind}Part`]));
    const { schemas } = document.components as { schemas: Record<string, object> };
    schemas.Part = { ...base, discriminator: { propertyName: 'kind', mapping } };
    for (const kind of kinds) schemas[`${kind}Part`] = variant(kind.toLowerCase());
    return document;
  };
  const project = new Project();
  await project.import(project.write('okta-specs/2026.07.0.json', change('2026.07.0', ['A', 'B'])));
  const output = await project.import(project.write('new.json', change('2026.09.0', ['A', 'B', 'C'])));
  expect(output).toContain('1 variants added');
  const { $defs } = project.read('part/documented.schema.json');
  expect($defs.Part.allOf.at(-1)).toEqual({
    if: { properties: { kind: { const: 'C' } }, required: ['kind'] },
    then: { $ref: 'documented.schema.json#/$defs/CPart' },
  });
  expect($defs.CPart).toEqual({ properties: { c: { type: 'string' } } });
});
