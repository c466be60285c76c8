// Writes contracts/sdk-methods.json: how Okta's SDKs name each operation. The names follow from Okta's OpenAPI document; where the
// source of an SDK shows another name, or no method, the file states it. Prints how many names agree with the sources.
//   npm run sdk-names -- FOLDER [--check]
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultNodeName, entryOf, namesOf, type SdkMethod, type SdkMethods } from '../src/assess/guide/sdk-methods.js';
import { loadCatalogue } from '../src/contract/catalogue.js';
import { ownContractsFolder } from '../src/io/package-root.js';
import { OktaDocument } from './document.js';
import { blankOperation, goSdk, newest, nodeSdk, pythonSdk, type SdkSource } from './sdk-sources.js';

const [folder = '', ...options] = process.argv.slice(2);
const isCheck = options.includes('--check');
const catalogue = loadCatalogue();
const document = new OktaDocument(join(folder, 'okta-specs', `${catalogue.edition.edition}.yaml.gz`));
const archive = (sdk: string) => newest(join(folder, 'sdks'), sdk);
const sdks = { node: nodeSdk(), python: pythonSdk(archive('python')), go: goSdk(archive('golang')) };

const methods: SdkMethods = {};
for (const operation of [...catalogue.operations.values()]) {
  const described = document.operation(operation);
  const tag = (described?.tags as string[] | undefined)?.[0];
  if (described?.operationId === undefined || tag === undefined) continue;
  const named = { tag: tag.replace(/[^A-Za-z0-9]/g, ''), id: String(described.operationId) };
  methods[operation.id] = {
    ...named,
    ...deviations(operation.id, named),
    ...(isList(operation) ? { list: true } : {}),
  };
}

const total = Object.keys(methods).length;
console.log(
  `${total} of ${catalogue.operations.size} operations have names in the document of ${catalogue.edition.edition}.`,
);
for (const [sdk, source] of Object.entries(sdks)) report(sdk as keyof typeof sdks, source);

const file = join(ownContractsFolder(), 'sdk-methods.json');
const entries = Object.fromEntries(
  Object.entries(methods).map(([operation, method]) => [operation, method && entryOf(method)]),
);
const text = JSON.stringify({ $schema: 'meta/sdk-methods.schema.json', operations: entries });
if (isCheck) {
  if (JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))) !== text) {
    console.error('contracts/sdk-methods.json is not up to date. Run npm run sdk-names.');
    process.exit(1);
  }
} else {
  writeFileSync(file, `${text.replace(/("(?:GET|POST|PUT|PATCH|DELETE) )/g, '\n$1')}\n`);
  spawnSync('npx', ['biome', 'format', '--write', file], { stdio: 'inherit' });
}

/** Where the sources of the SDKs differ from what the document implies. */
function deviations(operation: string, named: Pick<SdkMethod, 'tag' | 'id'>): Pick<SdkMethod, 'node' | 'without'> {
  const key = blankOperation(operation);
  const inNode = sdks.node.get(key) ?? [];
  const without = (['python', 'go'] as const).filter((sdk) => !sdks[sdk].has(key));
  return {
    ...(inNode.length === 0 || inNode.includes(defaultNodeName(named)) ? {} : { node: inNode[0] as string }),
    ...(without.length > 0 ? { without } : {}),
  };
}

function isList(operation: Parameters<OktaDocument['responseSchema']>[0]): boolean {
  return document.resolve(document.responseSchema(operation, '200'))?.type === ('array' as unknown);
}

/** Compares the names with the source of an SDK. */
function report(sdk: keyof typeof sdks, source: SdkSource): void {
  const all = Object.entries(methods) as [string, SdkMethod][];
  const present = all.filter(([operation]) => source.has(blankOperation(operation)));
  const nameOf = (method: SdkMethod) => namesOf(method)[sdk] ?? '';
  const equal = present.filter(([operation, method]) =>
    source.get(blankOperation(operation))?.includes(nameOf(method)),
  );
  const exact = present.filter(([operation, { tag, id }]) =>
    source.get(blankOperation(operation))?.includes(nameOf({ tag, id })),
  );
  console.log(
    `${sdk}: ${present.length} of ${total} operations, ${equal.length} names agree, ${exact.length} by the naming rule alone.`,
  );
}
