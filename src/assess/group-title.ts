import type { ChangeGroup } from './change-group.js';

/** What a title needs to know of a group. */
type Titled = Pick<ChangeGroup, 'kind' | 'part' | 'pointer' | 'resource' | 'operations'> & {
  status?: number | undefined;
  inside?: { pointer: string; places: ReadonlySet<string> } | undefined;
};

/** The title of a change: `` `settings` removed from GET /.well-known/okta-organization ``, `7 new operations in brands` */
export function titleOfChange(group: Titled): string {
  const { kind, status } = group;
  const where = whereOf(group);
  const n = group.operations.length;
  switch (kind) {
    case 'new operation':
      return n === 1 ? `new operation ${where}` : `${n} new operations in ${where}`;
    case 'deprecated':
      return n === 1 ? `deprecated operation ${where}` : `${n} deprecated operations in ${where}`;
    case 'new status':
      return `status ${status} added to ${where}`;
    case 'removed status':
      return `status ${status} removed from ${where}`;
    case 'required':
      return `${nameOf(group.pointer)} newly required in requests of ${where}`;
    default:
      return `${subjectOf(group)} ${kind} ${prepositions[kind]} ${group.part === 'request' ? 'requests of ' : ''}${where}`;
  }
}

/** The title of findings that belong to no change: `` `id` in users: Expected string, got null `` */
export function titleOfFinding(group: Titled, { message }: { message: string }): string {
  const where = `${group.part === 'request' ? 'requests of ' : ''}${whereOf(group)}`;
  return `${group.pointer === '' ? '' : `${nameOf(group.pointer)} in `}${where}: ${message}`;
}

const prepositions = { removed: 'from', added: 'to', changed: 'in', finding: 'in' } as const;

/** The property, or the number of the properties inside an object. */
function subjectOf({ pointer, inside }: Titled): string {
  return inside && inside.places.size > 1
    ? `${inside.places.size} properties of ${nameOf(inside.pointer)}`
    : nameOf(pointer);
}

/** The operation, or the resource if several operations are affected. */
function whereOf({ operations, resource }: Titled): string {
  const [first, ...others] = operations;
  return first && others.length === 0 ? first.operation : resource;
}

/** A pointer in the notation of code: `profile.emails[].value`. */
function nameOf(pointer: string): string {
  const name = pointer
    .replace(/^(?:\/\*)+(?=\/)/, '')
    .replace(/^\//, '')
    .replaceAll('/*', '[]')
    .replaceAll('/', '.')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  return `\`${name}\``;
}
