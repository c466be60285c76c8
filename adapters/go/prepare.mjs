#!/usr/bin/env node
// Builds the adapter for Okta's SDK for Go, and prints how it is started: {"program", "args"}, or {"error"}.
//
//   node prepare.mjs PATH
//
// PATH is a copy of okta-sdk-golang, its folder okta, or a Go module that requires it. For a version of the SDK that is new,
// its models are built into a program together with the folder `reader`; later the program is taken from the cache.
import { spawnSync } from 'node:child_process';
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
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AdapterError, locateSdk } from './locate.mjs';

const here = dirname(fileURLToPath(import.meta.url));
/** The oldest version of Go that the reader can be built with: 1.19. */
const oldestMinor = 19;
const program = process.platform === 'win32' ? 'adapter.exe' : 'adapter';

function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'okta-contracts', 'go');
}

/** Runs the Go tool without downloads, neither of modules nor of another version of Go. */
function goRunner(cache) {
  const fixed = { GOPROXY: 'off', GOSUMDB: 'off', GOTOOLCHAIN: 'local', GOWORK: 'off', CGO_ENABLED: '0' };
  const env = { GOCACHE: join(cache, 'build'), ...process.env, ...fixed, GOFLAGS: '-mod=mod -p=1' };
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
  const minor = Number(/^go1\.(\d+)/.exec(goVersion)?.[1] ?? oldestMinor);
  if (minor < oldestMinor)
    throw new AdapterError(`Go 1.${oldestMinor} or later is needed, and ${goVersion} is installed.`);
  const sdk = locateSdk(resolve(path), go);
  const target = join(cache, buildKey(sdk, goVersion));
  if (!existsSync(join(target, program))) build(sdk, go, goVersion, target);
  return join(target, program);
}

try {
  console.log(JSON.stringify({ program: prepare(process.argv[2]), args: [] }));
} catch (error) {
  const message =
    error instanceof AdapterError ? error.message : `The adapter for Go cannot be built: ${error.message}`;
  console.log(JSON.stringify({ error: message }));
  process.exitCode = 2;
}
