import { surroundings } from '../../config/load.js';
import { loadCatalogue } from '../../contract/catalogue.js';
import { changesByEdition, type EditionChanges } from '../../contract/edition-changes.js';
import type { PublishedEdition } from '../../contract/editions.js';
import { countOf } from '../../io/counts.js';
import { defineCommand } from '../command.js';
import type { Streams } from '../streams.js';

export const define = () =>
  defineCommand('editions')
    .description(
      'Lists the editions of the API with their dates and what each one changes, as far as the contracts describe it. `*` marks the two that a run compares: OKTA_CONTRACTS_FROM and OKTA_CONTRACTS_TO select them.',
    )
    .option('--json', 'print JSON');

/** Lists the editions. Returns the exit code. */
export async function run(command: ReturnType<typeof define>, { out }: Streams): Promise<number> {
  // A file of settings can name the editions of a run.
  surroundings();
  const { editions, edition } = loadCatalogue();
  const changes = changesByEdition(editions);
  const isOfRun = ({ edition: name }: PublishedEdition) => [edition.previous, edition.edition].includes(name);
  if (command.opts().json) {
    const listed = editions.map(({ edition: name, date, sameAs }) => ({
      ...{ edition: name, date },
      ...(sameAs === undefined ? {} : { sameAs }),
      ...changes.get(name),
    }));
    const selected = { from: edition.previous, to: edition.edition };
    out.write(`${JSON.stringify({ selected, editions: listed }, null, 2)}\n`);
  } else
    for (const one of editions)
      out.write(`${isOfRun(one) ? '*' : ' '} ${one.edition}  ${one.date.padEnd(10)}  ${textOf(one, changes)}\n`);
  return 0;
}

function textOf({ edition, sameAs }: PublishedEdition, changes: ReadonlyMap<string, EditionChanges>): string {
  if (sameAs !== undefined) return `does not differ from ${sameAs}`;
  const of = changes.get(edition);
  if (!of) return 'the first edition';
  const { added, removed, responses, requests } = of;
  const parts = [
    [added.length, 'new operations'],
    [removed.length, 'removed operations'],
    [responses, 'response changes'],
    [requests, 'request changes'],
  ] as const;
  const shown = parts.filter(([n]) => n > 0).map(([n, what]) => countOf(n, what));
  return shown.length > 0 ? shown.join(', ') : 'no changes under contract';
}
