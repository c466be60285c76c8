import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listResources, readContractFile } from '../../contract/files.js';
import type { Json } from '../../domain/json.js';
import { ownFile } from '../../io/files.js';
import type { Recipe, Removal } from './journal.js';

/** A kind of object that runs create: how to list its objects, recognise them by name, and remove them. */
export interface CreatedKind {
  /** The name in messages: `inline hooks`. */
  kind: string;
  /** The list that contains its objects. Its path has no parameters. */
  find: NonNullable<Recipe['find']>;
  /** All formats of names that runs use: `okta-contracts-{run}-{n}`; for locks `okta-contracts-lock-{run}-{expiry}`. */
  names: string[];
  /** The requests that remove an object, in order. */
  remove: Removal[];
  /** Kinds without an order are removed first, then the others by order: objects that contain others, or that others refer to. */
  order?: number;
}

/** A resource lists its kinds in this file of its contract folder. A test compares the files with the suites. */
export const createdKindsFile = 'created-kinds.json';

/** Reads the kinds of objects that runs create, in the order in which their objects are removed. */
export function readCreatedKinds(folder: string = ownFile('contracts')): CreatedKind[] {
  return listResources(folder)
    .filter((resource) => existsSync(join(folder, resource, createdKindsFile)))
    .flatMap((resource) => readContractFile(folder, `${resource}/${createdKindsFile}`) as CreatedKind[])
    .sort(compareKinds);
}

/** Compares kinds by the order in which their objects are removed. */
export function compareKinds(a: CreatedKind, b: CreatedKind): number {
  return (
    (a.order ?? 0) - (b.order ?? 0) ||
    a.kind.localeCompare(b.kind) ||
    JSON.stringify(a.find).localeCompare(JSON.stringify(b.find))
  );
}

/** The format of a name that a run used; `undefined` if the name does not contain the run's id and a number. */
export function formOf(name: string, run: string): string | undefined {
  const form = name.replace(
    new RegExp(`okta(?<dash>[-_])contracts\\k<dash>${run}\\k<dash>\\d+$`),
    (_, dash: string) => `okta${dash}contracts${dash}{run}${dash}{n}`,
  );
  return form === name ? undefined : form;
}

/** The id of the run in a name: 8 hexadecimal digits. `undefined` if the complete name does not have a format of the kind. */
export function runThatNamed({ names }: CreatedKind, name: Json | undefined): string | undefined {
  if (typeof name !== 'string' || name.length > 200) return undefined;
  return names.map((form) => patternOf(form).exec(name)?.[1]).find((run) => run !== undefined);
}

function patternOf(form: string): RegExp {
  const escaped = form.replace(/[\\^$.*+?()[\]|/-]/g, '\\$&');
  const values = escaped.replace('{run}', '([0-9a-f]{8})').replace('{n}', '[1-9]\\d{0,6}');
  return new RegExp(`^${values.replace('{expiry}', '[1-9]\\d{9}')}$`);
}
