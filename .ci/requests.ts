// Writes contracts/<resource>/requests.schema.json, and the requests of contracts/<resource>/operations.json: the bodies, query
// parameters and media types that operations accept, from Okta's documents of the two editions and the decisions of
// contracts/request-decisions.json.
// Usage: npm run requests -- FOLDER [--check]; the folder contains okta-specs/.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '../src/contract/catalogue.js';
import { ownContractsFolder } from '../src/io/package-root.js';
import { OktaDocument } from './document.js';
import { type OperationRequest, type RequestDecisions, RequestsOfResource } from './request-files.js';

const [folder, option] = process.argv.slice(2);
if (!folder) {
  console.error('No documents: pass the folder that contains okta-specs/.');
  process.exit(2);
}
const isCheck = option === '--check';
const contracts = ownContractsFolder();
const catalogue = loadCatalogue();
const { previous, edition } = catalogue.edition;
const [before, after] = [previous, edition].map(
  (name) => new OktaDocument(join(folder, `okta-specs/${name}.yaml.gz`)),
) as [OktaDocument, OktaDocument];
const { decisions } = catalogue.schemas.data(
  'request-decisions.json',
  'meta/request-decisions.schema.json',
) as RequestDecisions;
const used = new Set<number>();
const changed: string[] = [];
let bodies = 0;
for (const resource of catalogue.resources.keys()) updateResource(resource);
const unused = decisions
  .filter((_, index) => !used.has(index))
  .map(({ operations, pointer }) => `${operations[0]} ${pointer}`);
console.log(`${bodies} operations have a request schema; ${decisions.length} decisions.`);
if (unused.length > 0) console.error(`Decisions that change nothing. Remove them:\n${unused.join('\n')}`);
if (isCheck && changed.length > 0)
  console.error(`${changed.join(', ')}: not up to date with the documents. Run npm run requests.`);
if (unused.length > 0 || (isCheck && changed.length > 0)) process.exit(1);
if (changed.length > 0) spawnSync('npx', ['biome', 'format', '--write', 'contracts'], { stdio: 'inherit' });

function updateResource(resource: string): void {
  const operations = [...catalogue.operations.values()].filter((operation) => operation.resource === resource);
  const writer = new RequestsOfResource(resource, { before, after, edition, decisions, used });
  const { schema, requests } = writer.write(operations);
  bodies += [...requests.values()].filter(({ request }) => request !== undefined).length;
  save(`${resource}/requests.schema.json`, schema);
  const file = `${resource}/operations.json`;
  const data = JSON.parse(readFileSync(join(contracts, file), 'utf8')) as { operations: Record<string, object> };
  for (const [id, request] of requests)
    data.operations[id] = withRequest(data.operations[id] as Record<string, unknown>, request);
  save(file, data);
}

/** An entry of operations.json with the request in its place: after the scopes. */
function withRequest(entry: Record<string, unknown>, made: OperationRequest): object {
  const own = new Set(['request', 'contentTypes', 'query', 'requiredQuery', 'headers', 'requiredHeaders']);
  const written: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(entry)) {
    if (!own.has(key)) written[key] = value;
    if (key === 'oauthScopes') Object.assign(written, made);
  }
  return written;
}

/** Writes a file if it changed. `undefined` removes it. */
function save(file: string, data: object | undefined): void {
  const path = join(contracts, file);
  const old = existsSync(path) ? JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
  if (old === (data && JSON.stringify(data))) return;
  changed.push(file);
  if (isCheck) return;
  if (data) writeFileSync(path, `${JSON.stringify(data, null, 2)}\n`);
  else rmSync(path);
}
