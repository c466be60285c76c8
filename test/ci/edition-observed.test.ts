import { expect, test } from 'vitest';
import { OktaDocument } from '../../.ci/document.js';
import { ObservedSchemas } from '../../.ci/edition/observed.js';
import type { Schema } from '../../src/contract/model.js';
import { documentOf } from './edition-documents.js';

const operation = { id: 'GET /api/v1/widgets', method: 'GET', template: '/api/v1/widgets' } as const;
const date = { type: 'string', format: 'date-time', readOnly: true };
const more = { created: date, lastUpdated: { ...date, nullable: true }, secret: date, size: { type: 'string' } };
const twoKinds = ['suite', 'other suite'];

interface Recording {
  /** The kinds of the orgs that return the widgets. */
  kinds?: string[];
  required?: string[];
  examples?: object[];
  isPublished?: boolean;
}

/** The schema of a widget after the import saw these lists of widgets. */
function corrected(
  properties: Record<string, Schema>,
  widgets: object[],
  { kinds = ['suite'], required = [], examples = [], isPublished = false }: Recording = {},
) {
  const widget: Schema = { type: 'object', properties, required };
  const file: Schema = { $defs: { Widget: widget, Widgets: { type: 'array', items: { $ref: '#/$defs/Widget' } } } };
  const document = new OktaDocument(documentOf('2026.07.0', { widget: more, list: examples }) as never);
  const observed = new ObservedSchemas(document);
  const schema = { $ref: '#/$defs/Widgets' };
  observed.addExamples(operation, '200', schema, file);
  for (const kind of kinds)
    observed.add(operation, schema, file, { org: kind, kind, isPublished, status: '200', body: widgets });
  const corrections = observed.correct();
  return { widget, corrections };
}

const text: Schema = { type: 'string' };

test('a value that was recorded as null may be null', () => {
  const { widget, corrections } = corrected({ size: { ...text } }, [{ size: null }, { size: 'S' }]);
  expect(widget.properties?.size).toEqual({ type: ['string', 'null'] });
  expect(corrections.nulls).toBe(1);
});

test('a required property that one response lacks is optional', () => {
  const { widget, corrections } = corrected({ size: { ...text } }, [{ size: 'S' }, {}], { required: ['size'] });
  expect(widget.required).toBeUndefined();
  expect(corrections.optional).toBe(1);
});

const one = { id: 'a', created: '2026-07-01T00:00:00.000Z' };
const general = () => ({ id: { ...text }, created: { ...text } });

test('a property that each object has by its nature is required if all of three or more objects have it', () => {
  const required = (widgets: object[]) => corrected(general(), widgets, { kinds: twoKinds }).widget.required;
  expect(required([one, one])).toEqual(['id', 'created']);
  expect(required([one, { id: 'a' }])).toEqual(['id']);
  expect(required([one]), 'two objects').toBeUndefined();
});

test('what only orgs of one test suite return is not required', () => {
  expect(corrected(general(), [one, one, one]).widget.required).toBeUndefined();
  expect(corrected(general(), [one, one, one]).corrections).toMatchObject({ required: 0, undecided: 2 });
});

test('a property that depends on what an org uses is not required: a person decides', () => {
  const { widget, corrections } = corrected({ secret: { ...text } }, [{ secret: 'a' }, { secret: 'b' }], {
    kinds: twoKinds,
  });
  expect(widget.required).toBeUndefined();
  expect(corrections).toMatchObject({ required: 0, undecided: 1 });
});

test('a property that clients write is not required', () => {
  const status = () => ({ status: { ...text, openEnum: ['ACTIVE'] } });
  const active = { status: 'ACTIVE' };
  expect(corrected(status(), [active, active], { kinds: twoKinds }).widget.required).toBeUndefined();
});

test('a property that is null once, or may be null in the document, is not required', () => {
  const required = (widgets: object[], properties = general()) =>
    corrected(properties, widgets, { kinds: twoKinds }).widget.required;
  expect(required([one, { ...one, created: null }])).toEqual(['id']);
  const changed = { id: 'a', lastUpdated: one.created };
  expect(required([changed, changed], { id: { ...text }, lastUpdated: { ...text } } as never)).toEqual(['id']);
});

test('a property that an example of the document lacks is not required', () => {
  const required = (examples: object[]) =>
    corrected(general(), [one, one], { kinds: twoKinds, examples }).widget.required;
  expect(required([one])).toEqual(['id', 'created']);
  expect(required([one, { id: 'b' }])).toEqual(['id']);
  expect(required([{ id: 'b', created: null }])).toEqual(['id']);
});

test('an optional text that clients write may be null; a name and a date may not', () => {
  const properties = { size: { ...text }, name: { ...text }, secret: { ...text, format: 'date-time' } };
  const { widget } = corrected(properties, [{ size: 'S', name: 'a', secret: one.created }]);
  expect(widget.properties).toEqual({ ...properties, size: { type: ['string', 'null'] } });
  expect(corrected({ size: { ...text } }, []).widget.properties, 'not recorded').toEqual({ size: text });
  const required = corrected({ size: { ...text } }, [{ size: 'S' }], { required: ['size'] });
  expect(required.widget.properties).toEqual({ size: text });
});

test('who publishes a response may replace its dates: they show nothing about the format', () => {
  const properties = () => ({ created: { ...text, format: 'date-time' } });
  const { widget } = corrected(properties(), [{ created: 'DATE' }], { isPublished: true });
  expect(widget.properties).toEqual(properties());
});

test('a date in another format, and a value of another type, are described as they were recorded', () => {
  const properties = {
    created: { ...text, format: 'date-time' },
    size: { ...text },
    parts: { type: 'object', properties: { id: text } },
  };
  const { widget } = corrected(properties, [{ created: 'soon', size: 3, parts: [{ id: 'a' }] }]);
  expect(widget.properties).toEqual({
    created: { type: 'string' },
    size: { type: 'integer' },
    parts: { type: 'array', items: { type: 'object', properties: { id: text } } },
  });
});

test('values of several other types leave no type', () => {
  const { widget } = corrected({ size: { ...text } }, [{ size: 3 }, { size: [] }]);
  expect(widget.properties).toEqual({ size: {} });
});
