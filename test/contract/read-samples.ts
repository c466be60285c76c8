import { posix } from 'node:path';
import { listFiles, listResources } from '../../src/contract/files.js';
import type { Schemas } from '../../src/contract/schemas.js';
import type { Json } from '../../src/domain/json.js';
import { applyEdit, type Edit, expandBreaks, type ObjectBreaks } from './sample-edits.js';

/** The samples of one schema: bodies that match it, and bodies that violate it in a known way. */
export interface SampleFile {
  file: string;
  /** Location of the schema, relative to the contracts folder. */
  place: string;
  /** Bodies that match the schema, by name. */
  valid: Record<string, Json>;
  /** Bodies that violate it, with kind and pointer of each finding: `missing /id`. */
  invalid: { title: string; body: Json; finds: string[] }[];
  /** Bodies of the previous edition, with the changes that they show: `added /id`. */
  before: { title: string; body: Json; names: string[] }[];
  /** By valid sample: the objects that may have properties of any name. */
  open: Record<string, string[]>;
}

/** A change of a valid sample: of the first one, if `from` does not name another one. */
type SampleEdit = Edit & { from?: string };

/** A sample file as it is written. contracts/meta/samples.schema.json describes it. */
interface WrittenSamples {
  schema: string;
  valid: Record<string, Json>;
  breaks?: Record<string, Record<string, ObjectBreaks>>;
  invalid?: Record<string, SampleEdit & { finds: string[] }>;
  before?: Record<string, SampleEdit & { names: string[] }>;
  open?: Record<string, string[]>;
}

/** Reads every sample file of a contracts folder. Throws `CONTRACT_FILE`, or if an edit does not fit its sample. */
export function loadSamples(folder: string, schemas: Schemas): SampleFile[] {
  return [...listResources(folder), 'shared'].flatMap((resource) => {
    const files = listFiles(folder, `${resource}/samples`, '.json');
    const written = new Map(
      files.map((file) => [file, schemas.data(file, 'meta/samples.schema.json') as WrittenSamples]),
    );
    const bodies = new SampleBodies(written);
    return [...written].map(([file, samples]) => {
      try {
        return expandFile(file, `${resource}/${samples.schema}`, samples, bodies);
      } catch (cause) {
        throw new Error(`contracts/${file}: ${(cause as Error).message}`, { cause });
      }
    });
  });
}

function expandFile(file: string, place: string, written: WrittenSamples, bodies: SampleBodies): SampleFile {
  const names = Object.keys(written.valid);
  const edited = (edit: SampleEdit): Json =>
    applyEdit(bodies.named(file, edit.from ?? names[0] ?? ''), bodies.expand(file, edit));
  const breaks = Object.entries(written.breaks ?? {}).flatMap(([name, objects]) => {
    const body = bodies.named(file, name);
    return expandBreaks(body, objects).map(({ edit, finds }) => ({
      title: `${finds.join(', ')} (${name})`,
      body: applyEdit(body, edit),
      finds,
    }));
  });
  const invalid = Object.entries(written.invalid ?? {}).map(([title, edit]) => ({
    title,
    body: edited(edit),
    finds: edit.finds,
  }));
  const before = Object.entries(written.before ?? {}).map(([title, edit]) => ({
    title,
    body: edited(edit),
    names: edit.names,
  }));
  return {
    file,
    place,
    valid: Object.fromEntries(names.map((name) => [name, bodies.named(file, name)])),
    invalid: [...breaks, ...invalid],
    before,
    open: written.open ?? {},
  };
}

/** The valid bodies of one folder. They may contain each other: `{ "$sample": "user.json#a user", "remove": ["/id"] }`. */
class SampleBodies {
  readonly #files: Map<string, WrittenSamples>;
  readonly #known = new Map<string, Json>();
  readonly #open = new Set<string>();

  constructor(files: Map<string, WrittenSamples>) {
    this.#files = files;
  }

  /** The body of a valid sample. */
  named(file: string, name: string): Json {
    const key = `${file}#${name}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const written = this.#files.get(file)?.valid;
    if (!written || !Object.hasOwn(written, name)) throw new Error(`no valid sample is named "${key}"`);
    if (this.#open.has(key)) throw new Error(`"${key}" contains itself`);
    this.#open.add(key);
    const body = this.expand(file, written[name] as Json);
    this.#known.set(key, body);
    return body;
  }

  /** A value of a file, with the samples that it refers to. */
  expand<T>(file: string, value: T): T;
  expand(file: string, value: Json): Json {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((element) => this.expand(file, element));
    const expanded = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.expand(file, inner)]));
    if (typeof expanded.$sample !== 'string') return expanded;
    const [other, name = ''] = expanded.$sample.split('#');
    const sampleFile = other ? `${posix.dirname(file)}/${other}` : file;
    return applyEdit(this.named(sampleFile, name), expanded as Edit);
  }
}
