// @ts-nocheck
import { closest } from 'fastest-levenshtein';
import { ContractsError } from '../domain/errors.js';
import { unknownName } from '../io/suggest.js';
import { isKnownName, type Setting, type SettingName, settings } from './settings.js';

export type Environment = Record<string, string | undefined>;

type NameOf<K extends Setting['kind']> = {
  [N in SettingName]: (typeof settings)[N]['kind'] extends K ? N : never;
}[SettingName];
type ChoiceOf<N extends NameOf<'choice'>> = (typeof settings)[N]['of'][number];

/**
 * The settings of an environment. An empty value means not set. No message contains a value: a token can be in the wrong
 * variable.
 */
export class Values {
  readonly #env: Environment;

  /** Throws `CONFIG` for an unknown name or an invalid value, even of a setting that is never read. */
  constructor(env: Environment) {
    this.#env = env;
    for (const name of Object.keys(env)) if (ourPrefix.test(name)) checkName(name);
    for (const name of Object.keys(settings) as SettingName[]) this.#check(name);
  }

  /** The text of a setting without spaces around it; `undefined` if it is not set. */
  text(name: SettingName): string | undefined {
    return this.#env[name]?.trim() || undefined;
  }

  isOn(name: NameOf<'boolean'>): boolean {
    return /^(1|true)$/i.test(this.text(name) ?? settings[name].default);
  }

  choice<N extends NameOf<'choice'>>(name: N): ChoiceOf<N> {
    return (this.text(name) ?? settings[name].default) as ChoiceOf<N>;
  }

  /** The values of a list of choices, each once. */
  choices<N extends NameOf<'choices'>>(name: N): (typeof settings)[N]['of'][number][] {
    return [...new Set(entriesOf(this.text(name) ?? ''))] as (typeof settings)[N]['of'][number][];
  }

  number(name: NameOf<'number'>, isReferenceOrg = false): number {
    const setting: Setting & { kind: 'number' } = settings[name];
    return Number(this.text(name) ?? (isReferenceOrg ? setting.onReferenceOrg : undefined) ?? setting.default);
  }

  #check(name: SettingName): void {
    const text = this.text(name);
    if (text === undefined) return;
    const allowed = allowedValues(settings[name], text);
    if (allowed) throw configError(`${name} has an invalid value: use ${allowed}.`);
  }
}

/** The prefixes of settings, including misspelled ones: to ignore a setting could make a failed run pass. */
const ourPrefix = /^OKTA_?(?:CLIENT|CONTRACT)S?_/i;

/** The allowed values of a setting, if the text is none of them. */
function allowedValues(setting: Setting, text: string): string | undefined {
  if (setting.kind === 'boolean') return /^(0|1|true|false)$/i.test(text) ? undefined : '0, 1, true or false';
  if (setting.kind === 'choice') return setting.of.includes(text) ? undefined : `one of ${setting.of.join(', ')}`;
  if (setting.kind === 'choices') {
    const unknown = entriesOf(text).find((entry) => !setting.of.includes(entry));
    return unknown === undefined ? undefined : `${setting.of.join(', ')} (closest: ${closest(unknown, setting.of)})`;
  }
  if (setting.kind !== 'number') return undefined;
  const isNumber = /^\d*\.?\d+$/.test(text) && Number(text) >= setting.from && Number(text) <= setting.to;
  return isNumber ? undefined : `a number from ${setting.from} to ${setting.to}`;
}

/** The entries of a list that is separated by commas. */
function entriesOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function checkName(name: string): void {
  if (!isKnownName(name))
    throw configError(unknownName('setting', name, likeNames(name), undefined, name.toUpperCase()));
}

/** The settings with the same prefix. */
function likeNames(name: string): SettingName[] {
  const prefix = /^OKTA_?CLIENT/i.test(name) ? 'OKTA_CLIENT_' : 'OKTA_CONTRACTS_';
  return (Object.keys(settings) as SettingName[]).filter((known) => known.startsWith(prefix));
}

/** An error of the configuration. @param message one sentence: what is wrong, where, and what to do; never a value */
export function configError(message: string): ContractsError {
  return new ContractsError('CONFIG', message);
}
