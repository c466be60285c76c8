import { describe, expect, test } from 'vitest';
import { documentIn } from '../../.ci/request-merge.js';
import { type Catalogue, loadCatalogue } from '../../src/contract/catalogue.js';
import { listFiles, listResources, readContractFile } from '../../src/contract/files.js';
import type { Schema } from '../../src/contract/model.js';
import { Schemas } from '../../src/contract/schemas.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import { type Claim, claimsOf, createClaimCheck } from './check-samples.js';
import { loadSamples, type SampleFile } from './read-samples.js';
import { onlyAddsErrors, placeOfRule, type Rule, rulesOf, rulesTowards, without } from './rules.js';
import { escapePointer } from './sample-edits.js';

// Removes each rule of each schema. If all samples still get the findings that they expect, no sample tests the rule.
const folder = ownContractsFolder();
const catalogue = loadCatalogue(folder);
// Requests and imported operations are written from the documents, and tested in requests.test.ts and imported.test.ts.
const files = [...listResources(folder), 'shared']
  .flatMap((resource) => listFiles(folder, resource, '.schema.json'))
  .filter((file) => !/\/(requests|documented)\.schema\.json$/.test(file));
const documents = new Map<string, unknown>();

/** The claims of a sample file, each with the rules that the errors of its body depend on. */
const samples = loadSamples(folder, catalogue.schemas).map((sample) => ({
  sample,
  claims: claimsOf(sample).map((claim) => ({ claim, ...rulesBehindErrors(sample, claim) })),
}));
type Sample = (typeof samples)[number];

test('no condition refers to another schema, so that rules outside of conditions only add errors', () => {
  const referring = files.flatMap((file) =>
    rulesOf(readOnce(file)).filter((rule) => rule.includes('if') && rule.at(-1) === '$ref'),
  );
  expect(referring).toEqual([]);
});

test('a condition on a part of an object does not hold if the part is null', () => {
  const [holding, excluded] = [{ required: ['type'] }, { type: 'object', required: ['type'] }];
  expect(partsWithoutType({ if: { properties: { a: holding, b: excluded } } }, 'x')).toEqual(['x/if/a']);
  expect(files.flatMap((file) => partsWithoutType(readOnce(file), file))).toEqual([]);
});

/** The parts of objects in conditions that null satisfies. @param condition whether the schema is a part of a condition */
function partsWithoutType(schema: unknown, at: string, condition: 'none' | 'whole' | 'part' = 'none'): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as Record<string, unknown>;
  const isLimited = ['required', 'properties', 'items'].some((keyword) => keyword in node);
  const own = condition === 'part' && isLimited && !('type' in node) ? [at] : [];
  return Object.entries(node)
    .flatMap(([key, child]) => {
      if (key === 'properties' && condition !== 'none')
        return Object.entries(child as object).flatMap(([name, part]) =>
          partsWithoutType(part, `${at}/${name}`, 'part'),
        );
      const inner = key === 'if' ? 'whole' : key === 'then' || key === 'else' ? 'none' : condition;
      return partsWithoutType(child, `${at}/${key}`, inner);
    })
    .concat(own);
}

describe('a sample tests each rule', () => {
  test.each(files)('of %s', (file) => {
    const schema = readOnce(file);
    const rules = rulesOf(schema);
    const related = samples
      .filter(({ sample }) => distance(sample.place, file) < 2)
      .sort((a, b) => distance(a.sample.place, file) - distance(b.sample.place, file));
    const tested = new Set(
      batches(file, rules.filter(onlyAddsErrors), related).flatMap((batch) => testedIn(file, batch)),
    );
    const untested = rules.filter((rule) => !tested.has(rule) && !isTested(file, rule, related));
    expect(untested.map((rule) => rule.join('/')).join('\n')).toBe('');
  });
});

/** A claim that may detect that a rule was removed. */
interface Detector {
  sample: SampleFile;
  claim: Claim;
  /** The rules that the errors of its body depend on, with the locations of what they apply. */
  behind: Map<string, string[]>;
  /** An error is reported by the rule itself, or by the schema that the rule applies. */
  isInside: boolean;
}

/** Rules that are removed together, each with its detector. */
type Batch = Map<Rule, Detector>;

/**
 * Groups rules, so that one set of schemas is compiled for many. Each gets a claim whose errors depend on no other rule of the
 * batch: this claim finds the same without the batch as without the one rule.
 */
function batches(file: string, rules: Rule[], related: Sample[]): Batch[] {
  const open: { batch: Batch; places: Set<string>; behind: Set<string> }[] = [];
  const detectors = detectorsOf(related);
  for (const rule of rules) {
    const place = placeOfRule(file, readOnce(file), rule);
    const detector = detectors.get(place);
    if (!detector) continue;
    let group = open.find(
      ({ places, behind }) => !behind.has(place) && ![...detector.behind.keys()].some((other) => places.has(other)),
    );
    if (!group) {
      group = { batch: new Map(), places: new Set(), behind: new Set() };
      open.push(group);
    }
    group.batch.set(rule, detector);
    group.places.add(place);
    for (const other of detector.behind.keys()) group.behind.add(other);
  }
  return open.map(({ batch }) => batch);
}

/** For each rule, the claim that most probably detects its removal: of the nearest sample file, with the fewest other rules. */
function detectorsOf(related: Sample[]): Map<string, Detector> {
  const detectors = new Map<string, Detector>();
  for (const { sample, claims } of related)
    for (const { claim, behind, reporting } of claims)
      for (const [place, applied] of behind) {
        const isInside = reporting.some((rule) => applied.some((start) => rule.startsWith(start)));
        const known = detectors.get(place);
        if (!known || (isInside && !known.isInside) || (isInside === known.isInside && behind.size < known.behind.size))
          detectors.set(place, { sample, claim, behind, isInside });
      }
  return detectors;
}

/** The rules of a batch whose claims detect that they were removed. */
function testedIn(file: string, batch: Batch): Rule[] {
  const changed = catalogueWithout(file, [...batch.keys()]);
  const checks = new Map<SampleFile, ReturnType<typeof createClaimCheck>>();
  return [...batch].flatMap(([rule, { sample, claim }]) => {
    const check = checks.get(sample) ?? createClaimCheck(sample, changed);
    checks.set(sample, check);
    return isDetected(claim, check) ? [rule] : [];
  });
}

/** Whether the meta-schema or any claim detects that one rule was removed. */
function isTested(file: string, rule: Rule, related: Sample[]): boolean {
  if (!isContract(without(readOnce(file), rule))) return true;
  const changed = catalogueWithout(file, [rule]);
  const name = rule[rule.lastIndexOf('properties') + 1];
  const isNear = (line: string): boolean => line.includes(`/${name}`);
  return related.some(({ sample, claims }) => {
    const check = createClaimCheck(sample, changed);
    // Claims about the property of the rule first: most probably one of them detects it.
    const ordered = [...claims.filter(({ claim }) => claim.expected.some(isNear)), ...claims];
    try {
      return ordered.some(({ claim }) => isDetected(claim, check));
    } catch {
      // The schema does not compile without the rule.
      return true;
    }
  });
}

let document: unknown;
const metaSchemas = new Schemas(folder, (file) => (file === 'changed' ? document : readOnce(file)));

function isContract(changed: unknown): boolean {
  document = changed;
  try {
    metaSchemas.data('changed', 'meta/contract.schema.json');
    return true;
  } catch {
    return false;
  }
}

function isDetected(claim: Claim, check: (claim: Claim) => string[]): boolean {
  return JSON.stringify(check(claim)) !== JSON.stringify(claim.expected);
}

/** Uses the vocabulary of the unchanged contracts. To collect it again takes longer than to compile a schema. */
class ChangedSchemas extends Schemas {
  override readonly vocabulary = catalogue.schemas.vocabulary;
}

function catalogueWithout(file: string, rules: Rule[]): Catalogue {
  const changed = without(readOnce(file), ...rules);
  const schemas = new ChangedSchemas(folder, (asked) => {
    if (asked === file) return changed;
    // The meta-schema is applied by `isContract`: to compile it here again takes long.
    return asked === 'meta/contract.schema.json' ? true : readOnce(asked);
  });
  return { ...catalogue, schemas };
}

/** A file without what only later editions add: that is tested in imported.test.ts. */
function readOnce(file: string): unknown {
  const document = documents.get(file) ?? inStep(file, readContractFile(folder, file));
  documents.set(file, document);
  return document;
}

function inStep(file: string, document: unknown): unknown {
  const { step } = catalogue.schemas;
  const isContract = file.endsWith('.schema.json') && !file.startsWith('meta/');
  return isContract && step ? documentIn(step, document as Schema) : document;
}

/** The rules that the errors of a body depend on: those that report them, and those that apply their schemas. */
function rulesBehindErrors(
  { place }: SampleFile,
  { exchange }: Claim,
): { reporting: string[]; behind: Map<string, string[]> } {
  const { schemas } = catalogue;
  const { body } = exchange.response;
  const { errors } = schemas.validate(place, body);
  const reporting = errors.map(({ keyword, params, parentSchema }) => {
    const name = params.missingProperty === undefined ? '' : `/${escapePointer(params.missingProperty)}`;
    return `${schemas.placeOf(parentSchema as object)}/${keyword}${name}`;
  });
  const applying = errors.flatMap(({ instancePath }) => [...rulesTowards(schemas, place, body, instancePath)]);
  return { reporting, behind: new Map([...reporting.map((rule): [string, string[]] => [rule, [rule]]), ...applying]) };
}

function distance(place: string, file: string): number {
  if (place.split('#')[0] === file) return 0;
  return place.split('/')[0] === file.split('/')[0] ? 1 : 2;
}
