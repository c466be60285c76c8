import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

interface Model {
  prototype: object;
  getAttributeTypeMap?: () => { name: string; baseName: string; type: string }[];
  mapping?: Record<string, string>;
  discriminator?: string;
}

const deepest = 8;

/**
 * Bodies with each property that the models of an SDK have, one for each variant of the outermost model.
 * @param generated the folder of the generated code
 */
export function createBodies(generated: string): (type: string) => Record<string, unknown>[] {
  const require = createRequire(join(generated, 'index.js'));
  const enums = readEnums(generated);
  const models = new Map<string, Model | undefined>();
  const modelOf = (type: string): Model | undefined => {
    if (!models.has(type)) models.set(type, load(require, generated, type));
    return models.get(type);
  };

  const sampleOf = (type: string, path: readonly string[]): unknown => {
    const plain = type.replace(/ \| (?:null|undefined)$/, '');
    const [, element] = /^Array<(.*)>$/.exec(plain) ?? [];
    if (element) return [sampleOf(element, path)].filter((value) => value !== undefined);
    const [, member] = /^Set<(.*)>$/.exec(plain) ?? [];
    if (member) return new Set([sampleOf(member, path)]);
    if (plain.startsWith('{ [key: string]')) return {};
    const own = primitives[plain];
    if (own) return own();
    const model = modelOf(plain);
    if (!model) return enums.get(plain) ?? 'text';
    if (Object.getPrototypeOf(model.prototype) === Array.prototype) return [];
    if (!model.getAttributeTypeMap) return {};
    if (path.length > deepest || path.includes(plain)) return undefined;
    const [variant] = Object.entries(model.mapping ?? {});
    return objectOf(model, variant, [...path, plain]);
  };

  const objectOf = (model: Model, variant: [string, string] | undefined, path: readonly string[]) => {
    const own = (variant && modelOf(variant[1])) || model;
    const entries = (own.getAttributeTypeMap?.() ?? []).map(({ name, type }) => [name, sampleOf(type, path)]);
    const fixed = variant && model.discriminator ? { [model.discriminator]: variant[0] } : {};
    return { ...Object.fromEntries(entries.filter(([, value]) => value !== undefined)), ...fixed };
  };

  return (type) => {
    const model = modelOf(type);
    if (!model?.getAttributeTypeMap) return [];
    const variants = Object.entries(model.mapping ?? {});
    return (variants.length > 0 ? variants : [undefined]).map((variant) => objectOf(model, variant, [type]));
  };
}

const primitives: Record<string, () => unknown> = {
  object: () => ({}),
  string: () => 'text',
  number: () => 1,
  boolean: () => true,
  any: () => ({}),
  Date: () => new Date(0),
};

function load(require: NodeJS.Require, generated: string, type: string): Model | undefined {
  try {
    return (require(join(generated, 'models', `${type}.js`)) as Record<string, Model>)[type];
  } catch {
    return undefined;
  }
}

/** The first value of each enumeration, which only the types of the SDK contain. */
function readEnums(generated: string): ReadonlyMap<string, string> {
  const folder = join(generated, '../types/generated/models');
  return new Map(
    readdirSync(folder).flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/^export declare type (\w+) = ['"]([^'"]+)['"]/gm)].map(
        ([, name = '', value = '']): [string, string] => [name, value],
      ),
    ),
  );
}
