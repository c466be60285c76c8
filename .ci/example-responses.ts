import { type Catalogue, schemaPlace } from '../src/contract/catalogue.js';
import { markedPlaces } from '../src/contract/changes.js';
import { createCheck } from '../src/contract/check.js';
import type { OperationContract } from '../src/contract/model.js';
import { makeExchange } from '../src/domain/exchange.js';
import { isObject, type Json } from '../src/domain/json.js';
import type { OperationId } from '../src/domain/operation.js';
import type { SampleFile } from '../test/contract/read-samples.js';

/** A response of an operation, with invented values. */
export interface Example {
  status: number;
  headers?: Record<string, string>;
  body?: Json;
}

type Samples = ReadonlyMap<string, SampleFile>;

/**
 * Example responses of the operations of an edition, made of the samples of the contracts. One of the previous edition has the
 * removed properties and the former types, and lacks what the edition added.
 */
export function exampleResponses(
  catalogue: Catalogue,
  files: readonly SampleFile[],
  edition: string,
): Record<OperationId, Example> {
  const samples: Samples = new Map([...files].reverse().map((file) => [file.place, file]));
  const check = createCheck(catalogue);
  const isPrevious = edition === catalogue.edition.previous;
  const found: Record<OperationId, Example> = {};
  for (const operation of catalogue.operations.values()) {
    const example = exampleOf(operation, samples, isPrevious);
    if (!example) continue;
    const violates = (body: Json) => {
      const response = { status: example.status, headers: example.headers ?? {}, body };
      const request = { method: operation.method, url: `https://org.example.com${operation.template}` };
      const { findings } = check(operation, makeExchange({ id: operation.id, request, response }));
      return findings.some(
        ({ level, kind, change }) =>
          level === 'violation' || (change === undefined && (level !== 'notice' || kind === 'undocumented')),
      );
    };
    const edits = isPrevious ? editsOf(catalogue, operation, example, samples) : [];
    found[operation.id] = withEdits(example, edits, violates);
  }
  return found;
}

function exampleOf(operation: OperationContract, samples: Samples, isPrevious: boolean): Example | undefined {
  if (isPrevious && operation.category === 'new') return undefined;
  const [status, answer] =
    Object.entries(operation.answers).find(([, { addedIn, removedIn }]) =>
      isPrevious ? addedIn === undefined : removedIn === undefined,
    ) ?? [];
  if (status === undefined || answer === undefined) return undefined;
  const location = status.startsWith('3') ? { location: 'https://org.example.com/' } : undefined;
  if (answer.schema === undefined) return { status: Number(status), ...(location && { headers: location }) };
  const place = schemaPlace(operation, answer.schema);
  const body = bodyOf(samples, place) ?? elementOf(bodyOf(samples, `${place}#/$defs/list`));
  // Imported schemas have no samples.
  if (body === undefined && place.includes('/documented.schema.json#')) return undefined;
  if (body === undefined)
    throw new Error(`${place} has no sample: add one to contracts/${operation.resource}/samples/.`);
  return { status: Number(status), headers: { ...location, 'content-type': 'application/json' }, body };
}

function bodyOf(samples: Samples, place: string): Json | undefined {
  return Object.values(samples.get(place)?.valid ?? {})[0];
}

function elementOf(list: Json | undefined): Json | undefined {
  return Array.isArray(list) ? list[0] : undefined;
}

/** An edit that makes a body of the previous edition. Without a value, the property is removed. */
interface Edit {
  pointer: string;
  value?: Json;
}

/** The differences of the previous edition: those that samples of the same file show, and the properties that the edition added. */
function editsOf(
  catalogue: Catalogue,
  operation: OperationContract,
  { status, body }: Example,
  samples: Samples,
): Edit[] {
  const { schema } = operation.answers[status] ?? {};
  if (schema === undefined) return [];
  const [file = ''] = schemaPlace(operation, schema).split('#');
  const shown = [...samples.values()].filter(({ place }) => place.split('#')[0] === file).flatMap(editsShown);
  const added = markedPlaces(catalogue, operation).filter(
    (one) => one.status === String(status) && one.change.kind === 'added',
  );
  return [
    ...shown,
    // The samples of a list often show only what differs from those of its items.
    ...(Array.isArray(body) ? shown.map((edit) => ({ ...edit, pointer: `/*${edit.pointer}` })) : []),
    ...added.map(({ change }) => ({ pointer: change.pointer })),
  ];
}

/** The edits that the bodies of the previous edition among samples show. */
function editsShown({ before }: SampleFile): Edit[] {
  return before.flatMap(({ body, names }) =>
    names.flatMap((name): Edit[] => {
      const [kind = '', pointer = ''] = name.split(' ');
      if (kind === 'added') return [{ pointer }];
      const value = valueAt(body, pointer);
      return value === undefined ? [] : [{ pointer, value }];
    }),
  );
}

/** Applies the edits that fit the example: its type may be another one than that of the sample that shows an edit. */
function withEdits(example: Example, edits: readonly Edit[], violates: (body: Json) => boolean): Example {
  if (example.body === undefined || violates(example.body)) return example;
  let body: Json = example.body;
  for (const { pointer, value } of edits) {
    const edited: Json = structuredClone(body);
    if (edit(edited, pointer.split('/').slice(1), value) && !violates(edited)) body = edited;
  }
  return { ...example, body };
}

/** Sets or removes a value in a body. `false` if the objects that contain it do not exist. */
function edit(body: Json, [key, ...rest]: string[], value: Json | undefined): boolean {
  if (key === undefined) return false;
  if (key === '*' && rest.length > 0 && typeof body === 'object' && body !== null)
    return Object.values(body).filter((inner) => edit(inner as Json, rest, value)).length > 0;
  if (!isObject(body)) return false;
  const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
  if (rest.length > 0) return Object.hasOwn(body, name) && edit(body[name] as Json, rest, value);
  if (value === undefined) return delete body[name];
  body[name] = structuredClone(value);
  return true;
}

function valueAt(body: Json, pointer: string): Json | undefined {
  let value: Json | undefined = body;
  for (const key of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    value =
      key === '*' ? (Object.values(value)[0] as Json) : ((value as Record<string, Json>)[name] as Json | undefined);
  }
  return value;
}
