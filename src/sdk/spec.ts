import { ContractsError } from '../domain/errors.js';

/** The languages of SDKs; `exec` is a program that is an adapter itself. */
export const sdkLanguages = ['python', 'node', 'go', 'exec'] as const;
export type SdkLanguage = (typeof sdkLanguages)[number];

/** Languages whose SDK is found without a path. */
const needsNoPath: readonly SdkLanguage[] = ['python', 'node'];

/** An SDK, as `--sdk` names it. */
export interface SdkSpec {
  /** The text that was given. */
  text: string;
  language: SdkLanguage;
  path?: string;
}

/** Parses what `--sdk` names: `python`, `python:PATH`, `node`, `node:PATH`, `go:PATH` or `exec:PROGRAM`. Throws `INPUT`. */
export function parseSdkSpec(text: string): SdkSpec {
  const [, name = '', path] = /^([^:]*)(?::(.*))?$/s.exec(text.trim()) ?? [];
  const language = sdkLanguages.find((known) => known === name);
  if (!language)
    throw new ContractsError(
      'INPUT',
      `\`${text}\` names no SDK: use python, python:PATH, node, node:PATH, go:PATH or exec:PROGRAM.`,
    );
  if (!path && (path === '' || !needsNoPath.includes(language)))
    throw new ContractsError('INPUT', `\`${text}\` has no path: write ${language}:${placeholderOf(language)}.`);
  return { text: text.trim(), language, ...(path ? { path } : {}) };
}

function placeholderOf(language: SdkLanguage): string {
  return language === 'exec' ? 'PROGRAM' : 'PATH';
}
