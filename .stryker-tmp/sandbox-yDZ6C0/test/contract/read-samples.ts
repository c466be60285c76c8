// @ts-nocheck
import { listFiles, listResources } from '../../src/contract/files.js';
import type { Schemas } from '../../src/contract/schemas.js';
import type { Json } from '../../src/domain/json.js';

/** A sample file: answers that keep a schema, and answers that break it in one named way. */
export interface SampleFile {
  file: string;
  /** Place of the schema, relative to the contracts folder. */
  place: string;
  valid: Record<string, Json>;
  invalid: Record<string, Edit & { finds: string[] }>;
  before?: Record<string, Edit & { names: string[] }>;
  /** By valid sample: places of objects that may hold properties of any name. */
  open?: Record<string, string[]>;
}

interface Edit {
  from?: string;
  set?: Record<string, Json>;
  remove?: string[];
}

/** Reads every sample file of a contracts folder. Throws `CONTRACT_FILE`. */
export function loadSamples(folder: string, schemas: Schemas): SampleFile[] {
  return [...listResources(folder), 'shared'].flatMap((resource) =>
    listFiles(folder, `${resource}/samples`, '.json').map((file) => {
      const data = schemas.data(file, 'meta/samples.schema.json') as Omit<SampleFile, 'file' | 'place'> & {
        schema: string;
      };
      return { ...data, file, place: `${resource}/${data.schema}` };
    }),
  );
}

/** A valid sample with an edit made to it. Throws where the edit does not fit. */
export function applyEdit(sample: SampleFile, edit: Edit): Json {
  const base = edit.from === undefined ? Object.values(sample.valid)[0] : sample.valid[edit.from];
  if (base === undefined) throw new Error(`contracts/${sample.file}: no valid sample is named ${edit.from}`);
  let body = structuredClone(base);
  for (const [pointer, value] of Object.entries(edit.set ?? {})) {
    if (pointer === '') body = structuredClone(value);
    else
      edited(sample, body, pointer, (parent, key) => {
        parent[key] = value;
      });
  }
  for (const pointer of edit.remove ?? [])
    edited(sample, body, pointer, (parent, key) => {
      if (!(key in parent)) throw new Error(`contracts/${sample.file}: ${pointer} is not there to be removed`);
      delete parent[key];
    });
  return body;
}

function edited(
  sample: SampleFile,
  body: Json,
  pointer: string,
  change: (parent: Record<string, Json>, key: string) => void,
): void {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  const last = keys.pop() ?? '';
  const parent = keys.reduce<Json | undefined>((node, key) => (node as Record<string, Json> | undefined)?.[key], body);
  if (typeof parent !== 'object' || parent === null)
    throw new Error(`contracts/${sample.file}: there is nothing at ${pointer}`);
  change(parent as Record<string, Json>, last);
}
