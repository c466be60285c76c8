// Compares Okta's documents of the two editions: each structural difference needs a change in contracts/ or a reason in
// contracts/ledger.json, and so does each line of the migration document.
// Usage: npm run ledger -- FOLDER [--check] [--list]; the folder contains okta-specs/ and migration.md.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '../src/contract/catalogue.js';
import type { OperationContract } from '../src/contract/model.js';
import { blank, OktaDocument } from './document.js';
import { type Difference, differencesOf } from './ledger-diff.js';
import { readMarks } from './ledger-marks.js';
import { appliesTo, type DifferenceRule, isNamed, type LedgerFile, type LineRule, markFor } from './ledger-rules.js';
import { type MigrationLine, readMigrationLines } from './migration-lines.js';

const [folder, ...options] = process.argv.slice(2);
if (!folder) {
  console.error('No documents: pass the folder that contains okta-specs/ and migration.md.');
  process.exit(2);
}
const catalogue = loadCatalogue();
const rules = catalogue.schemas.data('ledger.json', 'meta/ledger.schema.json') as LedgerFile;
const { edition, previous } = catalogue.edition;
const [before, after] = [previous, edition].map((name) => new OktaDocument(join(folder, `okta-specs/${name}.yaml.gz`)));
const used = new Set<DifferenceRule | LineRule>();
const marks = new Map(
  [...catalogue.operations.values()].map((operation) => [operation.id, readMarks(catalogue, operation)]),
);
const differences = readDifferences();
const problems = [...explainDifferences(), ...listUncovered(), ...explainLines(), ...unusedRules()];
if (options.includes('--list')) for (const { text, by } of differences) console.log(`${by}\t${text}`);
for (const problem of problems) console.log(problem);
if (options.includes('--check') && problems.length > 0) {
  console.error(
    `${problems.length} entries without a change or a reason. Correct contracts/, or add a reason to ledger.json.`,
  );
  process.exit(1);
}

/** All differences of the operations in scope, each with what explains it. */
function readDifferences(): { difference: Difference; text: string; by: string }[] {
  if (!before || !after) return [];
  return [...catalogue.operations.values()]
    .filter(({ category }) => category !== 'fixture')
    .flatMap((operation) =>
      differencesOf(operation, before, after).map((difference) => ({
        difference,
        text: textOf(difference),
        by: explanationOf(difference, operation),
      })),
    );
}

/** `change`, the reason of a rule, or an empty text. */
function explanationOf(difference: Difference, { id, resource, errors }: OperationContract): string {
  const own = marks.get(id) ?? [];
  if (markFor(difference, own)) return 'change';
  // An error status is not a change of a response. The contract accepts it in both editions.
  const status = Number(difference.pointer);
  if (difference.part === 'status' && difference.kind === 'added' && errors.includes(status)) return 'status-accepted';
  const applying = rules.differences.find((rule) => appliesTo(rule, difference, resource, own));
  if (applying) used.add(applying);
  return applying?.reason ?? '';
}

function textOf({ operation, part, kind, pointer, before: was, after: is, variant = '' }: Difference): string {
  const values = (text: string) => new Set(text.split(' | ').filter((value) => value !== ''));
  const [old, now] = [values(was), values(is)];
  const changed = [
    ...[...now].filter((value) => !old.has(value)).map((value) => `+${value}`),
    ...[...old].filter((value) => !now.has(value)).map((value) => `-${value}`),
  ];
  return [operation, part, kind, pointer || '(root)', variant && `(${variant})`, changed.join(' ')]
    .filter((word) => word !== '')
    .join('  ');
}

/** Prints how many differences of each kind are explained, and returns those that are not. */
function explainDifferences(): string[] {
  const table = new Map<string, { all: number; change: number; reason: number }>();
  for (const { difference, by } of differences) {
    const row = `${difference.part.split(' ')[0]} ${difference.kind}`;
    const counts = table.get(row) ?? { all: 0, change: 0, reason: 0 };
    table.set(row, counts);
    counts.all += 1;
    if (by === 'change') counts.change += 1;
    else if (by) counts.reason += 1;
  }
  for (const [row, { all, change, reason }] of [...table].sort())
    console.log(`${row.padEnd(20)} ${all} differences: ${change} with a change, ${reason} with a reason`);
  const unexplained = differences.filter(({ by }) => by === '').map(({ text }) => `unexplained: ${text}`);
  console.log(`${differences.length} differences, ${unexplained.length} unexplained.`);
  return [...unexplained, ...wrongDifferenceNone()];
}

/** Operations without a contract, or only used by fixtures, whose responses the documents describe differently. */
function listUncovered(): string[] {
  if (!before || !after) return [];
  const covered = new Map([...catalogue.operations.values()].map(({ id, category }) => [blank(id), category]));
  const documented = new Map([...before.operations(), ...after.operations()].map((one) => [blank(one.id), one]));
  const uncovered = [...documented].filter(([id]) => (covered.get(id) ?? 'fixture') === 'fixture');
  return uncovered.flatMap(([id, operation]) =>
    differencesOf(operation, before, after)
      .filter(
        ({ part, pointer }) => /^(operation|response)/.test(part) || (part === 'status' && pointer.startsWith('2')),
      )
      .filter((difference) => {
        const applying = rules.differences.find((rule) => appliesTo(rule, difference, ''));
        if (applying) used.add(applying);
        return applying === undefined;
      })
      .map((one) => `${covered.has(id) ? 'category fixture' : 'without a contract'}: ${textOf(one)}`),
  );
}

/** Operations whose contract states that the documents do not differ, although they do. */
function wrongDifferenceNone(): string[] {
  const differing = new Set(differences.map(({ difference }) => difference.operation));
  return [...catalogue.operations.values()]
    .filter(({ id, difference }) => difference === 'none' && differing.has(id))
    .map(({ id }) => `"difference": "none", but the documents differ: ${id}`);
}

/** Maps the lines of the migration document to changes, and returns those without one. */
function explainLines(): string[] {
  const file = join(folder as string, 'migration.md');
  if (!existsSync(file)) return [];
  const lines = readMigrationLines(readFileSync(file, 'utf8'));
  const counts = { change: 0, 'no difference': 0, reason: 0 };
  const unexplained: string[] = [];
  for (const line of lines) {
    const by = explanationOfLine(line);
    if (by) counts[by] += 1;
    else unexplained.push(`line without a change: ${line.line}  ${line.operation}  ${line.property ?? ''}`.trimEnd());
  }
  const by = Object.entries(counts).map(([what, n]) => `${n} ${what}`);
  console.log(
    `${lines.length} statements of the migration document: ${by.join(', ')}, ${unexplained.length} unexplained.`,
  );
  return unexplained;
}

function explanationOfLine({ operation, property }: MigrationLine): 'change' | 'no difference' | 'reason' | undefined {
  const contract = contractOf(operation);
  const rule = rules.lines.find(
    (one) => one.property === property && one.operations.some((id) => blank(id) === blank(operation)),
  );
  if (contract && hasChange(contract, property)) return 'change';
  if (rule) used.add(rule);
  if (rule) return 'reason';
  return contract?.difference === 'none' && property === undefined ? 'no difference' : undefined;
}

function contractOf(operation: string): OperationContract | undefined {
  for (const contract of catalogue.operations.values()) if (blank(contract.id) === blank(operation)) return contract;
  return undefined;
}

/** Whether an operation has a change, or one at the property or status that a line names. */
function hasChange({ id }: OperationContract, property: string | undefined): boolean {
  const own = marks.get(id) ?? [];
  return property === undefined ? own.length > 0 : own.some(({ change }) => isNamed(change, property));
}

/** Rules that explain nothing: they are out of date. */
function unusedRules(): string[] {
  return [...rules.differences, ...rules.lines]
    .filter((rule) => !used.has(rule))
    .map((rule) => `a rule of ledger.json that explains nothing: ${JSON.stringify(rule).slice(0, 160)}`);
}
