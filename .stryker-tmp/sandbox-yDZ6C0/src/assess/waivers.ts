// @ts-nocheck
import { existsSync } from 'node:fs';
import { readFileOf } from '../io/files.js';
import type { Waiver } from './policy.js';

/** Where a run looks for waivers when no file is named. */
const waiverFiles = ['waivers.json', 'waivers.yaml', 'waivers.yml'];

/** The file of waivers in the working directory, if there is any. */
export function waiversHere(): string | undefined {
  return waiverFiles.find((name) => existsSync(name));
}

/** The waivers of a file; none without one. Throws `INPUT`. */
export function readWaivers(file: string | undefined): Waiver[] {
  if (file === undefined) return [];
  return (readFileOf('waivers', file) as { waivers: Waiver[] }).waivers;
}
