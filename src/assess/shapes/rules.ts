import { formats } from './formats.js';
import {
  type Container,
  enoughResponses,
  enoughWithoutContract,
  isEnough,
  type Location,
  memberDrift,
} from './model.js';
import { jsonTypes } from './observed.js';

/** What an org always did at a location. Deviations that it has shown often enough are accepted, and no rule. */
export interface Rule {
  name: string;
  /** Responses in which every object had the property; 0 if there is no rule. */
  present: number;
  /** The JSON types that are not accepted, by the index of `jsonTypes`; unset if there is no rule. */
  types?: { unknown: readonly boolean[]; known: string; times: number };
  /** Formats that all strings had, by the index of `formats`. */
  formats: readonly { index: number; times: number }[];
  /** Members that each response had: the only one of a value, or one of a list. */
  members: readonly { member: string; times: number }[];
}

/** What was settled about the objects of a variant. */
export function rulesOf(base: Container): Rule[] {
  return Object.entries(base.properties).flatMap(([name, location]) => {
    if (!isEnough(location)) return [];
    const isAccepted = (what: string) => isEnough(location.drift?.[what] ?? { n: 0, first: '', last: '' });
    const rule: Rule = {
      name,
      present: name !== '*' && !isAccepted('absent') && isAlways(base, location) ? location.n : 0,
      formats: formatsOf(location, isAccepted),
      members: membersOf(location, isAccepted, name === '*', base.at),
    };
    const types = typesOf(location, isAccepted);
    if (types) rule.types = types;
    return types || rule.present > 0 || rule.formats.length > 0 || rule.members.length > 0 ? [rule] : [];
  });
}

/** Whether every object had the property since it was last forgotten, deviations aside. */
function isAlways(base: Container, location: Location): boolean {
  const since = base.n - (location.forgotten ?? 0);
  return !location.partly && location.n + (location.drift?.absent?.n ?? 0) === since;
}

function typesOf(location: Location, isAccepted: (what: string) => boolean): Rule['types'] {
  const known = Object.keys(location.types);
  const deviating = jsonTypes.reduce((sum, type) => sum + (location.drift?.[type]?.n ?? 0), 0);
  const times = location.n - deviating;
  // A location that was always null has no type yet.
  if (times < enoughResponses || known.every((type) => type === 'null')) return undefined;
  const unknown = jsonTypes.map((type) => !known.includes(type) && !isAccepted(type));
  return { unknown, known: known.join(' or '), times };
}

function formatsOf(location: Location, isAccepted: (what: string) => boolean): Rule['formats'] {
  return formats.flatMap((format, index) => {
    const times = location.formats?.[format] ?? 0;
    const isRule = times >= enoughResponses && times + (location.drift?.[format]?.n ?? 0) === location.types.string;
    return isRule && !isAccepted(format) ? [{ index, times }] : [];
  });
}

function membersOf(
  location: Location,
  isAccepted: (what: string) => boolean,
  isElement: boolean,
  at: string,
): Rule['members'] {
  const members = Object.entries(location.members ?? {});
  // The value of several objects of a list depends on which objects there are; and of a list in such an object as well.
  if (location.unlisted || (isElement ? at.includes('*') : members.length > 1)) return [];
  return members.flatMap(([member, times]) => {
    const what = memberDrift(member);
    const isRule = times >= enoughWithoutContract && times + (location.drift?.[what]?.n ?? 0) === location.types.string;
    return isRule && !isAccepted(what) ? [{ member, times }] : [];
  });
}
