import { dirname, resolve } from 'node:path';
import type { ReferenceProfile } from '../../config/load.js';
import { ContractsError } from '../../domain/errors.js';
import { readFileOf } from '../../io/files.js';
import type { SecretSource } from './secret.js';

/** One org of an inventory. `schemas/inventory.schema.json` is its published schema. */
export interface FleetOrg {
  name: string;
  url?: string;
  profile?: ReferenceProfile;
  token?: SecretSource;
  oauth?: { clientId: string; privateKey: SecretSource; keyId?: string; scopes?: string[] };
  tiers?: string[];
  from?: string;
  to?: string;
  baseline?: string;
  waivers?: string;
  tags?: string[];
}

/** The orgs of an inventory file. */
export interface Inventory {
  /** Paths in the inventory are relative to this folder. */
  folder: string;
  orgs: FleetOrg[];
}

/** Reads an inventory, YAML or JSON. Throws `INPUT` with one sentence, which contains no value of the file. */
export function readInventory(file: string): Inventory {
  const { orgs } = readFileOf('inventory', file, (data) => withoutSecrets(file, data)) as { orgs: FleetOrg[] };
  const names = new Set<string>();
  for (const [i, org] of orgs.entries()) {
    const fault = faultOfOrg(org) ?? (names.has(org.name.toLowerCase()) ? 'has the name of another org' : undefined);
    if (fault) throw new ContractsError('INPUT', `${file}, /orgs/${i} (${org.name}) ${fault}.`);
    names.add(org.name.toLowerCase());
  }
  return { folder: dirname(resolve(file)), orgs };
}

/** The orgs with a tag; all without one. Throws `INPUT` if no org has it. */
export function withTag(orgs: readonly FleetOrg[], tag: string | undefined): FleetOrg[] {
  const chosen = orgs.filter(({ tags = [] }) => tag === undefined || tags.includes(tag));
  if (chosen.length > 0) return chosen;
  const known = [...new Set(orgs.flatMap(({ tags = [] }) => tags))].sort();
  const hint = known.length > 0 ? `use one of ${known.join(', ')}` : 'the inventory has no tags';
  throw new ContractsError('INPUT', `No org has the tag \`${tag}\`: ${hint}.`);
}

/** The names of the environment variables that contain secrets of any org. */
export function secretNames({ orgs }: Inventory): string[] {
  return orgs
    .flatMap(({ token, oauth }) => [token, oauth?.privateKey])
    .flatMap((source) => (source && 'env' in source ? [source.env] : []));
}

function faultOfOrg({ url, profile, token, oauth }: FleetOrg): string | undefined {
  if (!url === !profile) return 'needs either `url` or the `profile` of a reference org';
  if (profile) return token || oauth ? 'is a reference org, which takes no `token` or `oauth`' : undefined;
  return !token === !oauth ? 'needs either `token` or `oauth`' : undefined;
}

/** An API token, a private key as PEM, or the private part of a JWK. */
const secret = /(?<![\w-])00[\w-]{40}(?![\w-])|SSWS\s+\S|-----BEGIN|"(?:d|dp|dq|qi|k)"\s*:/;
const namesOfSecrets = ['token', 'privateKey'];

/** Refuses a secret in the inventory itself, before a message about the file could show it. */
function withoutSecrets(file: string, data: unknown): unknown {
  const place = placeOfSecret(data, []);
  if (place === undefined) return data;
  throw new ContractsError(
    'INPUT',
    `${file} contains a secret at ${place}: remove it, and name its source, for example token: {env: ACME_TOKEN}.`,
  );
}

/** The place of the first secret. The names of objects that are no fields of an inventory are not shown. */
function placeOfSecret(data: unknown, path: readonly string[]): string | undefined {
  if (typeof data === 'string')
    return secret.test(data) || namesOfSecrets.includes(path.at(-1) ?? '') ? `/${path.join('/')}` : undefined;
  if (typeof data !== 'object' || data === null) return undefined;
  for (const [key, value] of Object.entries(data)) {
    const name = /^\d+$|^(orgs|oauth|token|privateKey|env|file|command|url|tags)$/.test(key) ? key : '…';
    const place = secret.test(key) ? `/${[...path, '…'].join('/')}` : placeOfSecret(value, [...path, name]);
    if (place !== undefined) return place;
  }
  return undefined;
}
