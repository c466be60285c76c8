// @ts-nocheck
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isObject } from '../domain/json.js';
import { unknownName } from '../io/suggest.js';
import { isKnownName } from './settings.js';
import { configError, type Environment } from './values.js';

/** Larger than any file of settings. */
const mostBytes = 64 * 1024;
const mostAliases = 10;
const mostLevels = 4;

/** A file of settings of Okta's SDKs. */
export interface OktaYaml {
  /** The name in messages, without folders of this machine. */
  name: string;
  /** Its settings, by the names of environment variables. */
  values: Environment;
}

/** Reads `okta.yaml` in the working directory and `~/.okta/okta.yaml`, in order of precedence. Throws `CONFIG`. */
export function readOktaYamls(cwd: string, home: string): OktaYaml[] {
  return [
    { name: 'okta.yaml', path: join(cwd, 'okta.yaml') },
    { name: '~/.okta/okta.yaml', path: join(home, '.okta', 'okta.yaml') },
  ].flatMap(({ name, path }) => {
    const text = readBounded(name, path);
    return text === undefined ? [] : [{ name, values: parseOktaYaml(name, text) }];
  });
}

function readBounded(name: string, path: string): string | undefined {
  try {
    const { size } = statSync(path);
    if (size > mostBytes) throw configError(`${name} is larger than 64 KiB: correct or remove the file.`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'CONFIG') throw error;
    throw configError(`${name} cannot be read (${code}): correct its permissions or remove it.`);
  }
}

/** Reads the settings below `okta.client`. Throws `CONFIG`, without any value of the file. */
function parseOktaYaml(name: string, text: string): Environment {
  let content: unknown;
  try {
    // All scalars are texts: a token of digits must not become a number.
    content = parse(text, { schema: 'failsafe', maxAliasCount: mostAliases, logLevel: 'error' });
  } catch (error) {
    const line = (error as { linePos?: { line: number }[] }).linePos?.[0]?.line;
    throw configError(`${name} is not valid YAML${line ? ` (line ${line})` : ''}: correct or remove the file.`);
  }
  const client = propertyOf(propertyOf(content, 'okta'), 'client');
  const values: Environment = {};
  if (client !== '' && client !== undefined) collect(client, 'okta.client');
  return values;

  /** Adds settings by the names of environment variables, as the SDKs do: `rateLimit.maxRetries` is `RATELIMIT_MAXRETRIES`. */
  function collect(part: unknown, path: string): void {
    const variable = path.toUpperCase().replaceAll('.', '_');
    const isText = typeof part === 'string';
    if (isText || (Array.isArray(part) && part.every((item) => typeof item === 'string'))) {
      if (!isKnownName(variable)) throw unknownSetting(path);
      values[variable] = isText ? part : part.join(' ');
    } else if (variable === 'OKTA_CLIENT_PRIVATEKEY' && isObject(part)) {
      // A JWK that is written as YAML.
      values[variable] = JSON.stringify(part);
    } else if (isObject(part) && path.split('.').length < mostLevels) {
      for (const [key, value] of Object.entries(part)) collect(value, `${path}.${key}`);
    } else throw configError(`${name} has an invalid ${shown(path)}: write a text or a list of texts.`);
  }

  function unknownSetting(path: string) {
    return configError(`${unknownName('setting', shown(path), spellings)} Correct ${name}.`);
  }
}

/** The settings that this project uses, as the SDKs spell them. */
const spellings = [
  'okta.client.orgUrl',
  'okta.client.token',
  'okta.client.authorizationMode',
  'okta.client.clientId',
  'okta.client.privateKey',
  'okta.client.privateKeyId',
  'okta.client.scopes',
];

/** A path for messages, unless it can be a value in the wrong place. */
function shown(path: string): string {
  return /^[A-Za-z]{1,30}(\.[A-Za-z]{1,30})*$/.test(path) ? path : 'okta.client.…';
}

function propertyOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
