import { defineCommand } from '../command.js';
import type { Streams } from '../streams.js';
export const define = () => defineCommand('fleet report').argument('<folder>');
export async function run(_: ReturnType<typeof define>, __: Streams): Promise<number> {
  return 0;
}
