import type { PageData, PageGroup, PageOperation, PageSdkGroup } from '../page-data.js';
import type { Filter } from './filter.js';
import { partsOf, stateOf } from './states.js';

export interface Search {
  resources: string[];
  methods: string[];
  groups(filter: Filter): PageGroup[];
  operations(filter: Filter): PageOperation[];
  /** The causes of an SDK. */
  sdkGroups(filter: Filter, groups: readonly PageSdkGroup[]): PageSdkGroup[];
}

/** Finds what a filter shows. The texts to search are prepared once. */
export function searchOf({ groups, operations }: PageData): Search {
  const resourceOf = new Map(operations.map(({ operation, resource }) => [operation as string, resource]));
  const groupRows = groups.map((group) => ({
    group,
    text: textOf(group),
    resources: new Set([group.resource, ...group.operations.map(({ operation }) => resourceOf.get(operation) ?? '')]),
    methods: new Set(group.operations.map(({ operation }) => partsOf(operation)[0])),
  }));
  const operationRows = operations.map((operation) => ({
    operation,
    state: stateOf(operation),
    method: partsOf(operation.operation)[0],
    text: textOfOperation(operation),
  }));
  const words = ({ text }: Filter) => text.trim().toLowerCase();
  return {
    resources: [...new Set(operations.map(({ resource }) => resource))].sort((a, b) => a.localeCompare(b)),
    methods: [...new Set(operationRows.map(({ method }) => method))].sort(),
    groups: (filter) =>
      groupRows
        .filter(
          ({ group, text, resources, methods }) =>
            text.includes(words(filter)) &&
            (filter.sections.size === 0 || filter.sections.has(group.section)) &&
            (filter.resource === '' || resources.has(filter.resource)) &&
            (filter.method === '' || methods.has(filter.method)),
        )
        .map(({ group }) => group),
    operations: (filter) =>
      operationRows
        .filter(
          ({ operation, state, method, text }) =>
            text.includes(words(filter)) &&
            isShown(filter, state, operation) &&
            (filter.resource === '' || operation.resource === filter.resource) &&
            (filter.method === '' || method === filter.method),
        )
        .map(({ operation }) => operation),
    sdkGroups: (filter, all) =>
      all.filter(
        (group) =>
          textOfSdkGroup(group).includes(words(filter)) &&
          group.operations.some(
            ({ operation }) =>
              (filter.resource === '' || resourceOf.get(operation) === filter.resource) &&
              (filter.method === '' || partsOf(operation)[0] === filter.method),
          ),
      ),
  };
}

/** Selected states and reasons add up: each of them shows more. */
function isShown({ states, reasons }: Filter, state: ReturnType<typeof stateOf>, { reason }: PageOperation): boolean {
  if (states.size + reasons.size === 0) return true;
  return states.has(state) || (reason !== undefined && reasons.has(reason));
}

/** What a search finds the changes by that fail the run. */
export const failsText = 'fails the run';

function textOf(group: PageGroup): string {
  const { title, pointer, contract, resource, state, findings, failing, messages, operations, sdksText = '' } = group;
  return [
    title,
    pointer,
    contract,
    resource,
    state,
    sdksText,
    failing.length > 0 ? failsText : '',
    ...findings,
    ...messages,
    ...operations.map((one) => one.operation),
  ]
    .join('\n')
    .replaceAll('`', '')
    .toLowerCase();
}

function textOfSdkGroup({ title, cause, expected = '', findings, operations }: PageSdkGroup): string {
  const places = operations.map(({ operation, pointers }) => `${operation} ${pointers.join(' ')}`);
  return [title, cause, expected, ...findings, ...places].join('\n').replaceAll('`', '').toLowerCase();
}

function textOfOperation(operation: PageOperation): string {
  return [
    operation.operation,
    operation.resource,
    operation.reason ?? '',
    ...operation.findings.map(({ subject, message, fingerprint }) => `${subject} ${message} ${fingerprint}`),
    ...operation.changes.map(({ title }) => title),
  ]
    .join('\n')
    .toLowerCase();
}
