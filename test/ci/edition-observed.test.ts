import { expect, test } from 'vitest';
import { OktaDocument } from '../../.ci/document.js';
import { ObservedSchemas } from '../../.ci/edition/observed.js';
import type { Schema } from '../../src/contract/model.js';
import { documentOf } from './edition-documents.js';

const operation = { id: 'GET /api/v1/widgets', method: 'GET', template: '/api/v1/widgets' } as const;
const more = { made: { type: 'string', format: 'date-time', readOnly: true }, size: { type: 'string' } };
const document = new OktaDocument(documentOf('2026.07.0', { widget: more }) as never);

/** The schema of a widget after the import saw these lists of widgets. */
function corrected(properties: Record<string, Schema>, widgets: object[], required: string[] = []) {
  const widget: Schema = { type: 'object', properties, required };
  const file: Schema = { $defs: { Widget: widget, Widgets: { type: 'array', items: { $ref: '#/$defs/Widget' } } } };
  const observed = new ObservedSchemas(document);
  observed.add(operation, '200', { $ref: '#/$defs/Widgets' }, file, widgets);
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
  const { widget, corrections } = corrected({ size: { ...text } }, [{ size: 'S' }, {}], ['size']);
  expect(widget.required).toBeUndefined();
  expect(corrections.optional).toBe(1);
});

test('a property is required if all of three or more objects have it, and only the server writes it', () => {
  const properties = () => ({ id: { ...text }, made: { ...text }, size: { ...text } });
  const one = { id: 'a', made: '2026-07-01T00:00:00.000Z', size: 'S' };
  expect(corrected(properties(), [one, one, one]).widget.required).toEqual(['id', 'made']);
  expect(corrected(properties(), [one, one, { id: 'a' }]).widget.required).toEqual(['id']);
  expect(corrected(properties(), [one, one]).widget.required).toBeUndefined();
});

test('a date in another format, and a value of another type, are described as they were recorded', () => {
  const properties = {
    made: { ...text, format: 'date-time' },
    size: { ...text },
    parts: { type: 'object', properties: { id: text } },
  };
  const { widget } = corrected(properties, [{ made: 'soon', size: 3, parts: [{ id: 'a' }] }]);
  expect(widget.properties).toEqual({
    made: { type: 'string' },
    size: { type: 'integer' },
    parts: { type: 'array', items: { type: 'object', properties: { id: text } } },
  });
});

test('values of several other types leave no type', () => {
  const { widget } = corrected({ size: { ...text } }, [{ size: 3 }, { size: [] }]);
  expect(widget.properties).toEqual({ size: {} });
});
