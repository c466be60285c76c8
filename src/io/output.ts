import { appendFileSync, writeFileSync } from 'node:fs';
import { redacted, redactSignedTokens } from '../domain/redaction.js';
import { formsOf } from './secrets.js';

/** Escape sequences that this program writes to a terminal: the styles of `paint.ts`, and clearing the progress line. */
const ownSequence = '\\r\\u001b\\[K|\\u001b\\[(?:1|2|22|31|32|33|39)m';
/**
 * Terminal escape sequences with their parameters; then single control characters (all except tab and new line), and
 * characters that change the direction of a text.
 */
const foreignSequence =
  '\\u001b\\[[0-?]*[ -/]*[@-~]?|\\u001b[\\]PX^_][^\\u0007\\u001b\\n]*(?:\\u0007|\\u001b\\\\)?|[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u061c\\u202a-\\u202e\\u2066-\\u2069]';
const forFiles = new RegExp(foreignSequence, 'g');
const forTerminals = new RegExp(`(${ownSequence})|${foreignSequence}`, 'g');

/** Commands of a CI system: `::` at the beginning of a line; `##[`, `##vso[` and `##teamcity[` anywhere. */
const ciCommand = /^([^\S\r\n\u2028\u2029]*):(?=:)|##(?=(?:vso|teamcity)?\[)/gim;

/**
 * Filters everything that leaves the process: all streams and all reports. It replaces secrets, removes control characters
 * and prevents commands of a CI system.
 */
export class Output {
  readonly #secrets = new Set<string>();
  #forms: string[] = [];
  #pattern: RegExp | undefined;

  /** @param secrets texts to replace */
  constructor({ secrets = [] }: { secrets?: readonly string[] } = {}) {
    for (const secret of secrets) this.register(secret);
  }

  /** Replaces a text in all later output, in every encoding in which it can appear. */
  register(secret: string): void {
    if (this.#secrets.has(secret)) return;
    this.#secrets.add(secret);
    this.#forms = [...new Set([...this.#forms, ...formsOf(secret)])].sort((a, b) => b.length - a.length);
    const escaped = this.#forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
    this.#pattern = escaped.length > 0 ? new RegExp(escaped.join('|'), 'g') : undefined;
  }

  /** Makes a text safe for a file. */
  clean(text: string): string {
    return this.#withoutSecrets(text.replace(forFiles, '')).replace(ciCommand, separated);
  }

  /** Makes a text safe for a stream, and keeps the program's own styles. */
  cleanStyled(text: string): string {
    const styled = text.replace(forTerminals, (_, own?: string) => own ?? '');
    return this.#withoutSecrets(styled).replace(ciCommand, separated);
  }

  /** Makes all texts and keys of data safe, at any depth. */
  cleanData<T>(data: T): T {
    // Most keys and many texts of data are repeated.
    const known = new Map<string, string>();
    const cleanOnce = (text: string): string => {
      const cleaned = known.get(text) ?? this.clean(text);
      known.set(text, cleaned);
      return cleaned;
    };
    const cleaned = (part: unknown): unknown => {
      if (typeof part === 'string') return cleanOnce(part);
      if (Array.isArray(part)) return part.map(cleaned);
      if (typeof part !== 'object' || part === null) return part;
      return Object.fromEntries(Object.entries(part).map(([key, value]) => [cleanOnce(key), cleaned(value)]));
    };
    return cleaned(data) as T;
  }

  /** Wraps a stream so that everything written to it is made safe. */
  through<T extends NodeJS.WritableStream>(stream: T): T {
    const write = (text: string, ...rest: []) => stream.write(this.cleanStyled(String(text)), ...rest);
    return new Proxy(stream, {
      get: (target, name) => {
        if (name === 'write') return write;
        const value = Reflect.get(target, name, target) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  /** Writes to the standard output of the process. */
  out(text: string): void {
    process.stdout.write(this.cleanStyled(text));
  }

  /** Writes to the standard error of the process. */
  err(text: string): void {
    process.stderr.write(this.cleanStyled(text));
  }

  /** Writes a GitHub Actions command of the program itself on a separate line. */
  command(line: string): void {
    process.stdout.write(`${this.#withoutSecrets(line.replace(forFiles, '').replaceAll('\n', ' '))}\n`);
  }

  /** Writes a report or another file of a run. Throws the system's error. @param options of `writeFileSync` */
  writeFile(file: string, text: string, options: { mode?: number; flag?: string } = {}): void {
    writeFileSync(file, this.clean(text), options);
  }

  /** Appends to a report or another file of a run. Throws the system's error. */
  appendFile(file: string, text: string): void {
    appendFileSync(file, this.clean(text));
  }

  #withoutSecrets(text: string): string {
    return redactSignedTokens(this.#pattern ? text.replace(this.#pattern, redacted) : text);
  }
}

function separated(found: string): string {
  return found === '##' ? '## ' : `${found} `;
}

/** The output of this process. */
export const output = new Output();

/** Replaces a secret in all later output of this process: a token, a private key, a signed assertion. */
export function registerSecret(secret: string): void {
  output.register(secret);
}

/**
 * Registers a token that an org issued, if it has the format of a token. Otherwise an org could replace words in
 * reports.
 */
export function registerIssuedToken(token: string): void {
  if (/^[\w.~+/=-]{24,}$/.test(token)) registerSecret(token);
}

/** Registers the secrets in the settings before they are validated, so that error messages about settings are safe. */
export function registerSecretSettings(settings: Record<string, string | undefined>): void {
  const { OKTA_CLIENT_TOKEN: token, OKTA_CLIENT_PRIVATEKEY: key } = settings;
  const { OKTA_CONTRACTS_NOTIFY_WEBHOOK: webhook, OKTA_CONTRACTS_NOTIFY_SLACK: slack } = settings;
  for (const secret of [token, webhook, slack]) if (secret) registerSecret(secret.trim());
  // The setting may be the path of a key file, which is not a secret.
  if (key && /^\s*(\{|-----BEGIN)/.test(key)) registerSecret(key);
}
