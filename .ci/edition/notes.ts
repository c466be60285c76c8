import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DocumentObject, NamedOperation, OktaDocument } from '../document.js';
import type { Difference } from '../ledger-diff.js';

/** One entry of Okta's release notes. */
export interface ReleaseNote {
  release: string;
  /** When the release reached preview orgs, `2025-08-07`. */
  date: string;
  title: string;
  text: string;
  /** It announces a change of the documentation only. */
  isDocumentation: boolean;
}

/** An edition with the date of its document. */
export interface Dated {
  date: string;
  document: OktaDocument;
}

/** Documents are published up to two months before or after the release that they describe. */
const tolerance = 62 * 24 * 3600 * 1000;

/** Reads the release notes of a folder. Without the folder, there are none. */
export function readNotes(folder: string): ReleaseNote[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.md(\.gz)?$/.test(name))
    .flatMap((name) => {
      const bytes = readFileSync(join(folder, name));
      return notesOf((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
    });
}

/** The entries of one file of release notes. */
export function notesOf(markdown: string): ReleaseNote[] {
  return markdown.split(/^### (?=(?:Weekly|Monthly) release)/m).flatMap((part) => {
    const release = /^\w+ release (\d{4}\.\d{2}\.\d+)/.exec(part)?.[1];
    if (!release) return [];
    const published = /Published on: (\d{4}-\d{2}-\d{2})/.exec(part)?.[1];
    return part
      .split(/^#### /m)
      .slice(1)
      .flatMap((entry) => {
        const [title = '', ...lines] = entry.split('\n');
        const isDocumentation = /^Developer documentation/.test(title);
        // A bug names an operation without announcing a change of it.
        if (/^Bugs? fixed/.test(title)) return [];
        const texts = isDocumentation ? lines.join('\n').split(/^\* /m).slice(1) : [lines.join('\n')];
        const date = published ?? dateOf(release);
        return texts.map((text) => ({ release, date, title: title.trim(), text, isDocumentation }));
      });
  });
}

/** The approximate date of a release: one every week of its month. */
export function dateOf(release: string): string {
  const [year, month, week = '0'] = release.split('.');
  return `${year}-${month}-${String(Math.min(28, 5 + 7 * Number(week))).padStart(2, '0')}`;
}

/** Finds the release note that announces a difference. */
export class Notes {
  readonly #notes: readonly ReleaseNote[];
  readonly #before: OktaDocument;
  readonly #after: OktaDocument;
  /** The notes that mention an operation. */
  readonly #known = new Map<string, ReleaseNote[]>();

  /** @param before the previous edition @param after the edition */
  constructor(notes: readonly ReleaseNote[], before: Dated, after: Dated) {
    const [start, end] = [Date.parse(before.date) - tolerance, Date.parse(after.date) + tolerance];
    this.#notes = notes.filter(({ date }) => Date.parse(date) >= start && Date.parse(date) <= end);
    this.#before = before.document;
    this.#after = after.document;
  }

  /** The note of a difference, or `undefined`. */
  find(difference: Difference): ReleaseNote | undefined {
    const [method = '', template = ''] = difference.operation.split(' ');
    const operation = { id: difference.operation, method, template } as NamedOperation;
    const described = this.#after.operation(operation) ?? this.#before.operation(operation);
    if (difference.part === 'operation') {
      const tag = (described?.tags as string[] | undefined)?.[0] ?? '';
      const isNewTag = !this.#before.tags.has(tag) && this.#after.tags.has(tag);
      return firstOf(
        this.#notes.filter(
          ({ text }) =>
            mentionsCall(text, difference.operation, described) ||
            (isNewTag && difference.kind === 'added' && this.#mentionsTag(text, tag)),
        ),
      );
    }
    const words = wordsOf(difference);
    const distinctive = words.filter(isDistinctive);
    const about = this.#about(difference.operation, described);
    return firstOf([
      ...about.filter(({ text }) => words.some((word) => text.includes(word))),
      ...this.#notes.filter(({ text }) => distinctive.some((word) => text.includes(word))),
    ]);
  }

  /** The notes that mention an operation: its path, its ID or its tag. */
  #about(id: string, described: DocumentObject | undefined): ReleaseNote[] {
    const known = this.#known.get(id);
    if (known) return known;
    const tags = (described?.tags as string[] | undefined) ?? [];
    const about = this.#notes.filter(
      ({ text }) => tags.some((tag) => this.#mentionsTag(text, tag)) || mentionsCall(text, id, described),
    );
    this.#known.set(id, about);
    return about;
  }

  /** Whether a text has a link to a tag, or the title of its API. */
  #mentionsTag(text: string, tag: string): boolean {
    const title = this.#after.tags.get(tag) ?? this.#before.tags.get(tag) ?? tag;
    return new RegExp(`/tags?/${tag}\\b`, 'i').test(text) || text.includes(`${title} API`);
  }
}

/** Whether a name in code format is enough to find a note: `useAsExemptList`, but not `name`. */
function isDistinctive(word: string): boolean {
  return word.length > 10 && /[a-z][A-Z]|_/.test(word);
}

/** The first announcement. A server change counts before an update of the documentation, which often lists it again. */
function firstOf(notes: readonly ReleaseNote[]): ReleaseNote | undefined {
  return [...notes].sort(
    (a, b) => Number(a.isDocumentation) - Number(b.isDocumentation) || a.date.localeCompare(b.date),
  )[0];
}

/** Whether a text mentions an operation by its path, in the forms of the notes, or by its ID in a link. */
function mentionsCall(text: string, id: string, described: DocumentObject | undefined): boolean {
  const [method = '', path = ''] = id.split(' ');
  const operationId = described?.operationId as unknown as string | undefined;
  if (operationId && new RegExp(`/(operation|other)/${operationId}\\b`, 'i').test(text)) return true;
  const source = path
    .replace(/^\/api\/v1/, '')
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{[^}]*\}/g, '\\{[^}]*\\}');
  if (source.split('/').length < 3) return false;
  const called = new RegExp(`(?:\\b(GET|POST|PUT|PATCH|DELETE) )?(?:/api/v1)?${source}(?![\\w/{-])`, 'g');
  return [...text.matchAll(called)].some(([, named]) => named === undefined || named === method);
}

/** What a note about a difference contains: the name of the property, or a value that came or went. */
function wordsOf({ pointer, kind, before, after, variant }: Difference): string[] {
  const name = pointer.split('/').findLast((segment) => segment !== '*' && segment !== '') ?? '';
  const names = name === '' ? [] : [`\`${name}\``, `path=${name}&`, `.${name}\``];
  if (kind === 'variant') return [`\`${variant?.split('=')[1]}\``];
  if (kind !== 'enum') return names;
  const [old, now] = [before.split(' | '), after.split(' | ')];
  const changed = [...now.filter((one) => !old.includes(one)), ...old.filter((one) => !now.includes(one))];
  return changed.filter((value) => value.length > 2).map((value) => `\`${value}\``);
}
