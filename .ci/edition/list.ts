import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContractsError } from '../../src/domain/errors.js';
import type { ReadDocument } from './read.js';

/** An edition in contracts/editions.json. */
export interface ListedEdition {
  edition: string;
  apiVersion?: string;
  date: string;
  /** SHA-256 of the text of its document. */
  document?: string;
  /** An earlier edition with the same operations, parameters and schemas. */
  sameAs?: string;
}

/** The content of contracts/editions.json, from the oldest edition to the newest. */
export interface EditionList {
  $schema?: string;
  editions: ListedEdition[];
}

/** Reads the list of known editions. Without a list, the two editions of edition.json are known. */
export function readEditions(contracts: string): EditionList {
  const file = join(contracts, 'editions.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as EditionList;
  const { edition, previous, apiVersion } = JSON.parse(readFileSync(join(contracts, 'edition.json'), 'utf8'));
  return {
    editions: [
      { edition: previous, date: monthOf(previous) },
      { edition, apiVersion, date: monthOf(edition) },
    ],
  };
}

/** The first day of the month that an edition names. */
export function monthOf(edition: string): string {
  return `${edition.slice(0, 7).replace('.', '-')}-01`;
}

/** Whether an edition is older than another. */
export function isOlder(edition: string, other: string): boolean {
  const [a, b] = [edition, other].map((name) => name.split('.').map(Number)) as [number[], number[]];
  const index = a.findIndex((part, n) => part !== b[n]);
  return index >= 0 && (a[index] as number) < (b[index] as number);
}

/** The known edition of a document, by its hash. */
export function knownAs({ hashes }: ReadDocument, { editions }: EditionList): ListedEdition | undefined {
  return editions.find(({ document }) => document !== undefined && hashes.includes(document));
}

/** The name of the edition of a document. Throws `INPUT` if it has none. */
export function nameOf({ file, edition, version }: ReadDocument, name: string | undefined): string {
  const chosen = name ?? edition;
  if (chosen === undefined || !/^\d{4}\.\d{2}\.\d+$/.test(chosen))
    throw new ContractsError(
      'INPUT',
      `${chosen === undefined ? `${file} has version ${version || '(none)'}` : `--name ${chosen}`}, which does not name an edition: pass --name, such as --name 2026.07.0.`,
    );
  return chosen;
}
