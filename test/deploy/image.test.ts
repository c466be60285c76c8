import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withOrg } from '../e2e/with-org.js';
import { root } from './action-steps.js';
import { build, canMount, dockerfile, runImage, setting, stages } from './image.js';

test('the linter accepts the Dockerfile, and rejects an unknown instruction', () => {
  expect(validate(dockerfile)).toEqual([]);
  expect(validate(dockerfile.replace('ENTRYPOINT', 'ENTRY_POINT'))).not.toEqual([]);
});

test('the base images have a tag, and the final stage runs nothing as root', () => {
  expect(stages().map(([from]) => from?.args.split(' ')[0])).toEqual([
    'node:22-bookworm-slim',
    'node:22-bookworm-slim',
  ]);
  expect(setting('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  expect(dockerfile).not.toMatch(/^(ARG|ENV) .*(TOKEN|KEY|SECRET)/m);
});

test('a build gets no file that git ignores', () => {
  const lines = (file: string) => readFileSync(join(root, file), 'utf8').split('\n');
  const sent = new Set(lines('.dockerignore').map((line) => line.replace(/^\*\*\/|\/$/g, '')));
  const kept = lines('.gitignore').map((line) => line.replace(/\/\*?$/, ''));
  expect(kept.filter((line) => line && !/^(#|!)/.test(line) && !sent.has(line))).toEqual([]);
});

const hasMounts = canMount();
if (!hasMounts) console.warn('The steps of the Dockerfile are not run: that needs Linux, root and `unshare`.');

describe.runIf(hasMounts)('the image, built and run step by step without a container runtime', () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
    const { code, output } = await build(folder);
    expect(code, output).toBe(0);
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('it contains the package, and no sources, tests or settings', () => {
    const image = join(folder, 'final.upper');
    const app = join(image, 'opt/okta-contracts');
    const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[] };
    const published = files.filter((file) => !file.startsWith('!'));
    expect(readdirSync(app).sort()).toEqual([...published, 'deploy', 'node_modules', 'package.json'].sort());
    expect(existsSync(join(app, 'node_modules/typescript'))).toBe(false);
    const [kilobytes] = spawnSync('du', ['-sk', image], { encoding: 'utf8' }).stdout.split('\t');
    expect(Number(kilobytes)).toBeLessThan(110_000);
  });

  test(
    'it verifies an org as another user, with a read-only root, and writes to its volume',
    { timeout: 120_000 },
    () =>
      withOrg({ profile: 'observed' }, async (org) => {
        const settings = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token };
        const { code, output } = await runImage(folder, [...entrypoint(), ...command()], settings);
        expect(output).toContain('does not match 2025.08.0');
        expect(code).toBe(1);
        const written = join(folder, 'run/data');
        expect(existsSync(join(written, 'reports/index.html'))).toBe(true);
        expect(statSync(join(written, 'reports/report.json')).uid).toBe(1000);
        expect(output).not.toContain(org.token);
      }),
  );

  test('nothing outside of the volume and /tmp can be written', async () => {
    const script =
      'for to in / /opt/okta-contracts /usr/local/bin /etc; do touch $to/x && exit 9; done; touch /tmp/x; id -u';
    const { code, output } = await runImage(folder, ['sh', '-c', script], {});
    expect(code, output).toBe(0);
    expect(output.match(/Read-only file system|Permission denied/g)).toHaveLength(4);
    expect(output).toMatch(/^1000$/m);
  });

  test('`canary` is a program of the image', async () => {
    const { code, output } = await runImage(folder, ['canary'], { OKTA_CONTRACTS_REQUIRE_ORG: 'true' });
    expect(code, output).toBe(2);
    expect(output).toContain('OKTA_CLIENT_ORGURL');
  });
});

const entrypoint = () => JSON.parse(setting('ENTRYPOINT')) as string[];
const command = () => JSON.parse(setting('CMD')) as string[];
