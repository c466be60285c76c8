import type { Schema } from '../../contract/model.js';
import { segmentsOf } from '../../domain/json.js';
import { isPlain } from './forms.js';
import type { GuidedChange } from './guided-change.js';

/** What is said about the property of a change. */
interface Property {
  /** Its name as in code: `profile.domains`. */
  name: string;
  schema: Schema | undefined;
}

/** What to change in code, in one or two sentences. @param schema of the property, if the change is about one */
export function adviceOnChange(change: GuidedChange, schema: Schema | undefined, edition: string): string {
  const property = { name: nameInCode(change.pointer), schema };
  if (change.part === 'status') return adviceOnStatus(change);
  if (change.part === 'operation') return adviceOnOperation(change);
  return change.part === 'request'
    ? adviceOnRequest(change, property, edition)
    : adviceOnResponse(change, property, edition);
}

function adviceOnResponse({ kind, was, when }: GuidedChange, { name, schema }: Property, edition: string): string {
  switch (kind) {
    case 'removed':
      return `Do not read \`${name}\`: code must work without it.`;
    case 'added':
      return when === undefined
        ? `Code can read \`${name}\` from edition ${edition} on. A client that rejects unknown properties must accept it.`
        : `Code can read \`${name}\` from edition ${edition} on, where ${when}. Code must work without it.`;
    case 'changed':
      return `Accept ${formOf(schema)} for \`${name}\`; before, it was ${withArticle(was)}. Accept both until all your orgs have the edition.`;
    default:
      return `The contract expects something else of \`${name}\`: check with Okta before you change code.`;
  }
}

function adviceOnRequest({ kind, was, disputed }: GuidedChange, { name, schema }: Property, edition: string): string {
  const header = /^header (.+)$/.exec(name)?.[1];
  const what = name.startsWith('?')
    ? `the query parameter \`${name.slice(1)}\``
    : header === undefined
      ? `\`${name}\``
      : `the request header \`${header}\``;
  switch (kind) {
    case 'removed':
      return disputed === undefined
        ? `Do not send ${what}: the edition no longer accepts it.`
        : `Do not send ${what}: the document of the edition no longer contains it, although orgs may still accept it.`;
    case 'required':
      return `Send ${what}: it is required since ${schema?.requiredIn ?? edition}. The previous edition accepts it as well.`;
    case 'added':
      return `Code can send ${what} from edition ${edition} on. An org with the previous edition may refuse or ignore it.`;
    case 'changed':
      return adviceOnChangedRequest(what, was ?? '', schema);
    default:
      return `No edition accepts ${what} in this form: correct the request.`;
  }
}

function adviceOnChangedRequest(what: string, was: string, schema: Schema | undefined): string {
  if (was === 'accepted') return `Do not send ${what}: it is read-only now.`;
  if (was === 'read-only') return `Code can send ${what} now; before, it was read-only.`;
  if (was === 'without limits') return `Send ${formOf(schema)} for ${what}; before, it had no limits.`;
  const [, longest] = /^maxLength (\d+)$/.exec(was) ?? [];
  if (longest !== undefined) return `${what} may be longer now; before, it had at most ${longest} characters.`;
  const { enum: own, openEnum, items } = schema ?? {};
  const values = own ?? openEnum ?? items?.enum ?? items?.openEnum;
  const before = /^one of (.+)$/.exec(was)?.[1]?.split(', ');
  if (!before || !values)
    return `Send ${formOf(schema)} for ${what}; before, the operation accepted ${withArticle(was)}.`;
  const removed = before.filter((value) => !values.includes(value));
  const added = values.map(String).filter((value) => !before.includes(value) && isPlain(value));
  return [
    ...(removed.length > 0 ? [`Do not send ${listOf(removed)} for ${what}.`] : []),
    ...(added.length > 0
      ? [`${listOf(added)} ${added.length === 1 ? 'is' : 'are'} accepted for ${what} as well.`]
      : []),
    ...(removed.length + added.length === 0 ? [`Send ${formOf(schema)} for ${what}.`] : []),
  ].join(' ');
}

function adviceOnStatus({ kind, contract }: GuidedChange): string {
  const status = Number(/\/(?:answers|addedErrors)\/(\d+)$/.exec(contract)?.[1]);
  if (kind === 'removed status') return `Do not expect status ${status}: accept every status from 200 to 299.`;
  if (status === 204) return 'Accept status 204, and do not parse its body: it has none.';
  if (status >= 300 && status < 400) return `Accept status ${status}: follow the address in the \`Location\` header.`;
  if (status >= 400) return `Handle status ${status}: the edition documents it as an error of this operation.`;
  return `Accept status ${status}: code must not depend on one status of success.`;
}

function adviceOnOperation({ kind, operations }: GuidedChange): string {
  const these = operations.length === 1 ? 'the operation' : 'these operations';
  return kind === 'deprecated'
    ? `Replace the calls of ${these}: Okta removes ${operations.length === 1 ? 'it' : 'them'} in a later edition.`
    : `Code can call ${these} on orgs with the edition. The previous edition responds with status 404.`;
}

/** A JSON pointer as a name in code, without the lists that it leads through. */
function nameInCode(pointer: string): string {
  return /^(\?|header )/.test(pointer)
    ? pointer
    : segmentsOf(pointer)
        .filter((segment) => segment !== '*')
        .join('.');
}

/** The form of a value in words: `an array`, `a string of at most 255 characters`. */
function formOf(schema: Schema | undefined): string {
  const { type, format, maxLength, maximum, minimum, openEnum } = schema ?? {};
  const values = schema?.enum ?? openEnum;
  if (values) return `one of ${listOf(values.map(String).filter(isPlain))}`;
  const types = [type ?? []].flat().map((name) => (name === 'null' ? 'null' : withArticle(name)));
  const limits = [
    ...(format === undefined ? [] : [`in the format ${format}`]),
    ...(maxLength === undefined ? [] : [`of at most ${maxLength} characters`]),
    ...(minimum === undefined ? [] : [`from ${minimum}`]),
    ...(maximum === undefined ? [] : [`${minimum === undefined ? 'up ' : ''}to ${maximum}`]),
  ];
  return [types.length === 0 ? 'the new form' : types.join(' or '), ...limits].join(' ');
}

function withArticle(name = 'something else'): string {
  if (/^(?:an? |any |one of |without |maxLength|something)/.test(name)) return name;
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}

function listOf(values: readonly string[]): string {
  const shown = values.slice(0, 5).map((value) => `\`${value}\``);
  const more = values.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
