import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue, readSchemas } from '../../src/contract/catalogue.js';
import { ContractsError } from '../../src/domain/errors.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import { ContractFiles } from './contract-files.js';
import { Sources } from './documents.js';
import { type EditionList, isOlder, knownAs, type ListedEdition, nameOf, readEditions } from './list.js';
import { type Plan, planStep } from './plan.js';
import { assertSameApi, type ReadDocument, readDocument } from './read.js';
import { refineStep } from './refine.js';
import { compareEditions, type EditionDocument, type Step } from './step.js';
import { decisionsText, ledgerText, planText } from './text.js';

export interface ImportOptions {
  /** The name of the edition, if the document does not state it. */
  name?: string | undefined;
  /** The document of the previous edition. */
  previous?: string | undefined;
  /** Import a known edition whose marks are missing. */
  repeat?: true | undefined;
  dryRun?: true | undefined;
  /** The contracts to change; default: those of this package. */
  contracts?: string;
  /** Contains okta-specs/, okta-release-notes/ and recordings/. */
  shared?: string;
  print?: (text: string) => void;
}

/** Imports an edition: compares its document with the previous one, prints the ledger and writes contracts/. */
export async function importEdition(file: string, options: ImportOptions): Promise<void> {
  const { print = console.log, contracts = ownContractsFolder() } = options;
  const sources = new Sources(options.shared ?? process.env.OKTA_CONTRACTS_SHARED ?? '../shared', contracts);
  const list = readEditions(contracts);
  const read = await readDocument(file);
  const known = knownAs(read, list);
  if (known && !options.repeat) {
    print(`${file} is the document of ${known.edition}, which is known: nothing to import.`);
    return;
  }
  const name = known?.edition ?? nameOf(read, options.name);
  const previous = previousOf(name, read, list, options);
  const before = await readPrevious(previous, list, sources, options);
  const after = sources.dated(name, read);
  assertSameApi(read, before.document, previous.edition);
  const later = known ? undefined : list.editions.find(({ edition }) => isOlder(name, edition))?.edition;
  const { step, plan, files } = await compared(file, before, after, sources, contracts, later);
  if (!options.repeat && list.editions.some(({ edition }) => edition === name)) {
    if (step.entries.length > 0)
      throw new ContractsError('INPUT', `${name} is known with another document than ${file}: pass another --name.`);
    print(`${file} does not differ from the known document of ${name}: nothing to import.`);
    return;
  }
  print(ledgerText(step));
  print(planText(plan, files.changed.length, files.growth));
  for (const decision of plan.decisions) print(`- ${decision}`);
  if (options.dryRun) return;
  addToList(list, read, step, contracts, files);
  save(files, step, plan, contracts);
  print(`${name} is imported. Run npm run vocabulary, npm run in-documents and npm run evidence.`);
}

async function compared(
  file: string,
  before: EditionDocument,
  after: EditionDocument,
  sources: Sources,
  contracts: string,
  later: string | undefined,
): Promise<{ step: Step; plan: Plan; files: ContractFiles }> {
  try {
    const step = compareEditions(before, after, await sources.evidence([before, after]));
    const files = new ContractFiles(contracts);
    return { step, plan: later ? refineStep(step, later, files) : planStep(step, before, after, files), files };
  } catch (cause) {
    if (cause instanceof ContractsError) throw cause;
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new ContractsError('INPUT', `${file} cannot be compared (${reason}): pass a valid OpenAPI document.`, {
      cause,
    });
  }
}

/** The edition to compare with: a document that has the name of a known edition is compared with that edition. */
function previousOf(
  name: string,
  { file }: ReadDocument,
  { editions }: EditionList,
  options: ImportOptions,
): ListedEdition {
  const isListed = editions.some(({ edition }) => edition === name);
  const previous =
    isListed && !options.repeat
      ? editions.find(({ edition }) => edition === name)
      : editions.findLast(({ edition }) => isOlder(edition, name));
  if (!previous)
    throw new ContractsError(
      'INPUT',
      `${file} is ${name}, which is older than all known editions (${editions[0]?.edition} is the first): import a later one.`,
    );
  return previous;
}

async function readPrevious(
  { edition, document }: ListedEdition,
  { editions }: EditionList,
  sources: Sources,
  { previous }: ImportOptions,
): Promise<EditionDocument> {
  const same = editions.find((one) => one.edition === edition)?.sameAs;
  const file = previous ?? sources.fileOf(edition) ?? (same && sources.fileOf(same));
  if (!file) throw new ContractsError('INPUT', `The document of ${edition} is missing: pass it with --previous FILE.`);
  const read = await readDocument(file);
  if (previous && document !== undefined && !read.hashes.includes(document))
    throw new ContractsError('INPUT', `${previous} is not the document of ${edition}: pass that document.`);
  return sources.dated(edition, read);
}

function addToList(list: EditionList, read: ReadDocument, step: Step, contracts: string, files: ContractFiles): void {
  const listed = list.editions.find(({ edition }) => edition === step.to);
  if (listed) return;
  const isNamed = read.version === step.to || read.version === '';
  const later = list.editions.findIndex(({ edition }) => isOlder(step.to, edition));
  list.editions.splice(later < 0 ? list.editions.length : later, 0, {
    edition: step.to,
    date: new Sources('', contracts).dated(step.to, read).date.slice(0, 7),
    ...(isNamed ? {} : { apiVersion: read.version }),
    document: read.hashes[0] as string,
    ...(step.entries.length === 0 && { sameAs: step.from }),
  });
  files.change('editions.json', list);
}

/** Writes contracts/ as a whole: an invalid result leaves it as it was. */
function save(files: ContractFiles, step: Step, plan: Plan, contracts: string): void {
  files.save((folder) => {
    readSchemas(loadCatalogue(folder, { from: step.from, to: step.to }));
    readSchemas(loadCatalogue(folder));
  });
  if (contracts !== ownContractsFolder()) return;
  spawnSync('npx', ['biome', 'format', '--write', 'contracts'], { stdio: 'ignore' });
  const folder = join(contracts, '..', 'docs/editions');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${step.to}.md`), ledgerText(step));
  const decisions = join(folder, `${step.to}-decisions.md`);
  if (plan.decisions.length > 0) writeFileSync(decisions, decisionsText(step, plan.decisions));
  else rmSync(decisions, { force: true });
}
