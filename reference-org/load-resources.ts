import { readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Resource } from './resource.js';

const folder = fileURLToPath(new URL('resources', import.meta.url));
/** `.ts` in the sources, `.js` in the build. */
const extension = extname(fileURLToPath(import.meta.url));

/** A resource, and the name of its file or folder in resources/. */
export interface NamedResource {
  name: string;
  resource: Resource;
}

/** All resources: every file below resources/ that exports `resource`, each after the resources that it needs. */
export async function loadResources(): Promise<readonly NamedResource[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension) && !name.endsWith('.d.ts'))
    .sort();
  const names = new Map<Resource, string>();
  for (const file of files) {
    // One after the other: vitest can evaluate a module twice if two imports name it differently at the same time.
    const { resource }: { resource?: Resource } = await import(pathToFileURL(join(folder, file)).href);
    if (resource) names.set(resource, (file.split(sep)[0] ?? '').replace(extension, ''));
  }
  return inOrder([...names.keys()]).map((resource) => ({ name: names.get(resource) ?? '', resource }));
}

/** Resources in the given order, each preceded by those that it needs. */
function inOrder(resources: readonly Resource[]): readonly Resource[] {
  const ordered = new Set<Resource>();
  const add = (resource: Resource): void => {
    for (const needed of resource.after ?? []) add(needed);
    ordered.add(resource);
  };
  for (const resource of resources) add(resource);
  return [...ordered];
}
