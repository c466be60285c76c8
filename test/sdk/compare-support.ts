import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an adapter of these tests answers for a body, by the value of its property `case`. */
export type Answers = Record<string, { result: string; findings?: object[] }>;

/** Writes an adapter, as a program for `exec:PROGRAM`. Returns the specification of the SDK. */
export function writeAdapter(folder: string, version: string, answers: Answers): string {
  const file = join(folder, `adapter-${version}.mjs`);
  const program = `#!${process.execPath}
import { createInterface } from 'node:readline';
const answers = ${JSON.stringify(answers)};
const write = (line) => process.stdout.write(JSON.stringify(line) + '\\n');
write({ protocol: 1, name: 'test', version: '${version}', operations: 1 });
for await (const line of createInterface({ input: process.stdin })) {
  const { id, body } = JSON.parse(line);
  write({ id, findings: [], ...(answers[body.case] ?? { result: 'read' }) });
}
`;
  writeFileSync(file, program, { mode: 0o755 });
  return `exec:${file}`;
}

/** A line of a recording. */
export function recorded(path: string, body: unknown, status = 200): string {
  const request = { method: 'GET', url: `https://example.okta.com${path}` };
  return `${JSON.stringify({ id: 'a', request, response: { status, headers: { 'content-type': 'application/json' }, body } })}\n`;
}
