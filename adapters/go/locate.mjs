import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A reason why the adapter cannot start, as one sentence for the user. */
export class AdapterError extends Error {}

const sdkModule = /\bgithub\.com\/okta\/okta-sdk-golang\/v\d+\b/;

function files(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function isGenerated(folder) {
  const names = files(folder);
  return names.some((name) => /^api_.*\.go$/.test(name)) && names.some((name) => /^model_.*\.go$/.test(name));
}

/** The version that a folder is named after, such as okta-sdk-golang-5.0.6, v5@v5.0.6 or 5.0.6. */
function namedVersion(folder) {
  for (const name of [basename(folder), basename(dirname(folder))]) {
    const found = /(?:^|[-@v])(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(name);
    if (found) return found[1];
  }
  return undefined;
}

/** The SDK in the vendor folder or the module cache of a Go module that requires it. */
function requiredSdk(path, go) {
  const manifest = join(path, 'go.mod');
  const required = existsSync(manifest) ? sdkModule.exec(readFileSync(manifest, 'utf8'))?.[0] : undefined;
  if (!required) return undefined;
  const vendored = join(path, 'vendor', required, 'okta');
  if (isGenerated(vendored)) {
    const listed = readFileSync(join(path, 'vendor', 'modules.txt'), 'utf8').split('\n');
    const entry = listed.find((line) => line.startsWith(`# ${required} v`));
    return { folder: vendored, version: entry?.split(' v')[1] };
  }
  const listed = go(path, ['list', '-m', '-f', '{{.Dir}} {{.Version}}', required], { GOFLAGS: '-mod=readonly' });
  const [folder, version] = (listed.stdout ?? '').trim().split(/ v(?=\d)/);
  if (listed.status === 0 && folder && isGenerated(join(folder, 'okta')))
    return { folder: join(folder, 'okta'), version };
  if (/errors parsing go\.mod|requires go/.test(listed.stderr ?? '')) {
    throw new AdapterError(`${manifest} cannot be read with the installed version of Go: it needs a later one.`);
  }
  throw new AdapterError(`The module ${required} is not on this machine: run "go mod download" in ${path}.`);
}

/** Finds the folder of the SDK's Go files, and its version if something beside the files says it. */
export function locateSdk(path, go) {
  if (!existsSync(path)) throw new AdapterError(`The folder ${path} of the SDK for Go does not exist.`);
  for (const folder of [path, join(path, 'okta')]) {
    if (isGenerated(folder)) return { folder, version: namedVersion(folder) };
  }
  const required = requiredSdk(path, go);
  if (required) return required;
  throw new AdapterError(
    `${path} contains neither okta-sdk-golang (version 3 or later: files okta/api_*.go and okta/model_*.go) nor a Go module that requires it.`,
  );
}
