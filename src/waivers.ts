import { existsSync } from 'node:fs';
import { readFileOf } from './files.js';
import type { Waiver } from './rules.js';

/** Where waivers are looked for when no file is named. */
export const waiverFiles = ['waivers.json', 'waivers.yaml', 'waivers.yml'];

/** The waivers of a file (default: the one beside the settings, if there is any). Throws `INPUT`. */
export function readWaivers(file = waiverFiles.find((name) => existsSync(name))): Waiver[] {
  if (file === undefined) return [];
  return (readFileOf('waivers', file) as { waivers: Waiver[] }).waivers;
}
