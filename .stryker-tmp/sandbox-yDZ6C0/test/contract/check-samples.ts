// @ts-nocheck
import type { Catalogue } from '../../src/contract/catalogue.js';
import { type Checked, createCheck } from '../../src/contract/check.js';
import type { OperationContract } from '../../src/contract/model.js';
import { makeExchange } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';
import { generalPointer } from './general-pointer.js';
import { applyEdit, type SampleFile } from './read-samples.js';

/** One thing that a sample file says of its schema. */
export interface Claim {
  title: string;
  said: string[];
  /** What the check says. */
  found: () => string[];
}

/** What a sample file says of its schema, and what the check of these contracts says. */
export function claimsOf(sample: SampleFile, catalogue: Catalogue): Claim[] {
  const check = createCheck(catalogue);
  const operation = operationFor(sample.place);
  const checked = (body: Json): Checked =>
    check(
      operation,
      makeExchange({
        id: sample.place,
        request: { method: 'GET', url: 'https://org.example.com/' },
        response: { status: 200, headers: { 'content-type': 'application/json' }, body },
      }),
    );
  const claims: Claim[] = [];
  for (const [name, body] of Object.entries(sample.valid))
    claims.push({
      title: `keeps the contract: ${name}`,
      said: [],
      found: () => {
        const answer = checked(body);
        return [...findings(answer), ...oldChanges(answer)];
      },
    });
  for (const [name, edit] of Object.entries(sample.invalid))
    claims.push({
      title: `breaks it: ${name}`,
      said: [...edit.finds].sort(),
      found: () => findings(checked(applyEdit(sample, edit))).filter((finding) => !finding.startsWith('undocumented ')),
    });
  for (const [name, edit] of Object.entries(sample.before ?? {}))
    claims.push({
      title: `is as before: ${name}`,
      said: [...edit.names].sort(),
      found: () => oldChanges(checked(applyEdit(sample, edit))),
    });
  for (const [name, body] of Object.entries(sample.valid))
    claims.push({
      title: `notices properties that are new: ${name}`,
      said: [...(sample.open?.[name] ?? [])].sort(),
      found: () => openPlaces(body, (changed) => checked(changed).findings.length > 0),
    });
  return claims;
}

/** An operation that answers what a sample is a sample of. */
function operationFor(place: string): OperationContract {
  const [resource = ''] = place.split('/');
  return {
    id: `GET /${place}`,
    resource,
    method: 'GET',
    template: `/${place}`,
    category: 'fixture',
    evidence: 'documented',
    oauthScopes: [],
    answers: { '200': { schema: place.slice(resource.length + 1) } },
    errors: [],
  };
}

function findings(checked: Checked): string[] {
  return [...new Set(checked.findings.map((finding) => `${finding.kind} ${finding.pointer}`))].sort();
}

/** The changes that an answer shows as they were before the edition. */
function oldChanges({ findings, observations }: Checked): string[] {
  return [...observations.values()]
    .filter(({ change, present, absent }) =>
      change.kind === 'removed'
        ? present > 0
        : change.kind === 'added'
          ? absent > 0
          : findings.some((finding) => finding.change === change.id),
    )
    .map(({ change }) => `${change.disputed ? 'disputed' : change.kind} ${change.pointer}`)
    .sort();
}

/** The objects of a body that take a property of any name without a word. */
function openPlaces(body: Json, isNoticed: (changed: Json) => boolean): string[] {
  const open = objectsIn(body, '').filter((pointer) => {
    const changed = structuredClone(body);
    let object = changed;
    for (const key of pointer.split('/').slice(1))
      object = (object as Record<string, Json>)[key.replace(/~1/g, '/').replace(/~0/g, '~')] as Json;
    (object as Record<string, Json>).unheardOf = true;
    return !isNoticed(changed);
  });
  return [...new Set(open.map((pointer) => generalPointer(body, pointer)))].sort();
}

function objectsIn(value: Json, pointer: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, child]) =>
    objectsIn(child, `${pointer}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`),
  );
  return Array.isArray(value) ? inside : [pointer, ...inside];
}
