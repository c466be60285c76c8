import { ContractsError } from '../domain/errors.js';
import { type Json, valueAt } from '../domain/json.js';
import type { OperationId } from '../domain/operation.js';
import { fillPath } from '../org/ids.js';
import type { Recipe, Restore } from '../org/journal/journal.js';
import { parametersOf, readerOf, templateOf } from '../org/journal/removal.js';
import { type BodyContext, type CallOptions, type Fixture, foundIn, removalOf } from './model.js';

/** The path of an operation with its parameters filled in. Throws as `fillPath` does. */
export function fillTemplate(operation: OperationId, values: Record<string, string>): string {
  return fillPath(templateOf(operation), values);
}

function neededValue(name: string, values: Record<string, string>, place: string): string {
  const value = values[name];
  if (value === undefined) throw new ContractsError('CONFIG', `${place}: the suite gives no value for {${name}}.`);
  return value;
}

/** Values of parameters that no fixture fills. */
export function fillAll(values: CallOptions['with'], context: BodyContext): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([key, value]) => [key, typeof value === 'string' ? value : value(context)]),
  );
}

/** An id by every name of its fixture, as others find it. */
export function idsOf({ spec }: Fixture, id: string): Record<string, string> {
  const names = spec.alias ? [spec.alias] : [spec.parameter, ...(spec.aliases ?? [])];
  return Object.fromEntries(names.map((name) => [name, id]));
}

/** The requests that remove a fixture, and how it is found, as the journal records them: operations and parameter values, no paths. */
export function recipeOf(fixture: Fixture, context: BodyContext, needs: string[] = []): Recipe {
  const { make, find, parameter, id = 'id', otherId } = fixture.spec;
  const mark = make?.name?.(context) ?? context.name;
  const remove = removalOf(fixture.spec).map(({ operation, query, body }) => ({
    operation,
    ...(query ? { query } : {}),
    ...(body ? { body: body(context) } : {}),
  }));
  const [path = '', search = ''] = find?.path.split('?') ?? [];
  const operation = readerOf(path);
  const own = [parameter, ...Object.keys(idsOf(fixture, ''))];
  const restore = make?.changes ? restoreOf(fixture, context, remove[0]?.body) : undefined;
  const paths = [...(find ? [operation] : []), ...(restore ? [restore.read] : [])];
  const needed = [...remove.map((step) => step.operation), ...paths]
    .flatMap(parametersOf)
    .filter((name) => !own.includes(name));
  const query = Object.fromEntries(new URLSearchParams(search));
  return {
    name: context.name,
    ...(mark === context.name ? {} : { mark }),
    values: Object.fromEntries(
      needed.map((name) => [name, neededValue(name, context.ids, make?.operation ?? operation)]),
    ),
    remove,
    ...(make?.changes ? { changes: true as const } : {}),
    ...(restore ? { restore } : {}),
    ...(otherId ? { alias: otherId(context) } : {}),
    ...(needs.length > 0 ? { needs } : {}),
    ...(find
      ? {
          find: {
            operation,
            ...(search === '' ? {} : { query }),
            ...(find.list === undefined ? {} : { list: find.list }),
            name: find.name,
            id,
          },
        }
      : {}),
  };
}

/** How a change of an object of the org is recognised: how it is read, how it was, and what the run makes of it. */
function restoreOf({ spec }: Fixture, context: BodyContext, was: Json | undefined): Restore {
  const { operation = 'GET /' as const, sets, body } = spec.make ?? {};
  const [, template] = /^POST (\/.*)\/lifecycle\/activate$/.exec(operation) ?? [];
  if (template !== undefined)
    return {
      read: readerOf(template),
      was: { status: context.object.status ?? 'INACTIVE' },
      set: [{ status: 'ACTIVE' }],
    };
  const [container] = spec.parents ?? [];
  const read = container && foundIn(container.spec)[0]?.operation;
  if (read !== undefined && sets !== undefined) {
    const names = Object.keys(Object.assign({}, ...sets));
    return { read, was: Object.fromEntries(names.map((name) => [name, context.object[name] ?? null])), set: sets };
  }
  if (read !== undefined && body !== undefined && was !== undefined) return { read, was, set: [body(context)] };
  throw new ContractsError(
    'CONTRACT_FILE',
    `The suite changes an object of the org by ${operation} and does not say how the change is recognised: give the fixture \`sets\`, and a fixture that reads the object.`,
  );
}

/** The text at a property or a JSON pointer of a response. Throws `TypeError` if there is none. */
export function textAt(object: Json, name: string): string {
  const value = valueAt(object, name);
  if (typeof value !== 'string' || value === '') throw new TypeError(`no text at ${name}`);
  return value;
}
