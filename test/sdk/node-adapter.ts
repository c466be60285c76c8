import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../adapters/node/adapter.mjs', import.meta.url));

export interface Answer {
  id: number;
  result: string;
  operation?: string;
  findings: { pointer: string; cause: string; expected?: string; message: string }[];
}

export interface AdapterRun {
  ready: { protocol: number; name?: string; version?: string; operations?: number; error?: string };
  answers: Answer[];
  code: number | null;
  stderr: string;
}

/** A response as the input of an adapter. */
export interface Input {
  operation: string;
  status?: number;
  body: unknown;
}

/** Passes responses to an adapter that was started, and reads its answers. */
export async function answersTo(
  child: ChildProcessWithoutNullStreams,
  responses: readonly Input[],
): Promise<AdapterRun> {
  // An adapter that cannot start does not read its input.
  child.stdin.on('error', () => {});
  child.stdin.end(responses.map((one, id) => `${JSON.stringify({ id, status: 200, ...one })}\n`).join(''));
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  const [ready, ...answers] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  return { ready: ready as AdapterRun['ready'], answers: answers as Answer[], code, stderr };
}

/** Runs the adapter with the responses as its input. */
export async function runNodeAdapter(location: string, responses: readonly Input[]): Promise<AdapterRun> {
  const child = spawn(process.execPath, [program, location], { env: { PATH: process.env.PATH ?? '' } });
  return answersTo(child, responses);
}

/** The answer to one response. */
export async function readWithNode(location: string, operation: string, body: unknown, status = 200): Promise<Answer> {
  const { answers } = await runNodeAdapter(location, [{ operation, status, body }]);
  return answers[0] as Answer;
}
