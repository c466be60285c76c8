import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Json } from '../../src/domain/json.js';

const adapter = fileURLToPath(new URL('../../adapters/python/adapter.py', import.meta.url));

/** Whether python3 can import pydantic 2 and the other libraries that the deserializer of the SDK calls. */
export const hasPydantic =
  spawnSync('python3', ['-I', '-c', 'import sys, pydantic, dateutil; sys.exit(pydantic.VERSION < "2")']).status === 0;

/** An answer of the adapter. */
export interface Answer {
  id: number;
  result: string;
  operation?: string;
  findings: { pointer: string; cause: string; expected?: string; message: string }[];
}

/** What an adapter printed for a list of responses. */
export interface Run {
  ready: Record<string, unknown>;
  answers: Answer[];
  output: string;
  code: number;
}

/** Passes lines to the Python adapter and returns its answers, in the order of their ids. */
export function runPythonAdapter(location: string, lines: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      'python3',
      ['-I', adapter, location],
      { env: { PATH: process.env.PATH }, maxBuffer: 1e9 },
      (error, output) => {
        const [ready, ...answers] = output
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
        answers.sort((a: Answer, b: Answer) => a.id - b.id);
        resolve({ ready, answers, output, code: error ? Number(error.code) : 0 });
      },
    );
    // The adapter ends early if it cannot start.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(lines.map((line) => `${line}\n`).join(''));
  });
}

/** One line of input. */
export function lineOf(id: number, operation: string, body?: Json, status = 200): string {
  return JSON.stringify({ id, operation, status, body });
}
