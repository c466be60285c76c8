import { expect, test, vi } from 'vitest';
import { completeContracts } from '../../.ci/edition/complete.js';
import { documentOf, Project } from './edition-documents.js';

const json = (schema: object) => ({ description: 'OK', content: { 'application/json': { schema } } });
const part = {
  type: 'object',
  properties: { id: { type: 'string', readOnly: true }, size: { type: 'string', enum: ['S'] } },
};
const paths = {
  '/api/v1/widgets/{widgetId}/parts': {
    get: { tags: ['Widget'], responses: { 200: json({ type: 'array', items: part }) } },
  },
  '/api/v1/widgets/{widgetId}/copies': {
    post: { tags: ['Widget'], responses: { 200: json({ $ref: '#/components/schemas/Widget' }) } },
  },
};

test('operations without a contract get one: of known schemas, and of the document as recordings correct it', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  const project = new Project();
  project.write('okta-specs/2025.08.0.json', documentOf('2025.08.0', { paths }));
  const body = [{ id: 'a', size: null }, { id: 'b', size: 'S' }, { id: 'c' }];
  const path = '/api/v1/widgets/w1/parts';
  project.record(['suite', 'other suite'].map((source) => ({ date: '2026-01-01', path, body, source })));
  const before = project.read('widgets/operations.json').operations;
  await completeContracts(project.folder, project.contracts);

  const { operations } = project.read('widgets/operations.json');
  expect(operations).toMatchObject(before);
  expect(operations['POST /api/v1/widgets/{widgetId}/copies']).toMatchObject({
    category: 'compatible',
    answers: { 200: { schema: 'widget.schema.json' } },
  });
  const place = operations['GET /api/v1/widgets/{widgetId}/parts'].answers[200].schema;
  const { $defs } = project.read('widgets/documented.schema.json');
  expect($defs[place.split('/').at(-1)]).toEqual({
    type: 'array',
    items: {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string' }, size: { type: ['string', 'null'], openEnum: ['S'] } },
      unevaluatedProperties: false,
    },
  });

  const written = project.snapshot();
  await completeContracts(project.folder, project.contracts);
  expect(project.snapshot()).toEqual(written);
});
