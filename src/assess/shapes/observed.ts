import { bounds } from './model.js';
import type { Names } from './names.js';

/** The JSON types, in the order in which they are counted. */
export const jsonTypes = ['null', 'string', 'number', 'boolean', 'array', 'object'] as const;

/** What one response shows at a location: numbers of values. The object is used again for the next response. */
export class ObservedLocation {
  n = 0;
  /** By the index of `jsonTypes`. */
  readonly types = [0, 0, 0, 0, 0, 0];
  /** Strings by the index of `formats`. */
  readonly formats = [0, 0, 0, 0, 0];
  /** Strings that the contract lists; made when there are some. */
  members: Map<string, number> | undefined;
  /** Strings that the contract does not list, where it lists some. */
  unlisted = 0;
  /** The response that was counted last. */
  turn = -1;

  /** The place of the values here; made when one is an object or a list. */
  place: Place | undefined;

  constructor(
    readonly name: string,
    readonly names: Names,
  ) {}

  get strings(): number {
    return this.types[1] as number;
  }

  begin(turn: number): void {
    this.turn = turn;
    this.n = 0;
    this.types.fill(0);
    this.formats.fill(0);
    this.unlisted = 0;
    if (this.members?.size) this.members.clear();
  }
}

/** The objects of one variant at one pointer of a response, or the lists there. It is used again for the next response. */
export class ObservedContainer {
  n = 0;
  /** The locations that the current response has. */
  readonly seen: ObservedLocation[] = [];
  readonly #locations = new Map<string, ObservedLocation>();
  /** The response that was counted last. */
  turn = -1;

  constructor(
    readonly at: string,
    readonly variant: string,
    readonly isList: boolean,
    /** Whether people chose the names of its `elements` (a map), or of `all` properties (an object in a map). */
    readonly chosen: 'none' | 'elements' | 'all',
  ) {}

  begin(turn: number): void {
    this.turn = turn;
    this.n = 0;
    this.seen.length = 0;
  }

  /** The location of a property that the current response has. */
  find(name: string): ObservedLocation | undefined {
    const location = this.#locations.get(name);
    return location?.turn === this.turn ? location : undefined;
  }

  /** The location of a property, which earlier responses may have had. */
  locationOf(name: string, names: Names): ObservedLocation {
    let location = this.#locations.get(name);
    if (!location) {
      location = new ObservedLocation(name, names);
      this.#locations.set(name, location);
    }
    return location;
  }
}

/** Discriminating properties with Okta's values, of an object and those around it. Equal texts are the same object. */
export class Variant {
  readonly #below = new Map<string, Variant>();

  constructor(readonly text: string) {}

  with(own: string): Variant {
    if (own === '') return this;
    let below = this.#below.get(own);
    if (!below) {
      below = new Variant(this.text === '' ? own : `${this.text} ${own}`);
      this.#below.set(own, below);
    }
    return below;
  }
}

/** Marks the variant of a list: what objects at the same pointer have is not expected of it. */
const listMark = '[]';

/** A pointer of the responses of an operation. It keeps its containers, so that a response builds no text. */
export class Place {
  readonly #below = new Map<string, Place>();
  readonly #containers = new Map<Variant, ObservedContainer | undefined>();

  /** @param isInMap people chose the name of an object around it */
  constructor(
    readonly at: string,
    readonly names: Names,
    readonly isInMap: boolean,
  ) {}

  /** The place of a property or element. */
  below(name: string, names: Names, isList: boolean): Place {
    // A list and an object at one pointer have different elements.
    const key = isList ? listMark : name;
    let place = this.#below.get(key);
    if (!place) {
      const isInMap = this.isInMap || (!isList && this.names.isMap && name === '*');
      place = new Place(`${this.at}/${name}`, names, isInMap);
      this.#below.set(key, place);
    }
    return place;
  }

  /** The container of a variant; `undefined` if its texts are too long for the file of shapes. */
  containerOf(around: Variant, isList: boolean): ObservedContainer | undefined {
    const variant = isList ? around.with(listMark) : around;
    const known = this.#containers.get(variant);
    if (known || this.#containers.has(variant)) return known;
    const isShort = this.at.length <= bounds.text && variant.text.length <= bounds.text;
    const chosen = this.isInMap ? 'all' : !isList && this.names.isMap ? 'elements' : 'none';
    const container = isShort ? new ObservedContainer(this.at, variant.text, isList, chosen) : undefined;
    this.#containers.set(variant, container);
    return container;
  }
}
