import type { Catalogue } from '../../contract/catalogue.js';
import type { OperationId } from '../../domain/operation.js';
import type { SdkNames } from '../change-group.js';

/** The names that Okta's OpenAPI document gives an operation. The SDKs are generated from them. */
export interface SdkMethod {
  /** The tag of the operation, as the name of a class: `RoleAssignmentAUser`. */
  tag: string;
  /** The `operationId`: `listAssignedRolesForUser`. */
  id: string;
  /** The response is a list. */
  list?: true;
  /** The name in the SDK for Node.js if it is not the one that follows from `tag` and `id`. */
  node?: string;
  /** SDKs whose current version does not have the operation. */
  without?: ('python' | 'go')[];
}

/** `contracts/sdk-methods.json`, by operation. */
export type SdkMethods = Partial<Record<OperationId, SdkMethod>>;

/** An entry of the file: `RoleAssignmentAUser.listAssignedRolesForUser`, with the rest only where there is one. */
type SdkEntry = string | ({ name: string } & Omit<SdkMethod, 'tag' | 'id'>);
interface SdkFile {
  operations: Record<OperationId, SdkEntry>;
}

const files = new WeakMap<Catalogue['schemas'], SdkMethods>();

/** Reads the SDK methods of a catalogue. A contracts folder without the file has none. Throws `CONTRACT_FILE`. */
export function sdkMethodsOf({ schemas }: Pick<Catalogue, 'schemas'>): SdkMethods {
  const known = files.get(schemas);
  if (known) return known;
  const read = schemas.has('sdk-methods.json')
    ? fromFile(schemas.data('sdk-methods.json', 'meta/sdk-methods.schema.json') as SdkFile)
    : {};
  files.set(schemas, read);
  return read;
}

/** An entry of `contracts/sdk-methods.json`. */
export function entryOf({ tag, id, ...rest }: SdkMethod): SdkEntry {
  const name = `${tag}.${id}`;
  return Object.keys(rest).length === 0 ? name : { name, ...rest };
}

function fromFile({ operations }: SdkFile): SdkMethods {
  return Object.fromEntries(
    Object.entries(operations).map(([operation, entry]) => {
      const { name, ...rest } = typeof entry === 'string' ? { name: entry } : entry;
      const [tag = '', id = ''] = name.split('.');
      return [operation, { tag, id, ...rest }];
    }),
  );
}

/**
 * The method names, by the naming rules of the SDK generators: a class for each tag, and a method for each `operationId` in the
 * notation of the language. Methods of the .NET SDK are asynchronous, except those that return a collection to iterate over.
 */
export function namesOf({ tag, id, list, node, without = [] }: SdkMethod): Omit<SdkNames, 'operation'> {
  const pascal = id.charAt(0).toUpperCase() + id.slice(1);
  return {
    node: node ?? defaultNodeName({ tag, id }),
    ...(without.includes('python') ? {} : { python: `${tag}Api.${snakeCase(id)}` }),
    ...(without.includes('go') ? {} : { go: `${tag}API.${pascal}` }),
    java: `${tag}Api.${id}`,
    dotnet: `${tag}Api.${pascal}${list ? '' : 'Async'}`,
  };
}

/** The name in the SDK for Node.js, where the API is a property of the client. */
export function defaultNodeName({ tag, id }: Pick<SdkMethod, 'tag' | 'id'>): string {
  return `${tag.charAt(0).toLowerCase()}${tag.slice(1)}Api.${id}`;
}

/** The notation of the generator for Python: `verifyTOTPFactor` is `verify_totp_factor`. */
function snakeCase(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z][a-z]+)/g, '$1_$2')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
