// @ts-nocheck
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runSuites } from '../e2e/run-suites.js';
import { type HostileFault, startHostileOrg } from './hostile-org.js';
import { planted } from './planted.js';

/** The result of a run on a hostile org. */
export interface Outcome {
  fault: string;
  tier: 'read' | 'write';
  code: number | null;
  /** The first words of the verdict, or of the sentence that the run ended with. */
  verdict: string;
  requests: number;
  seconds: number;
  /** Violated expectations. */
  problems: string[];
}

let usual: Set<string> | undefined;
let first: Promise<unknown> | undefined;

/** Writes that name an object of the org on an org without a fault: the run creates an object inside it. */
async function usualWrites(): Promise<Set<string> | undefined> {
  first ??= attempt({ name: 'none', tamper: () => undefined }, 'write', true);
  await first;
  return usual;
}

/** Runs the suites against an org with one fault, and lists all violated expectations. */
export async function attempt(fault: HostileFault, tier: 'read' | 'write', isFirst = false): Promise<Outcome> {
  const allowed = isFirst ? undefined : await usualWrites();
  const org = await startHostileOrg(fault);
  const start = performance.now();
  let files = '';
  try {
    const { code, output } = await runSuites(
      {
        OKTA_CLIENT_ORGURL: org.url,
        OKTA_CLIENT_TOKEN: org.token,
        OKTA_CONTRACTS_TIERS: tier,
        OKTA_CONTRACTS_RATE_SHARE: '1',
        OKTA_CONTRACTS_CONCURRENCY: '50',
        OKTA_CONTRACTS_TIMEOUT: '2',
      },
      [],
      async (child, folder) => {
        await new Promise((resolve) => child.once('close', resolve));
        files = everyFile(folder);
      },
    );
    const problems = problemsOf(code, output, files, org.token);
    const methods = new Set(org.received.map(({ method }) => method));
    if (tier === 'read')
      for (const method of methods)
        if (method !== 'GET' && method !== 'HEAD') problems.push(`the read tier sent ${method}`);
    if (org.strayed.length > 0) problems.push(`${org.strayed.length} requests went to another host`);
    const writes = org.foreignWrites();
    if (isFirst) usual = new Set(writes);
    for (const write of writes)
      if (!(allowed ?? usual)?.has(write)) problems.push(`a foreign object was written: ${write}`);
    for (const gone of org.foreignGone()) problems.push(`a foreign object is gone: ${gone}`);
    if (org.received.some(({ userAgent }) => !/^okta-contracts\/\d/.test(userAgent)))
      problems.push('a request does not identify the project');
    return {
      fault: fault.name,
      tier,
      code,
      verdict: verdictOf(output),
      requests: org.received.length,
      seconds: Math.round((performance.now() - start) / 100) / 10,
      problems,
    };
  } finally {
    await org.close();
  }
}

function problemsOf(code: number | null, output: string, files: string, token: string): string[] {
  const problems: string[] = [];
  if (![0, 1, 2].includes(code ?? -1)) problems.push(`exit code ${code}`);
  if (/^\s+at \S+ \(/m.test(output) || /Internal error/.test(output))
    problems.push('a stack trace or an internal error');
  const everything = `${output}\n${files}`;
  if (everything.includes(token)) problems.push('the token is shown or stored');
  for (const [name, text] of Object.entries(planted))
    if (everything.includes(text)) problems.push(`planted text is shown or stored: ${name}`);
  if (/^(::|##\[)/m.test(output)) problems.push('a line of the output is a command for a CI log');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal escapes are what is looked for
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(everything.replaceAll('\r\n', '\n')))
    problems.push('control characters');
  return problems;
}

function verdictOf(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const verdict = lines.find((line) => /^(PASSED|FAILED|NOTHING|INCONCLUSIVE|NOT )/.test(line));
  return (verdict ?? lines.filter((line) => line !== '').at(-1) ?? '').split(/ {2}|:/)[0]?.slice(0, 60) ?? '';
}

function everyFile(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile())
    .map((name) => readFileSync(name, 'utf8'))
    .join('\n');
}
