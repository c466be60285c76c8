import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The methods of an SDK by operation, `GET /api/v1/users/{}`, in the notation of `namesOf`. */
export type SdkSource = ReadonlyMap<string, string[]>;

/** An operation without the names of its path parameters. */
export function blankOperation(operation: string): string {
  return operation.replace(/\{[^}]*\}/g, '{}');
}

/** The methods of Okta's SDK for Node.js, from its installed source. */
export function nodeSdk(): SdkSource {
  const root = dirname(createRequire(import.meta.url).resolve('@okta/okta-sdk-nodejs/package.json'));
  const client = readFileSync(join(root, 'src/client.js'), 'utf8');
  const properties = new Map(
    [...client.matchAll(/this\.(\w+) = new (\w+)\(configuration\)/g)].map(([, property = '', name = '']) => [
      name,
      property,
    ]),
  );
  const folder = join(root, 'src/generated/apis');
  const methods = new Map<string, string[]>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('Api.js'))) {
    const text = readFileSync(join(folder, file), 'utf8');
    const property = properties.get(/class (\w+)RequestFactory/.exec(text)?.[1] ?? '');
    if (property === undefined) continue;
    for (const method of text.split('\n  async ').slice(1))
      add(
        methods,
        /HttpMethodEnum\.(\w+)/.exec(method)?.[1],
        /const path = '([^']+)'/.exec(method)?.[1],
        `${property}.${/^\w+/.exec(method)?.[0]}`,
      );
  }
  return methods;
}

/** The methods of Okta's SDK for Python, from an archive of its source. */
export function pythonSdk(archive: string): SdkSource {
  const methods = new Map<string, string[]>();
  for (const text of textOf(archive, '*/api/*_api.py')
    .split(/^class (?=\w+Api\b)/m)
    .slice(1))
    for (const method of text.split('\n    async def ').slice(1))
      add(
        methods,
        /method=["'](\w+)["']/.exec(method)?.[1],
        /resource_path=["']([^"']+)/.exec(method)?.[1],
        `${/^\w+/.exec(text)?.[0]}.${/^\w+/.exec(method)?.[0]}`,
      );
  return methods;
}

/** The methods of Okta's SDK for Go, from an archive of its source. */
export function goSdk(archive: string): SdkSource {
  const methods = new Map<string, string[]>();
  for (const method of textOf(archive, '*/api_*.go')
    .split(/^func \(a \*/m)
    .slice(1)) {
    const [, api, name] = /^(\w+)Service\) (\w+)Execute\(/.exec(method) ?? [];
    if (api !== undefined)
      add(
        methods,
        /http\.Method(\w+)/.exec(method)?.[1]?.toUpperCase(),
        /localVarPath := localBasePath \+ "([^"]+)"/.exec(method)?.[1],
        `${api}.${name}`,
      );
  }
  return methods;
}

/** The newest archive of an SDK in a folder. */
export function newest(folder: string, sdk: string): string {
  const found = readdirSync(folder)
    .filter((name) => name.startsWith(`okta-sdk-${sdk}-`))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
  if (found === undefined) throw new Error(`${folder} has no okta-sdk-${sdk}-VERSION.tar.gz.`);
  return join(folder, found);
}

function textOf(archive: string, files: string): string {
  return execFileSync('tar', ['-xzOf', archive, '--wildcards', files], { encoding: 'utf8', maxBuffer: 2 ** 29 });
}

function add(methods: Map<string, string[]>, method: string | undefined, path: string | undefined, name: string): void {
  if (method === undefined || path === undefined) return;
  const operation = blankOperation(`${method} ${path}`);
  methods.set(operation, [...(methods.get(operation) ?? []), name]);
}
