import type { Catalogue } from '../../contract/catalogue.js';
import type { Schema } from '../../contract/model.js';
import type { OperationId } from '../../domain/operation.js';
import type { ChangeGroup, ChangeGuide } from '../change-group.js';
import { adviceOnChange } from './advice.js';
import { availabilityOf } from './availability.js';
import { exampleOf } from './example.js';
import type { GuidedChange } from './guided-change.js';
import { noteOn } from './notes.js';
import { completeSchema } from './path-to.js';
import { namesOf, type SdkMethods, sdkMethodsOf } from './sdk-methods.js';

/** Operations whose reference a guide links to. */
const mostReferences = 3;

/** The contracts that guides are made from. */
export type GuideSources = Pick<Catalogue, 'edition' | 'operations' | 'schemas'>;

/** Adds the guide to a group of changes. A group of findings that belong to no change has none. Throws `CONTRACT_FILE`. */
export function withGuide(catalogue: GuideSources, group: ChangeGroup): ChangeGroup {
  return group.kind === 'finding' ? group : { ...group, guide: guideOf(catalogue, group) };
}

/** The guide to a change. Throws `CONTRACT_FILE`. */
export function guideOf(catalogue: GuideSources, change: GuidedChange): ChangeGuide {
  const note = noteOn(catalogue, change.contract);
  const methods = sdkMethodsOf(catalogue);
  const operations = [...new Set(change.operations.map(({ operation }) => operation))];
  const { release } = note;
  const availability = release && availabilityOf(release);
  return {
    ...exampleOf(catalogue, change, note),
    advice: note.advice ?? adviceOnChange(change, schemaOf(catalogue, change), catalogue.edition.edition),
    ...(availability === undefined ? {} : { availability }),
    sdk: operations.flatMap((operation) => {
      const method = methods[operation];
      return method ? [{ operation, ...namesOf(method) }] : [];
    }),
    links: [
      ...(release ? [{ title: `Okta's release note of ${release.date}: ${release.title}`, url: release.url }] : []),
      ...operations.slice(0, mostReferences).flatMap((operation) => referenceTo(operation, methods)),
    ],
  };
}

/** The operation in Okta's reference. */
function referenceTo(operation: OperationId, methods: SdkMethods): ChangeGuide['links'] {
  const method = methods[operation];
  if (!method) return [];
  const { tag, id } = method;
  const url = `https://developer.okta.com/docs/api/openapi/okta-management/management/tag/${tag}/#tag/${tag}/operation/${id}`;
  return [{ title: `Okta's reference: ${operation}`, url }];
}

/** The schema of the property that changed. */
function schemaOf(
  catalogue: GuideSources,
  { contract, pointer, operations: [first] }: GuidedChange,
): Schema | undefined {
  if (pointer.startsWith('?')) return first && catalogue.operations.get(first.operation)?.query?.[pointer.slice(1)];
  return contract.includes('.schema.json#')
    ? completeSchema(catalogue.schemas, catalogue.schemas.at(contract))
    : undefined;
}
