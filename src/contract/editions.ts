import type { ChosenStep } from '../config/chosen-step.js';
import { ContractsError } from '../domain/errors.js';
import { listOf } from '../io/counts.js';
import type { Edition } from './model.js';
import type { Schemas } from './schemas.js';
import { compareEditions, type Step } from './step.js';

/** An edition of the API that Okta has published. */
export interface PublishedEdition {
  edition: string;
  /** The day or the month of its release: `2025-08-07`, `2024-09`. */
  date: string;
  /** The version in its document, if that is not the edition. */
  apiVersion?: string;
  /** SHA-256 of the text of its OpenAPI document. */
  document?: string;
  /** An earlier edition with the same operations, parameters and schemas. */
  sameAs?: string;
}

/** The editions of a contracts folder, oldest first. Without a list, it has the two editions of its step. Throws `CONTRACT_FILE`. */
export function readEditions(schemas: Schemas, { edition, previous }: Edition): PublishedEdition[] {
  if (!schemas.has('editions.json')) return [previous, edition].map((name) => ({ edition: name, date: monthOf(name) }));
  const { editions } = schemas.data('editions.json', 'meta/editions.schema.json') as { editions: PublishedEdition[] };
  return editions;
}

function monthOf(edition: string): string {
  return edition.split('.').slice(0, 2).join('-');
}

/** The step between the chosen editions. Throws `CONFIG` if one of them is unknown, or if they are in the wrong order. */
export function stepOf(chosen: ChosenStep, editions: readonly PublishedEdition[], defaults: Step): Step {
  const step = { from: chosen.from ?? defaults.from, to: chosen.to ?? defaults.to };
  const known = editions.map(({ edition }) => edition);
  for (const [name, edition] of Object.entries(step))
    if (!known.includes(edition))
      throw new ContractsError(
        'CONFIG',
        `OKTA_CONTRACTS_${name.toUpperCase()} (--${name}) is not a known edition: use ${listOf('disjunction', known)}.`,
      );
  if (compareEditions(step.from, step.to) >= 0) throw new ContractsError('CONFIG', orderText(step, known));
  return step;
}

/** What is wrong with a step whose editions are equal or reversed. */
function orderText({ from, to }: Step, known: readonly string[]): string {
  const named =
    from === to
      ? `OKTA_CONTRACTS_FROM (--from) and OKTA_CONTRACTS_TO (--to) are both ${to}`
      : `OKTA_CONTRACTS_FROM (--from) is ${from}, which is after ${to} of OKTA_CONTRACTS_TO (--to)`;
  const choices = [
    ...(to === known[0] ? [] : [`an edition before ${to} for --from`]),
    ...(from === known.at(-1) ? [] : [`one after ${from} for --to`]),
  ];
  return `${named}: choose ${choices.join(', or ')}.`;
}
