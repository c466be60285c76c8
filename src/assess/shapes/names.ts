import { type Catalogue, schemaPlace } from '../../contract/catalogue.js';
import { withParts } from '../../contract/describe.js';
import { SchemaNumbers } from '../../contract/gather.js';
import type { OperationContract, Schema } from '../../contract/model.js';
import type { Schemas } from '../../contract/schemas.js';
import { escapeSegment } from '../../domain/json.js';

/** Objects whose names Okta chooses, also those that the contract does not have. */
const hal: ReadonlySet<string> = new Set(['_links', '_embedded']);

/** A property or element: its name in a pointer, and the names below it. */
export interface Named {
  segment: string;
  names: Names;
}

/** The names that a pointer may contain, below one location of a response. */
export interface Names {
  /** The contract allows null here. */
  isNullable: boolean;
  /** The strings that the contract lists here, in closed and open sets; unset if it lists none. */
  members?: ReadonlySet<string>;
  /** People choose the names of properties here, except those that the contract has. */
  isMap: boolean;
  /** A property; `undefined` if its name must not be stored. */
  property(name: string): Named | undefined;
  /** The elements of the list, or the values of the map. */
  elements(): Named;
}

/**
 * The names of the response schemas of all operations, made when they are first needed. Keys of maps are `*`. Of names without a
 * contract, only Okta's own are used: others may have been chosen by people.
 */
export class AllNames {
  readonly #schemas: Schemas;
  readonly #numbers = new SchemaNumbers();
  /** By the schemas of a location, so that they are bounded by the contracts, and not by responses. */
  readonly #known = new Map<string, Names>();

  constructor({ schemas }: Pick<Catalogue, 'schemas'>) {
    this.#schemas = schemas;
  }

  /** The names of a response; `undefined` if its status has no schema. */
  ofResponse(operation: OperationContract, status: number): Names | undefined {
    const schema = operation.answers[String(status)]?.schema;
    return schema === undefined ? undefined : this.#of([this.#schemas.at(schemaPlace(operation, schema))]);
  }

  #of(from: readonly Schema[], isHal = false): Names {
    const key = `${isHal} ${from.map((schema) => this.#numbers.of(schema)).join()}`;
    let names = this.#known.get(key);
    if (!names) {
      names = this.#make(from, isHal);
      this.#known.set(key, names);
    }
    return names;
  }

  /** @param isHal the names of links and embedded objects are Okta's */
  #make(from: readonly Schema[], isHal: boolean): Names {
    const places = withParts(
      this.#schemas,
      from.map((schema) => [schema, '']),
    );
    const parts = [...places.keys()];
    const isMap = parts.some(({ additionalProperties }) => additionalProperties !== undefined);
    const isOpen = !isHal && (isMap || (parts.length > 0 && parts.every(({ properties }) => properties === undefined)));
    const declared = new Set(parts.flatMap(({ properties = {} }) => Object.keys(properties)));
    const members = new Set(parts.flatMap(membersOf));
    const known = new Map<string, Named>();
    let all: Named | undefined;
    const elements = (): Named => {
      const below = parts.flatMap(({ items, additionalProperties }) =>
        [items, additionalProperties].filter((part) => typeof part === 'object'),
      );
      all ??= { segment: '*', names: this.#of(below) };
      return all;
    };
    const property = (name: string): Named | undefined => {
      const named = known.get(name);
      if (named) return named;
      // Bodies decide how many such names there are.
      if (!declared.has(name) && isOpen) return elements();
      const own = parts.flatMap(({ properties = {} }) => (Object.hasOwn(properties, name) ? [properties[name]] : []));
      if (own.length === 0 && !this.#schemas.vocabulary.hasName(name)) return undefined;
      const made = { segment: escapeSegment(name), names: this.#of(own as Schema[], hal.has(name)) };
      known.set(name, made);
      return made;
    };
    return {
      isMap: isOpen,
      isNullable: parts.some(({ type }) => [type].flat().includes('null')),
      ...(members.size > 0 ? { members } : {}),
      property,
      elements,
    };
  }
}

function membersOf({ enum: closed = [], openEnum = [], const: constant }: Schema): string[] {
  return [...closed, ...openEnum, constant].filter((member) => typeof member === 'string');
}
