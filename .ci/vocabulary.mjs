// Writes the names, constant values and paths of Okta's published documents into contracts/vocabulary.json. Reports show only these.
// Usage: node .ci/vocabulary.mjs FOLDER; the folder contains okta-specs/*.yaml.gz.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';

const folder = process.argv[2] ?? process.env.OKTA_CONTRACTS_SHARED;
if (!folder) {
  console.error("No documents: pass the folder that contains Okta's documents as okta-specs/*.yaml.gz.");
  process.exit(2);
}
const names = new Set();
const values = new Set();
// Paths of Okta's other APIs, and paths that its console and Terraform provider use without a document.
const paths = new Set([
  '/api/internal/org/settings/security-notification-settings',
  '/api/v1/authn',
  '/api/v1/authn/factors/{factorId}/verify',
  '/api/v1/internal/apps/{appId}/settings/oauth/idToken',
  '/oauth2/v1/authorize',
  '/oauth2/v1/introspect',
  '/oauth2/v1/keys',
  '/oauth2/v1/logout',
  '/oauth2/v1/revoke',
  '/oauth2/v1/token',
  '/oauth2/v1/userinfo',
  '/oauth2/{authServerId}/v1/authorize',
  '/oauth2/{authServerId}/v1/introspect',
  '/oauth2/{authServerId}/v1/keys',
  '/oauth2/{authServerId}/v1/logout',
  '/oauth2/{authServerId}/v1/revoke',
  '/oauth2/{authServerId}/v1/token',
  '/oauth2/{authServerId}/v1/userinfo',
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration',
]);
for (const file of readdirSync(join(folder, 'okta-specs')).filter((name) => name.endsWith('.yaml.gz'))) {
  const text = gunzipSync(readFileSync(join(folder, 'okta-specs', file))).toString('utf8');
  const document = parse(text, { maxAliasCount: -1, logLevel: 'silent' });
  for (const path of Object.keys(document.paths)) paths.add(path);
  walk([document.paths, document.components]);
}
const data = { names: [...names].sort(), values: [...values].sort(), paths: [...paths].sort() };
writeFileSync('contracts/vocabulary.json', `${JSON.stringify(data, null, 2)}\n`);
console.log(`${data.names.length} names, ${data.values.length} values, ${data.paths.length} paths`);

/** Examples and defaults contain custom values. */
function walk(node) {
  if (typeof node !== 'object' || node === null) return;
  const { properties, enum: listed, example, examples, default: usual, ...parts } = node;
  if (!Array.isArray(node) && typeof properties === 'object' && properties !== null)
    for (const name of Object.keys(properties)) names.add(name);
  // Some values contain markup of the documentation.
  for (const value of Array.isArray(listed) ? listed : [])
    if (typeof value === 'string' && !value.includes('<')) values.add(value);
  for (const part of [...Object.values(parts), properties]) {
    // Below `properties`, all keys are names, not keywords.
    if (part === properties && !Array.isArray(part)) for (const schema of Object.values(part ?? {})) walk(schema);
    else walk(part);
  }
}
