#!/usr/bin/env node
// Starts the adapter for Okta's SDK for Go: node start.mjs PATH
//
// PATH is a copy of okta-sdk-golang, its folder okta, or a Go module that requires it. At the first start for a version of the
// SDK, its models are built into a program together with the folder `reader`; later starts run the program from the cache.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AdapterError, locateSdk } from './locate.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const program = process.platform === 'win32' ? 'adapter.exe' : 'adapter';

/** The user's home folder, and HOME only if the system knows none: an adapter is started with an empty HOME. */
function homeFolder() {
  try {
    return userInfo().homedir;
  } catch {
    return process.env.HOME || tmpdir();
  }
}

function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homeFolder(), '.cache'), 'okta-contracts', 'go');
}

/** The environment of the Go tool: no downloads, neither of modules nor of another version of Go. */
function goEnvironment(cache) {
  return {
    PATH: process.env.PATH,
    HOME: homeFolder(),
    TMPDIR: process.env.TMPDIR ?? '',
    GOCACHE: join(cache, 'build'),
    GOPROXY: 'off',
    GOSUMDB: 'off',
    GOTOOLCHAIN: 'local',
    GOWORK: 'off',
    GOFLAGS: '-mod=mod -p=1',
    CGO_ENABLED: '0',
  };
}

function goRunner(cache) {
  const env = goEnvironment(cache);
  return (folder, args, settings = {}) =>
    spawnSync('go', args, { cwd: folder, env: { ...env, ...settings }, encoding: 'utf8', maxBuffer: 1 << 26 });
}

/** Names the build by everything that it depends on: the SDK, this adapter and the version of Go. */
function buildKey(sdk, goVersion) {
  const hash = createHash('sha256')
    .update(goVersion)
    .update(sdk.version ?? '');
  for (const folder of [sdk.folder, join(here, 'generate'), join(here, 'reader')]) {
    for (const name of readdirSync(folder).sort()) {
      if (name.endsWith('.go') && !name.endsWith('_test.go'))
        hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 24);
}

function firstLine(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return (lines[0] ?? 'the Go tool gave no reason').trim();
}

function ran(result, what) {
  if (result.status !== 0) throw new AdapterError(`${what}: ${firstLine(result.stderr ?? '')}`);
  return result.stdout.trim();
}

/** Builds the program in a folder of its own, and moves it to its place when it is complete. */
function build(sdk, go, goVersion, target) {
  mkdirSync(dirname(target), { recursive: true });
  const work = mkdtempSync(`${target}-`);
  try {
    const language = /go(\d+\.\d+)/.exec(goVersion)?.[1] ?? '1.18';
    cpSync(join(here, 'generate'), join(work, 'generate'), { recursive: true });
    cpSync(join(here, 'reader'), work, { recursive: true });
    writeFileSync(join(work, 'generate', 'go.mod'), `module generate\n\ngo ${language}\n`);
    writeFileSync(join(work, 'go.mod'), `module contracts\n\ngo ${language}\n`);
    const generated = go(join(work, 'generate'), ['run', '.', sdk.folder, work]);
    const named = ran(generated, `The models of the SDK in ${sdk.folder} cannot be extracted`);
    rmSync(join(work, 'generate'), { recursive: true });
    const version = sdk.version || named || 'unknown';
    const linked = `-s -w -X main.version=${version.replace(/[^\w.+-]/g, '')}`;
    const built = go(work, ['build', '-gcflags=contracts/okta=-N -l', `-ldflags=${linked}`, '-o', program, '.']);
    ran(built, `The models of the SDK in ${sdk.folder} cannot be built`);
    const dependencies = ran(go(work, ['list', '-deps', '.']), 'The packages of the built program cannot be listed');
    if (dependencies.split('\n').some((name) => name === 'net' || name === 'os/exec')) {
      throw new AdapterError(
        `The models of the SDK in ${sdk.folder} use the network or other processes, and are not run.`,
      );
    }
    mkdirSync(target, { recursive: true });
    renameSync(join(work, program), join(target, program));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function prepare(path) {
  if (!path) throw new AdapterError('The adapter for Go needs a path: write go:PATH.');
  const cache = cacheFolder();
  const go = goRunner(cache);
  const asked = go(here, ['env', 'GOVERSION']);
  if (asked.error) throw new AdapterError('Go is not installed, or its command go is not on PATH.');
  const goVersion = ran(asked, 'The version of Go cannot be read');
  const sdk = locateSdk(resolve(path), go);
  const target = join(cache, buildKey(sdk, goVersion));
  if (!existsSync(join(target, program))) build(sdk, go, goVersion, target);
  return join(target, program);
}

function run(executable) {
  const child = spawn(executable, [], { stdio: 'inherit', env: { TMPDIR: process.env.TMPDIR ?? '' } });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

try {
  run(prepare(process.argv[2]));
} catch (error) {
  const message = error instanceof AdapterError ? error.message : `The adapter for Go cannot start: ${error.message}`;
  console.log(JSON.stringify({ protocol: 1, error: message }));
  process.exitCode = 2;
}
