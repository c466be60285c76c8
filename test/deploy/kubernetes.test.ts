import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { define as defineFleet } from '../../src/cli/commands/fleet.js';
import { root } from './action-steps.js';
import { setting } from './image.js';

interface Container {
  image: string;
  command?: string[];
  args?: string[];
  env?: { name: string; value?: string }[];
  envFrom?: object[];
  volumeMounts: { name: string; mountPath: string }[];
  securityContext: object;
}
interface Pod {
  securityContext: object;
  containers: Container[];
  volumes: { name: string; hostPath?: object }[];
}
interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  spec: {
    concurrencyPolicy?: string;
    jobTemplate: { spec: { completions?: number; template: { spec: Pod } } };
  };
}

const folder = join(root, 'deploy/kubernetes');
const manifests = readdirSync(folder).flatMap((file) =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document): [string, Manifest] => {
    expect(document.errors, file).toEqual([]);
    const manifest = document.toJS() as Manifest;
    return [`${file}: ${manifest.kind} ${manifest.metadata.name}`, manifest];
  }),
);
const jobs = manifests.filter(([, { kind }]) => kind === 'CronJob');
const podOf = ({ spec }: Manifest) => spec.jobTemplate.spec.template.spec;

/**
 * The errors of the compiler about manifests as literals of the types of Kubernetes, which are generated from its OpenAPI document:
 * properties that are unknown or missing, and values of another type.
 */
function typeErrors(all: Manifest[]): string {
  const work = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));
    const groupOf = (apiVersion: string) => (apiVersion === 'v1' ? 'core/v1' : apiVersion);
    const kinds = all.map(
      ({ apiVersion, kind }) => `import type { ${kind} } from 'kubernetes-types/${groupOf(apiVersion)}';`,
    );
    const values = all.map((one, index) => `export const m${index}: ${one.kind} = ${JSON.stringify(one, null, 1)};`);
    writeFileSync(join(work, 'manifests.mts'), [...new Set(kinds), ...values].join('\n'));
    const options =
      '--noEmit --strict --skipLibCheck --target es2022 --module esnext --moduleResolution bundler --types'.split(' ');
    const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), [...options, '', 'manifests.mts'], {
      cwd: work,
      encoding: 'utf8',
    });
    return stdout;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

test('the manifests match the types of Kubernetes', () => {
  expect(typeErrors(manifests.map(([, manifest]) => manifest))).toBe('');
});

test.each([
  [
    'an unknown property',
    /readOnlyRootFilesystem/,
    'readOnlyRootFileSystem',
    /readOnlyRootFileSystem"?' does not exist/,
  ],
  ['a missing property', /"schedule":"[^"]*",/, '', /Property 'schedule' is missing/],
  [
    'a text instead of a number',
    /"completions":10/,
    '"completions":"10"',
    /'string' is not assignable to type 'number'/,
  ],
])('%s is found', (_, found, replacement, error) => {
  const text = JSON.stringify(manifests.map(([, manifest]) => manifest));
  expect(typeErrors(JSON.parse(text.replace(found, replacement)) as Manifest[])).toMatch(error);
});

test.each(jobs)('%s meets the restricted standard of Kubernetes', (_, manifest) => {
  const pod = podOf(manifest);
  const [uid, gid] = setting('USER').split(':').map(Number);
  expect(pod).toMatchObject({
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: uid,
      runAsGroup: gid,
      fsGroup: gid,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  });
  expect(pod.volumes.filter(({ hostPath }) => hostPath)).toEqual([]);
  expect(Object.keys(pod).filter((key) => key.startsWith('host'))).toEqual([]);
  for (const container of pod.containers)
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
});

test.each(jobs)('%s does not run twice at once, and is not repeated', (_, manifest) => {
  expect(manifest.spec.concurrencyPolicy).toBe('Forbid');
  const { backoffLimit, backoffLimitPerIndex } = manifest.spec.jobTemplate.spec as Record<string, unknown>;
  expect(backoffLimitPerIndex ?? backoffLimit).toBe(0);
});

test.each(jobs)('%s gets its secrets from a secret, and writes to volumes', (_, manifest) => {
  const pod = podOf(manifest);
  for (const { image, env = [], envFrom, volumeMounts } of pod.containers) {
    expect(image).toMatch(/:\d+\.\d+\.\d+$/);
    expect(envFrom).toMatchObject([{ secretRef: {} }]);
    expect(env.filter(({ name }) => /TOKEN|KEY|NOTIFY|URL/.test(name))).toEqual([]);
    const mounted = volumeMounts.map(({ name, mountPath }) => [
      mountPath,
      pod.volumes.some((one) => one.name === name),
    ]);
    // The working directory of the image, and the folder for temporary files of vitest.
    expect(Object.fromEntries(mounted)).toMatchObject({ [setting('WORKDIR')]: true, '/tmp': true });
  }
});

test('each part of a fleet has its own index', () => {
  const fleet = manifests.find(([name]) => name === 'fleet-cronjob.yaml: CronJob okta-fleet')?.[1] as Manifest;
  const { completions } = fleet.spec.jobTemplate.spec;
  const { args = [] } = podOf(fleet).containers[0] ?? {};
  expect(args.slice(args.indexOf('--index'), args.indexOf('--concurrency'))).toEqual([
    '--index',
    '$(JOB_COMPLETION_INDEX)',
    '--of',
    String(completions),
  ]);
  // The command accepts them: an invalid option throws.
  const words = args.slice(1).map((word) => word.replace('$(JOB_COMPLETION_INDEX)', '3'));
  const { operands, unknown } = defineFleet().parseOptions(words);
  expect([operands, unknown]).toEqual([['/etc/okta-fleet/inventory.yaml'], []]);
  expect(fleet.spec.jobTemplate.spec).toMatchObject({ completionMode: 'Indexed', maxFailedIndexes: completions });
});

test('the namespace enforces the standard', () => {
  const { metadata } = parse(readFileSync(join(folder, 'namespace.yaml'), 'utf8')) as Manifest;
  expect(metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('restricted');
  expect(manifests.map(([, one]) => one.metadata.namespace ?? one.metadata.name)).toEqual(
    manifests.map(() => metadata.name),
  );
});

test('the version of the images is that of the package', () => {
  const { version } = parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const images = jobs.flatMap(([, manifest]) => podOf(manifest).containers.map(({ image }) => image));
  expect(images.filter((image) => !image.endsWith(`:${version}`))).toEqual([]);
});
