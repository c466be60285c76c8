import { invalid } from '../../errors.js';
import type { JsonObject, OrgState } from '../../state.js';

const attributes = new Set([
  'login',
  'email',
  'firstName',
  'lastName',
  'mobilePhone',
  'secondEmail',
  'displayName',
  'nickName',
  'title',
  'department',
  'city',
  'locale',
  'timezone',
  'userType',
  'organization',
  'division',
  'employeeNumber',
  'costCenter',
  'middleName',
  'primaryPhone',
]);

/** The key of the schema for users of a type; default: the default type. */
export function userSchemaKey(state: OrgState, typeId?: unknown): string {
  const types = [...state.collection('userTypes').values()];
  const type = types.find(({ id }) => id === typeId) ?? types.find((candidate) => candidate.default);
  return `user/${type?.schema}`;
}

/** The profile of a request. Throws 400 with the name of the attribute if the schema of the user's type does not allow it. */
export function readProfile(state: OrgState, profile: JsonObject | undefined, typeId?: unknown): JsonObject {
  for (const key of ['login', 'email', 'firstName', 'lastName'])
    if (typeof profile?.[key] !== 'string') throw invalid(key, `${key}: The field cannot be left blank`);
  const given = profile ?? {};
  const own = state.attributes.get(userSchemaKey(state, typeId)) ?? {};
  const unknown = Object.keys(given).find((key) => !attributes.has(key) && !(key in own));
  if (unknown) throw invalid('newUser', `The profile has no property ${unknown}`);
  const missing = Object.keys(own).find(
    (key) => (own[key] as JsonObject).required === true && (given[key] === undefined || given[key] === ''),
  );
  if (missing) throw invalid(missing, `${missing}: The field cannot be left blank`);
  if (
    state.settings.loginPattern !== undefined &&
    !new RegExp(`^(?:${state.settings.loginPattern})$`).test(String(given.login))
  )
    throw invalid('login', 'login: The field does not match the pattern that the org requires');
  return given;
}

/** Throws 400 if a new password does not match the password policy of the org. */
export function checkPassword(state: OrgState, password: unknown): void {
  if (typeof password !== 'string') return;
  const policy = [...state.collection('policies').values()].find(({ type, system }) => type === 'PASSWORD' && system);
  const complexity = ((policy?.settings as JsonObject | undefined)?.password as JsonObject | undefined)?.complexity as
    | JsonObject
    | undefined;
  const requirements: [string, RegExp, string][] = [
    ['minLength', /./gsu, 'characters'],
    ['minLowerCase', /\p{Ll}/gu, 'lower-case letters'],
    ['minUpperCase', /\p{Lu}/gu, 'upper-case letters'],
    ['minNumber', /\d/g, 'numbers'],
    ['minSymbol', /[^\p{L}\d]/gu, 'symbols'],
  ];
  const unmet = requirements.filter(
    ([name, pattern]) => (password.match(pattern) ?? []).length < Number(complexity?.[name] ?? 0),
  );
  if (unmet.length === 0) return;
  const all = unmet.map(([name, , what]) => `at least ${complexity?.[name]} ${what}`).join(', ');
  throw invalid('password', `password: Password requirements were not met. Password requirements: ${all}.`);
}
