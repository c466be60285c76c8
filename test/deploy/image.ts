import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './action-steps.js';

/** An instruction of the Dockerfile. */
export interface Instruction {
  keyword: string;
  args: string;
}

interface Ran {
  code: number | null;
  output: string;
}

export const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');

/** The instructions of each stage. */
export function stages(): Instruction[][] {
  const lines = dockerfile
    .replace(/^#.*\n/gm, '')
    .replaceAll('\\\n', '')
    .split('\n')
    .filter(Boolean);
  const found: Instruction[][] = [];
  for (const line of lines) {
    const [, keyword = '', args = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (keyword === 'FROM') found.push([]);
    found.at(-1)?.push({ keyword, args });
  }
  return found;
}

/** The argument of the last instruction of its kind in the final stage. */
export const setting = (keyword: string) =>
  stages()
    .at(-1)
    ?.findLast((one) => one.keyword === keyword)?.args ?? '';

/** Whether this machine can mount a root of its own: as root, on Linux. */
export function canMount(): boolean {
  return spawnSync('unshare', ['--mount', '--pid', '--fork', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
}

/** The files that a build gets: those of the repository without what .dockerignore names. */
function makeContext(folder: string): void {
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const files = execFileSync('git', listed, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  const isSent = (file: string) =>
    !ignored.includes(file.split('/')[0] ?? '') && !/(^|\/)\.env(?!\.example)/.test(file);
  for (const file of files.filter(isSent)) cpSync(join(root, file), join(folder, 'context', file));
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The commands that do what an instruction does, below the root `$1`. */
function commandsOf({ keyword, args }: Instruction, workdir: string): string[] {
  const [first = '', ...rest] = args.split(/\s+/);
  if (keyword === 'WORKDIR') return [`mkdir -p "$1${args}"`];
  if (keyword === 'COPY') {
    const from = first.startsWith('--from=')
      ? `"$2${rest[0]}/."`
      : [first, ...rest.slice(0, -1)].map((one) => `"$CONTEXT/${one}"`).join(' ');
    const to = join(workdir, rest.at(-1) ?? '');
    return [`mkdir -p "$1$(dirname "${to}")" && cp -a ${from} "$1${to}"`];
  }
  if (keyword !== 'RUN') return [];
  // The dependencies for development are those of this clone.
  if (args.startsWith('npm ci ') && !args.includes('--omit=dev'))
    return [`mkdir -p "$1${workdir}/node_modules" && mount --bind "$DEPENDENCIES" "$1${workdir}/node_modules"`];
  return [`chroot "$1" sh -c 'cd ${workdir} && exec sh -ec "$0"' ${quoted(args)}`];
}

/** Mounts the root of a stage over that of this machine, whose Node.js replaces that of the base image. */
const mountStage = (name: string) => `
root=$FOLDER/${name}; mkdir -p "$root" "$root.upper" "$root.work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$root.upper,workdir=$root.work" "$root"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"; mount --rbind /dev "$root/dev"; mount -t proc proc "$root/proc"
[ ! -s /etc/resolv.conf ] || mount --bind /etc/resolv.conf "$root/etc/resolv.conf"`;

/** Runs the instructions of the Dockerfile. What they add is then in the folder `final.upper`. */
export function build(folder: string): Promise<Ran> {
  makeContext(folder);
  const names = ['build', 'final'];
  const script = stages().map((instructions, index) => {
    let workdir = '/';
    const commands = instructions.flatMap((one) => {
      if (one.keyword === 'WORKDIR') workdir = one.args;
      return commandsOf(one, workdir);
    });
    return `${mountStage(names[index] ?? '')}\nset -- "$root" "$FOLDER/build"\n${commands.join('\n')}`;
  });
  return inOwnMounts(folder, ['set -eu', ...script].join('\n'));
}

/** Runs a command in the image: read-only, as its user, with a volume for the data and an empty /tmp. */
export function runImage(folder: string, command: string[], env: Record<string, string>): Promise<Ran> {
  mkdirSync(join(folder, 'run/root'), { recursive: true });
  mkdirSync(join(folder, 'run/data'), { recursive: true });
  const variables = { PATH: process.env.PATH ?? '', HOME: '/home/node', ...env };
  writeFileSync(
    join(folder, 'command'),
    [...Object.entries(variables).map(([k, v]) => `${k}=${v}`), ...command].join('\0'),
  );
  const [user = '', group = ''] = setting('USER').split(':');
  return inOwnMounts(
    folder,
    `set -eu
root=$FOLDER/run/root
mount -t overlay overlay -o "lowerdir=/,upperdir=$FOLDER/final.upper,workdir=$FOLDER/final.work" "$root"
data=$FOLDER/run/data; chown ${user}:${group} "$data"
mount --bind "$data" "$root/data"
# The clone is not part of the image.
[ "\${CLONE#/tmp/}" != "$CLONE" ] || mount -t tmpfs tmpfs "$root$CLONE"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"; mount --rbind /dev "$root/dev"; mount -t proc proc "$root/proc"
mount -o remount,ro "$root"
mapfile -d '' -t words <"$FOLDER/command"
exec chroot "$root" setpriv --reuid=${user} --regid=${group} --clear-groups --no-new-privs --bounding-set=-all \\
  sh -c 'cd ${setting('WORKDIR')} && exec env -i "$@"' sh "\${words[@]}"`,
  );
}

async function inOwnMounts(folder: string, script: string): Promise<Ran> {
  const file = join(folder, 'script.sh');
  writeFileSync(file, script);
  const env = {
    ...process.env,
    FOLDER: folder,
    CONTEXT: join(folder, 'context'),
    CLONE: root.replace(/\/$/, ''),
    DEPENDENCIES: join(root, 'node_modules'),
    npm_config_prefer_offline: 'true',
  };
  const args = ['--mount', '--pid', '--fork', '--kill-child', 'bash', file];
  const child = spawn('unshare', args, { env, timeout: 240_000 });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}
