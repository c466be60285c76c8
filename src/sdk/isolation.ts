import { spawnSync } from 'node:child_process';

/** The most memory of an adapter, in bytes. */
const mostMemory = 1024 ** 3;

/**
 * Programs of util-linux, each of which starts the next: no network, bounded memory, and the end of the process together with this
 * one. Some systems do not allow the first one.
 */
const withoutNetwork = ['unshare', '--map-root-user', '--net'];
const bounded = ['prlimit', `--data=${mostMemory}`, 'setpriv', '--pdeathsig', 'KILL'];

let found: string[] | undefined;

/** What precedes the program of an adapter in its command line: as much isolation as this system offers. It is tested once. */
export function isolation(): string[] {
  found ??=
    process.platform === 'linux' ? ([[...withoutNetwork, ...bounded], withoutNetwork, bounded].find(works) ?? []) : [];
  return found;
}

function works([program = '', ...args]: string[]): boolean {
  return spawnSync(program, [...args, 'true'], { stdio: 'ignore', timeout: 5000 }).status === 0;
}
