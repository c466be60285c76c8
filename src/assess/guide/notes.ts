import type { Catalogue } from '../../contract/catalogue.js';
import type { Json } from '../../domain/json.js';

/** What is known about a change beyond its schema. */
export interface GuideNote {
  /** The previous and the new form of the property, with invented values. */
  before?: Json;
  after?: Json;
  advice?: string;
  /** Okta's release note. */
  release?: ReleaseNote;
}

/** A release note of Okta. */
export interface ReleaseNote {
  /** Its title in other words. */
  title: string;
  /** The date that it gives for preview orgs. */
  date: string;
  url: string;
  /** Preview orgs have the change since that date. */
  preview?: true;
  /** The day or the month since which production orgs have it, if a release note states that. */
  production?: string;
  /** The feature flags that the release note names. */
  flags?: string[];
}

type NoteAt = GuideNote & { at: string[] };

const files = new WeakMap<Catalogue['schemas'], NoteAt[]>();

/** The notes of `contracts/guides.json` on the change at a place. Throws `CONTRACT_FILE`. */
export function noteOn({ schemas }: Pick<Catalogue, 'schemas'>, place: string): GuideNote {
  const notes = files.get(schemas) ?? (schemas.has('guides.json') ? readNotes(schemas) : []);
  files.set(schemas, notes);
  const isAbout = (at: string) => at === place || (at.endsWith('#') && place.startsWith(at));
  return Object.assign({}, ...notes.filter(({ at }) => at.some(isAbout)));
}

function readNotes(schemas: Catalogue['schemas']): NoteAt[] {
  return (schemas.data('guides.json', 'meta/guides.schema.json') as { notes: NoteAt[] }).notes;
}
