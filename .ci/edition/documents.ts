import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { blank, type NamedOperation } from '../document.js';
import { isOlder, readEditions } from './list.js';
import { dateOf, type ReleaseNote, readNotes } from './notes.js';
import { type ReadDocument, readDocument } from './read.js';
import { Recordings } from './recordings.js';
import type { EditionDocument } from './step.js';

/** Okta's documents, release notes and recordings in a folder. All of them are optional. */
export class Sources {
  readonly #folder: string;
  readonly #dates: ReadonlyMap<string, string>;

  /** @param folder contains okta-specs/, okta-release-notes/ and recordings/ @param contracts the contracts folder */
  constructor(folder: string, contracts: string) {
    this.#folder = folder;
    this.#dates = new Map(readEditions(contracts).editions.map(({ edition, date }) => [edition, date]));
  }

  /** The file of the document of an edition, if the folder has it. */
  fileOf(edition: string): string | undefined {
    const files = ['.yaml.gz', '.json.gz', '.yaml', '.json'].map((end) =>
      join(this.#folder, 'okta-specs', `${edition}${end}`),
    );
    return files.find((file) => existsSync(file));
  }

  /** The editions whose documents are later than an edition, in order. */
  editionsAfter(edition: string): string[] {
    return readdirSync(join(this.#folder, 'okta-specs'))
      .flatMap((name) => /^\d{4}\.\d{2}\.\d+/.exec(name)?.[0] ?? [])
      .filter((name) => isOlder(edition, name))
      .sort((a, b) => (isOlder(a, b) ? -1 : 1));
  }

  /** The document of an edition. */
  async read(edition: string): Promise<EditionDocument> {
    return this.dated(edition, await readDocument(this.fileOf(edition) ?? join(this.#folder, 'okta-specs', edition)));
  }

  /** A document with the date of its edition: of the list, or of its release. */
  dated(edition: string, { document }: ReadDocument): EditionDocument {
    return { edition, date: this.#dates.get(edition) ?? dateOf(edition), document };
  }

  /** What confirms differences between documents. */
  async evidence(documents: readonly EditionDocument[]): Promise<{ notes: ReleaseNote[]; recordings: Recordings }> {
    const operations = new Map<string, NamedOperation>();
    for (const { document } of documents) for (const one of document.operations()) operations.set(blank(one.id), one);
    return {
      notes: readNotes(join(this.#folder, 'okta-release-notes')),
      recordings: await Recordings.read(join(this.#folder, 'recordings'), operations.values()),
    };
  }
}
