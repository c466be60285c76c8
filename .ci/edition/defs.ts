import type { Schema } from '../../src/contract/model.js';
import type { RequestSchema } from '../request-contract.js';
import type { ContractFiles } from './contract-files.js';

/** Adds schemas to the file of a resource that contains what only a document states. Returns the place of each by its name. */
export function addDefs(
  files: ContractFiles,
  resource: string,
  defs: Record<string, RequestSchema>,
): ReadonlyMap<string, string> {
  const file = `${resource}/documented.schema.json`;
  const known = (files.has(file) ? files.json(file) : emptyFile(resource)) as Schema;
  const taken = new Set(Object.keys(known.$defs ?? {}));
  const renamed = new Map<string, string>();
  for (const name of Object.keys(defs)) {
    let free = name;
    for (let n = 2; taken.has(free); n += 1) free = `${name}${n}`;
    taken.add(free);
    renamed.set(name, free);
  }
  const text = JSON.stringify(defs, (key, value) =>
    key === '$ref' && String(value).startsWith('#')
      ? `#/$defs/${renamed.get(String(value).slice('#/$defs/'.length))}`
      : value,
  );
  for (const [name, schema] of Object.entries(JSON.parse(text) as Record<string, Schema>))
    known.$defs = { ...known.$defs, [renamed.get(name) as string]: schema };
  files.change(file, known);
  return new Map([...renamed].map(([name, free]) => [name, `documented.schema.json#/$defs/${free}`]));
}

function emptyFile(resource: string): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://okta-contracts.example/${resource}/documented.schema.json`,
    title: 'Schemas of an imported document',
    $defs: {},
  };
}
