import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { scripts, bin, engines } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  scripts: Record<string, string>;
  bin: Record<string, string>;
  engines: { node: string };
};

/** Starts a program in a process that reports another version of Node.js. */
function startAs(version: string, args: string[]) {
  const fake = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', fake, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const program = bin['okta-contracts'] ?? '';

test.each(['8.17.0', '18.20.8', '20.18.3', '21.7.3', '22.0.0', '22.11.0'])(
  'Node.js %s ends with one sentence',
  (version) => {
    expect(startAs(version, [program, 'verify'])).toEqual({
      status: 2,
      stdout: '',
      stderr: `okta-contracts needs Node.js 20.19 or later, or 22.12 or later, and this is ${version}: install another version.\n`,
    });
  },
);

test.each(['20.19.0', '22.12.0', '24.0.0'])('Node.js %s starts', (version) => {
  const { status, stdout } = startAs(version, [program, '--version']);
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
});

test('npm test and the scripts of the commands check the version first', () => {
  const commands = ['test', 'verify', 'traffic', 'gateway', 'org', 'sweep', 'report', 'waive', 'accept', 'compare'];
  for (const name of commands) expect(scripts[name]).toMatch(new RegExp(`^node ${program} \\w+$`));
});

test('every version of Node.js can read the files that check the version', () => {
  for (const file of [program, 'bin/node-version.cjs']) {
    const text = readFileSync(`${root}/${file}`, 'utf8').replace(/^(#!|\s*\/\/|\s*\/\*\*).*$/gm, '');
    expect(text).not.toMatch(/=>|\b(const|let|class|import|async)\b|`|\?\.|\?\?|node:/);
  }
});

test('package.json names the same versions', () => {
  expect(engines.node).toBe('^20.19.0 || >=22.12.0');
});
