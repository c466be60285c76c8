import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { ContractsError } from '../../src/domain/errors.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import { Sources } from './documents.js';
import { type Comparison, compareFacts, compareMarks } from './replay.js';
import { type Replayed, replayMarks } from './replay-marks.js';
import { compareEditions, type EditionDocument, type Step } from './step.js';
import { ledgerText, summaryOf } from './text.js';

/**
 * Replays the import of each known document: from the step that people made by hand, whose ledger is compared with facts/ and
 * contracts/, to the newest document. Prints the ledger of each step in one line.
 */
export async function replayEditions(folder: string, options: { write?: true; check?: true }): Promise<void> {
  const contracts = ownContractsFolder();
  const catalogue = loadCatalogue(contracts);
  const sources = new Sources(folder, contracts);
  const { previous, edition } = catalogue.edition;
  const names = [previous, edition, ...sources.editionsAfter(edition)];
  const documents: EditionDocument[] = [];
  for (const name of names) documents.push(await sources.read(name));
  const evidence = await sources.evidence(documents);
  const steps = documents.flatMap((after, n) => {
    const before = documents[n - 1];
    return before ? [compareEditions(before, after, evidence)] : [];
  });
  const [first] = steps;
  if (first) {
    printFacts(first, folder);
    printMarks(first, catalogue);
    const [before, after] = documents as [EditionDocument, EditionDocument];
    printReplay(replayMarks(first, before, after, contracts));
  }
  for (const step of steps) console.log(summaryOf(step));
  const stale = steps.filter((step) => isStale(step, options.write === true));
  if (options.check && stale.length > 0)
    throw new ContractsError(
      'INPUT',
      `docs/editions/ is not up to date for ${stale.map(({ to }) => to).join(', ')}: run npm run edition -- replay FOLDER --write.`,
    );
}

/** Whether docs/editions/ has another ledger of a step. @param isWritten write it */
function isStale(step: Step, isWritten: boolean): boolean {
  const folder = join(ownContractsFolder(), '..', 'docs/editions');
  const file = join(folder, `${step.to}.md`);
  const text = ledgerText(step);
  const isSame = existsSync(file) && readFileSync(file, 'utf8') === text;
  if (!isSame && isWritten) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
  return !isSame;
}

/** So many of the marks that people made are in the documents. */
const leastReplayed = 0.75;

function printReplay({ byHand, both, missed, notInDocuments, added, decisions }: Replayed): void {
  console.log('Import into contracts without the marks of the edition:');
  console.log(`  ${both} of ${byHand} added or removed places as people marked them`);
  console.log(`  ${missed.length} missed, of which the documents do not show ${notInDocuments}`);
  console.log(`  ${added.length} more than people marked, ${decisions} decisions of a person`);
  if (both < byHand * leastReplayed)
    throw new ContractsError('INPUT', 'The import writes less than 75 % of the marks: correct the import.');
}

function printFacts(step: Step, folder: string): void {
  const { comparisons, others } = compareFacts(step, folder);
  console.log(`Ledger of ${step.to} and facts/operations.json:`);
  for (const { scope, all, found } of comparisons) console.log(`  ${scope}: ${found} of ${all} found`);
  console.log(`  other: ${others} operations that facts/ does not list differ as well`);
  assertComplete(comparisons.filter(({ scope }) => scope === 'new' || scope === 'deprecated'));
}

/** New and deprecated operations are visible in any document. */
function assertComplete(comparisons: readonly Comparison[]): void {
  const missed = comparisons.flatMap((one) => one.missed);
  if (missed.length > 0)
    throw new ContractsError('INPUT', `The ledger misses ${missed.join(', ')}: correct the comparison of documents.`);
}

function printMarks(step: Step, catalogue: ReturnType<typeof loadCatalogue>): void {
  const { marks, found, missed, differences, marked, reasons, unexplained } = compareMarks(step, catalogue);
  console.log(`Ledger of ${step.to} and contracts/:`);
  console.log(`  ${found} of ${marks} marks found, ${missed.length} missed`);
  const rejected = [...reasons.values()].reduce((sum, n) => sum + n, 0);
  console.log(
    `  ${differences} differences at operations under contract: ${marked} marked, ${rejected} rejected by a person, ${unexplained.length} neither`,
  );
  for (const [reason, n] of [...reasons].sort((a, b) => b[1] - a[1])) console.log(`    ${n} ${reason}`);
}
