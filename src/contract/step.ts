import { formerForm, valueForm } from './former-form.js';
import type { EarlierMark, OtherChange, Schema } from './model.js';

/** Two editions, the older one first: the contracts describe what changes between them. */
export interface Step {
  from: string;
  to: string;
}

/** Compares two editions for sorting: `2025.08.0` is before `2025.10.0`. */
export function compareEditions(a: string, b: string): number {
  const [as, bs] = [a, b].map((edition) => edition.split('.').map(Number));
  const i = as?.findIndex((part, at) => part !== bs?.[at]) ?? -1;
  return i < 0 ? 0 : (as?.[i] ?? 0) - (bs?.[i] ?? 0);
}

/** Whether an edition is after the first edition of a step, and not after the last one. */
export function isIn({ from, to }: Step, edition: string): boolean {
  return compareEditions(edition, from) > 0 && compareEditions(edition, to) <= 0;
}

/**
 * What a step does with a location: both editions have it, the step adds or removes it, a later edition adds it, or it is gone
 * (removed before the step, or both added and removed in it).
 */
export type Phase = 'ordinary' | 'added' | 'removed' | 'later' | 'gone';

type Marks = Pick<Schema, 'addedIn' | 'removedIn' | 'history'>;

interface Event {
  edition: string;
  kind: 'addedIn' | 'removedIn';
}

/** What a step does with a location that has these marks. */
export function phaseOf(marks: Marks, step: Step): Phase {
  if (marks.addedIn === undefined && marks.removedIn === undefined && marks.history === undefined) return 'ordinary';
  const events = eventsOf(marks);
  const [first] = events;
  if (!first) return 'ordinary';
  const exists = (edition: string) => {
    const last = events.findLast((event) => compareEditions(event.edition, edition) <= 0);
    return last ? last.kind === 'addedIn' : first.kind === 'removedIn';
  };
  const [before, after] = [exists(step.from), exists(step.to)];
  if (before) return after ? 'ordinary' : 'removed';
  if (after) return 'added';
  return events.some(({ edition, kind }) => kind === 'addedIn' && compareEditions(edition, step.to) > 0)
    ? 'later'
    : 'gone';
}

function eventsOf({ history = [], ...marks }: Marks): Event[] {
  return [...history, marks]
    .flatMap((mark) =>
      (['addedIn', 'removedIn'] as const).flatMap((kind) => {
        const edition = mark[kind];
        return edition === undefined ? [] : [{ edition, kind }];
      }),
    )
    .sort((a, b) => compareEditions(a.edition, b.edition));
}

/** The last edition up to another one with such a mark. */
export function lastOf(marks: Marks, kind: Event['kind'], until: string): string | undefined {
  return eventsOf(marks).findLast((event) => event.kind === kind && compareEditions(event.edition, until) <= 0)
    ?.edition;
}

/** The first edition after another one with such a mark. */
export function nextOf(marks: Marks, kind: Event['kind'], after: string): string | undefined {
  return eventsOf(marks).find((event) => event.kind === kind && compareEditions(event.edition, after) > 0)?.edition;
}

/** Whether a schema has a mark of another edition than those of a step. Most files have none: that is faster than `schemaIn`. */
export function hasOtherMarks(step: Step, node: object): boolean {
  const { addedIn, removedIn, changedIn, requiredIn, history } = node as Schema;
  if (history !== undefined || hasMark((node as Schema).before)) return true;
  for (const edition of [addedIn, removedIn, changedIn, requiredIn])
    if (typeof edition === 'string' && !isIn(step, edition)) return true;
  for (const key in node) {
    const child: unknown = node[key as keyof typeof node];
    if (typeof child === 'object' && child !== null && hasOtherMarks(step, child)) return true;
  }
  return false;
}

/**
 * The contract of a step, made from a schema with the marks of any number of editions. Marks of the step stay. All others become
 * ordinary locations, or locations that must not be there. A schema without other marks is returned as it is. A pure function.
 */
export function schemaIn(step: Step, schema: Schema): Schema {
  const changed: Partial<Schema> = {};
  for (const key of ['items', 'additionalProperties', 'if', 'then', 'else', 'before'] as const) {
    const child = schema[key];
    if (typeof child !== 'object') continue;
    const next = schemaIn(step, child);
    if (next !== child) changed[key] = next;
  }
  const allOf = schema.allOf?.map((part) => schemaIn(step, part));
  if (allOf?.some((part, i) => part !== schema.allOf?.[i])) changed.allOf = allOf;
  const definitions = schema.$defs && mapped(schema.$defs, (child) => schemaIn(step, child));
  if (definitions && definitions !== schema.$defs) changed.$defs = definitions;
  Object.assign(changed, propertiesIn(step, schema));
  if (Object.keys(changed).length === 0) return schema;
  const next = { ...schema, ...changed };
  if (next.required?.length === 0) delete next.required;
  return next;
}

/** The properties of a step, and the names of those that are required, as far as they differ. */
export function propertiesIn(
  step: Step,
  { properties: written, required = [] }: Pick<Schema, 'properties' | 'required'>,
): Pick<Schema, 'properties' | 'required'> {
  if (!written) return {};
  const properties = mapped(written, withHistory);
  const next = mapped(properties, (property) => propertyIn(step, schemaIn(step, property)));
  const isRequired = (name: string, property: Schema): boolean => {
    const phase = phaseOf(property, step);
    const isStated = required.includes(name);
    if (phase === 'later') return false;
    if ((phase === 'removed' || phase === 'gone') && !property.disputed) return false;
    const { requiredIn, changedIn, was } = property;
    if (was === 'required' && changedIn !== undefined) {
      if (compareEditions(changedIn, step.to) <= 0) return isStated;
      return requiredIn === undefined || compareEditions(requiredIn, step.to) <= 0;
    }
    return requiredIn === undefined || isIn(step, requiredIn) ? isStated : compareEditions(requiredIn, step.from) <= 0;
  };
  const names = [
    ...required.filter((name) => isRequired(name, properties[name] ?? {})),
    ...Object.keys(properties).filter((name) => !required.includes(name) && isRequired(name, properties[name] ?? {})),
  ];
  const isSame = names.length === required.length && names.every((name) => required.includes(name));
  return { ...(next === written ? {} : { properties: next }), ...(isSame ? {} : { required: names }) };
}

function hasMark(schema: Schema | undefined): boolean {
  if (!schema) return false;
  const { addedIn, removedIn, changedIn, history } = schema;
  return [addedIn, removedIn, changedIn, history].some((mark) => mark !== undefined);
}

/** A property whose former keywords have marks of their own, with these as earlier changes. */
function withHistory(property: Schema): Schema {
  if (!property.before || !hasMark(property.before)) return property;
  const { addedIn, removedIn, changedIn, was, before: older, history = [], ...before } = withHistory(property.before);
  const earlier: EarlierMark = {
    ...(addedIn === undefined ? {} : { addedIn }),
    ...(removedIn === undefined ? {} : { removedIn }),
    ...(changedIn === undefined ? {} : { changedIn }),
    ...(was === undefined ? {} : { was }),
    ...(older === undefined ? {} : { before: older }),
  };
  return { ...property, before, history: [...history, earlier, ...(property.history ?? [])] };
}

/** A property of a step. */
function propertyIn(step: Step, property: Schema): Schema {
  switch (phaseOf(property, step)) {
    case 'later':
      return { addedLater: nextOf(property, 'addedIn', step.to) ?? step.to };
    case 'gone':
      // A removal that is disputed, or of something that requests cannot set, does not mean that it must not be there.
      if (property.disputed !== undefined || property.readOnly) return ordinary(step, property);
      return { removedBefore: lastOf(property, 'removedIn', step.to) ?? step.from };
    case 'removed': {
      const removedIn = lastOf(property, 'removedIn', step.to) as string;
      return property.removedIn === removedIn ? requiredOf(step, property) : { not: {}, removedIn };
    }
    case 'added': {
      const addedIn = lastOf(property, 'addedIn', step.to) as string;
      const isSame = property.addedIn === addedIn && property.removedIn === undefined;
      if (isSame) return valueIn(step, requiredOf(step, property));
      // What was added and changed in the same step was only added.
      const { changedIn, was, before, history, ...added } = ordinary(step, property);
      return { ...added, addedIn };
    }
    default:
      return ordinary(step, property);
  }
}

/** A location that both editions have. */
function ordinary(step: Step, property: Schema): Schema {
  const { addedIn, removedIn, when, disputed, not, ...rest } = property;
  if (addedIn === undefined && removedIn === undefined) return valueIn(step, requiredOf(step, property));
  const [addedBefore, removedLater] = [lastOf(property, 'addedIn', step.from), nextOf(property, 'removedIn', step.to)];
  const { before, ...own } = rest;
  const present = removedIn !== undefined && rest.changedIn === undefined ? { ...own, ...before } : rest;
  return {
    ...valueIn(step, requiredOf(step, present)),
    ...(addedBefore === undefined ? {} : { addedBefore }),
    ...(removedLater === undefined ? {} : { removedLater }),
  };
}

/** Without a mark that the property is required since another step, or only between the editions of the step. */
function requiredOf(step: Step, property: Schema): Schema {
  const { requiredIn, ...rest } = property;
  if (
    requiredIn !== undefined &&
    isIn(step, requiredIn) &&
    rest.was === 'required' &&
    isIn(step, rest.changedIn ?? '')
  ) {
    const { changedIn, was, ...never } = rest;
    return never;
  }
  return requiredIn === undefined || isIn(step, requiredIn) ? property : rest;
}

/** The form of the values in the last edition of a step, and the mark of a change in it. */
function valueIn(step: Step, schema: Schema): Schema {
  const changes = [...(schema.history ?? []), schema]
    .filter((mark): mark is EarlierMark & { changedIn: string } => mark.changedIn !== undefined)
    .sort((a, b) => compareEditions(a.changedIn, b.changedIn));
  const inside = changes.filter(({ changedIn }) => isIn(step, changedIn));
  if (changes.length === inside.length && schema.history === undefined) return schema;
  const { changedIn: _, was: __, before: ___, history: ____, ...current } = schema;
  const next = changes.find(({ changedIn }) => compareEditions(changedIn, step.to) > 0);
  const form: Schema = {
    ...(next ? formerForm(current, next) : current),
    ...otherChangesOf(current, changes, (edition) => !isIn(step, edition)),
  };
  const [first, last] = [inside[0], inside.at(-1)];
  if (!first || !last) return form;
  return {
    ...form,
    changedIn: last.changedIn,
    ...(first.was === undefined ? {} : { was: first.was }),
    ...(first.before === undefined ? {} : { before: first.before }),
  };
}

/** The changes of a value in editions outside the step, each with the form before and after it. */
function otherChangesOf(
  current: Schema,
  changes: readonly (EarlierMark & { changedIn: string })[],
  isOutside: (edition: string) => boolean,
): Pick<Schema, 'otherChanges'> {
  // Copies: a schema has one place in its file.
  const formBefore = (change: EarlierMark | undefined) =>
    structuredClone(valueForm(change ? formerForm(current, change) : current));
  const otherChanges = changes.flatMap((change, i): OtherChange[] =>
    isOutside(change.changedIn)
      ? [{ edition: change.changedIn, before: formBefore(change), after: formBefore(changes[i + 1]) }]
      : [],
  );
  return otherChanges.length > 0 ? { otherChanges } : {};
}

/** The same record if no value differs. */
function mapped(record: Record<string, Schema>, map: (schema: Schema) => Schema): Record<string, Schema> {
  let next: Record<string, Schema> | undefined;
  for (const [key, value] of Object.entries(record)) {
    const result = map(value);
    if (result === value) continue;
    next ??= { ...record };
    next[key] = result;
  }
  return next ?? record;
}
