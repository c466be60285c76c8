import type { Names, RequestSchema } from './request-contract.js';

/** A schema that is shorter than this is repeated. */
const shortest = 110;

const markKeywords = new Set(['addedIn', 'removedIn', 'requiredIn', 'changedIn', 'was', 'before']);

/** One schema that occurs once or more often. */
interface Shared {
  schema: RequestSchema;
  times: number;
  name: string | undefined;
  isNamed: boolean;
  /** The name in `$defs`. */
  def?: string;
}

/** Finds equal schemas of a file, and writes each once. */
export class SharedSchemas {
  readonly #known = new Map<string, Shared>();
  readonly #names: Names;
  readonly #variants: WeakSet<RequestSchema>;
  readonly #used = new Set<string>();
  readonly defs: Record<string, RequestSchema> = {};

  constructor(names: Names, variants: WeakSet<RequestSchema>) {
    this.#names = names;
    this.#variants = variants;
  }

  /** Counts a schema and its parts. What is inside of an equal schema counts once. */
  count(schema: RequestSchema, isRoot = false): void {
    const { content } = withoutMarks(schema);
    const key = JSON.stringify(content);
    const known = this.#known.get(key);
    if (known) {
      known.times += 1;
      known.isNamed ||= isRoot || this.#variants.has(schema);
      known.name ??= this.#names.get(schema);
      return;
    }
    this.#known.set(key, {
      schema: content,
      times: 1,
      name: this.#names.get(schema),
      isNamed: isRoot || this.#variants.has(schema),
    });
    for (const [part, hint] of partsOf(schema)) {
      if (!this.#names.has(part) && hint !== '') this.#names.set(part, hint);
      this.count(part);
    }
  }

  /** The name of a root in `$defs`. */
  root(schema: RequestSchema): string {
    return this.#defOf(this.#known.get(JSON.stringify(withoutMarks(schema).content)) as Shared);
  }

  #defOf(shared: Shared): string {
    if (shared.def !== undefined) return shared.def;
    const words = (shared.name ?? 'part').split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
    const base = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') || 'Part';
    let name = base;
    for (let n = 2; this.#used.has(name); n += 1) name = `${base}${n}`;
    this.#used.add(name);
    shared.def = name;
    this.defs[name] = this.#withReferences(shared.schema);
    return name;
  }

  #withReferences(schema: RequestSchema): RequestSchema {
    return mapParts(schema, (part) => {
      const { content, marks } = withoutMarks(part);
      const key = JSON.stringify(content);
      const shared = this.#known.get(key) as Shared;
      const isShared = shared.isNamed || (shared.times > 1 && key.length > shortest);
      return isShared ? { $ref: `#/$defs/${this.#defOf(shared)}`, ...marks } : this.#withReferences(part);
    });
  }
}

/** Separates what a schema accepts from the marks of the edition: a reference has marks of its own. */
function withoutMarks(schema: RequestSchema): { content: RequestSchema; marks: RequestSchema } {
  const content: RequestSchema = {};
  const marks: RequestSchema = {};
  for (const [key, value] of Object.entries(schema))
    Object.assign(markKeywords.has(key) ? marks : content, { [key]: value });
  return { content, marks };
}

/** The schemas directly inside of a schema, with a name for each. */
export function partsOf(schema: RequestSchema): [RequestSchema, string][] {
  const found: [RequestSchema, string][] = [];
  mapParts(schema, (part, hint) => {
    found.push([part, hint]);
    return part;
  });
  return found;
}

/** A schema whose parts are replaced. Conditions are no parts. */
export function mapParts(
  schema: RequestSchema,
  replace: (part: RequestSchema, hint: string) => RequestSchema,
): RequestSchema {
  const { properties, items, additionalProperties, allOf } = schema;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, part]) => [name, replace(part as RequestSchema, name)]),
      ),
    }),
    ...(items && { items: replace(items as RequestSchema, '') }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: replace(additionalProperties as RequestSchema, ''),
    }),
    ...(allOf && {
      allOf: allOf.map((branch) =>
        branch.then && Object.keys(branch.then).length > 0
          ? { ...branch, then: replace(branch.then as RequestSchema, '') }
          : branch,
      ),
    }),
  } as RequestSchema;
}
