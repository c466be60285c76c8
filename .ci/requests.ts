// Writes contracts/<resource>/requests.schema.json, and the requests of contracts/<resource>/operations.json: the bodies, query
// parameters and media types that operations accept, from Okta's documents of the two editions and the decisions of
// contracts/request-decisions.json. Marks of other editions stay.
// Usage: npm run requests -- FOLDER [--check]; the folder contains okta-specs/.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadCatalogue } from '../src/contract/catalogue.js';
import type { Schema } from '../src/contract/model.js';
import { ownContractsFolder } from '../src/io/package-root.js';
import { OktaDocument } from './document.js';
import { type OperationRequest, type RequestDecisions, RequestsOfResource } from './request-files.js';
import { documentIn, parametersIn, withOtherMarks } from './request-merge.js';

const [folder, option] = process.argv.slice(2);
if (!folder) {
  console.error('No documents: pass the folder that contains okta-specs/.');
  process.exit(2);
}
const isCheck = option === '--check';
const contracts = ownContractsFolder();
const catalogue = loadCatalogue();
const { previous, edition } = catalogue.edition;
const step = { from: previous, to: edition };
const [before, after] = [previous, edition].map(
  (name) => new OktaDocument(join(folder, `okta-specs/${name}.yaml.gz`)),
) as [OktaDocument, OktaDocument];
const { decisions } = catalogue.schemas.data(
  'request-decisions.json',
  'meta/request-decisions.schema.json',
) as RequestDecisions;
const used = new Set<number>();
const changed: string[] = [];
/** Locations whose marks of other editions cannot be kept. */
const lost: string[] = [];
let bodies = 0;
for (const resource of catalogue.resources.keys()) updateResource(resource);
const unused = decisions
  .filter((_, index) => !used.has(index))
  .map(({ operations, pointer }) => `${operations[0]} ${pointer}`);
console.log(`${bodies} operations have a request schema; ${decisions.length} decisions.`);
if (unused.length > 0) console.error(`Decisions that change nothing. Remove them:\n${unused.join('\n')}`);
if (isCheck && changed.length > 0)
  console.error(`${changed.join(', ')}: not up to date with the documents. Run npm run requests.`);
if (!isCheck && lost.length > 0)
  console.error(`Marks of other editions are lost. Import these editions again, with --repeat:\n${lost.join('\n')}`);
if (unused.length > 0 || (isCheck && changed.length > 0)) process.exit(1);
if (changed.length > 0) spawnSync('npx', ['biome', 'format', '--write', 'contracts'], { stdio: 'inherit' });

function updateResource(resource: string): void {
  const operations = [...catalogue.operations.values()].filter((operation) => operation.resource === resource);
  const writer = new RequestsOfResource(resource, { before, after, edition, decisions, used });
  const { schema, requests } = writer.write(operations);
  bodies += [...requests.values()].filter(({ request }) => request !== undefined).length;
  const place = `${resource}/requests.schema.json`;
  const written = read(place) as Schema | undefined;
  save(place, merged(place, written, written && documentIn(step, written), schema));
  const file = `${resource}/operations.json`;
  const data = read(file) as { operations: Record<string, Record<string, unknown>> };
  for (const [id, request] of requests) data.operations[id] = withRequest(id, data.operations[id] ?? {}, request);
  save(file, data);
}

/** What the documents give, with the marks of other editions. */
function merged<T>(place: string, written: unknown, view: unknown, now: T): T {
  return withOtherMarks(written, view, now, (at) => lost.push(`${place}#${at}`)) as T;
}

function read(file: string): unknown {
  const path = join(contracts, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/** An entry of operations.json with the request in its place: after the scopes. */
function withRequest(id: string, entry: Record<string, unknown>, made: OperationRequest): Record<string, unknown> {
  const { request, contentTypes, query, requiredQuery, headers, requiredHeaders, ...others } =
    entry as Partial<OperationRequest>;
  const old = { request, contentTypes, query, requiredQuery, headers, requiredHeaders };
  const [ofQuery, ofHeaders] = [
    parametersIn(step, query as Record<string, Schema> | undefined, requiredQuery),
    parametersIn(step, headers as Record<string, Schema> | undefined, requiredHeaders),
  ];
  const view = {
    request,
    contentTypes,
    query: ofQuery.properties,
    requiredQuery: ofQuery.required,
    headers: ofHeaders.properties,
    requiredHeaders: ofHeaders.required,
  };
  const now: OperationRequest = {};
  for (const key of Object.keys(old) as (keyof OperationRequest)[]) {
    const value = merged(`${id} ${key}`, old[key], view[key], made[key]);
    if (value !== undefined) Object.assign(now, { [key]: value });
  }
  return Object.fromEntries(
    Object.entries(others).flatMap(([key, value]): [string, unknown][] =>
      key === 'oauthScopes' ? [[key, value], ...Object.entries(now)] : [[key, value]],
    ),
  );
}

/** Writes a file if it changed. `undefined` removes it. */
function save(file: string, data: object | undefined): void {
  if (isDeepStrictEqual(read(file), data)) return;
  changed.push(file);
  if (isCheck) return;
  const path = join(contracts, file);
  if (data) writeFileSync(path, `${JSON.stringify(data, null, 2)}\n`);
  else rmSync(path);
}
