// Finds an installed @okta/okta-sdk-nodejs, and the operations of its generated API classes.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const sdkName = '@okta/okta-sdk-nodejs';

/**
 * Loads the SDK.
 * @param location the folder of a project that has the SDK installed, or the folder of the package
 */
export function loadSdk(location) {
  const folder = packageFolder(resolve(location ?? '.'));
  if (folder === undefined)
    throw new Error(`The package ${sdkName} is not installed in ${location ?? 'the current folder'}.`);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const generated = join(folder, 'src/generated');
  if (!existsSync(join(generated, 'models/ObjectSerializer.js')))
    throw new Error(`Version ${version} of ${sdkName} has no models: versions 7 and later can be checked.`);
  const require = createRequire(join(folder, 'package.json'));
  const { ObjectSerializer } = require(join(generated, 'models/ObjectSerializer.js'));
  const { ResponseContext } = require(join(generated, 'http/http.js'));
  return { version, ObjectSerializer, ResponseContext, operations: operationsOf(require, join(generated, 'apis')) };
}

/** The folder of the package, at a location or as a project there would load it. */
function packageFolder(location) {
  if (isSdk(location)) return location;
  let entry;
  try {
    entry = createRequire(join(location, 'package.json')).resolve(sdkName);
  } catch {
    return undefined;
  }
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder))
    if (isSdk(folder)) return folder;
  return undefined;
}

/** An alias of npm keeps the name in package.json. */
function isSdk(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name === sdkName;
  } catch {
    return false;
  }
}

/** The operations of all API classes, by method and path. Where two classes have the same one, the first is used. */
function operationsOf(require, folder) {
  const operations = new Map();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('Api.js')) continue;
    const exported = require(join(folder, file));
    const [Factory, Processor] = ['RequestFactory', 'ResponseProcessor'].map((end) =>
      Object.entries(exported).find(([name]) => name.endsWith(end)),
    );
    if (!Factory || !Processor) continue;
    const processor = new Processor[1]();
    for (const name of Object.getOwnPropertyNames(Processor[1].prototype)) {
      const isMethod = name !== 'constructor' && typeof Factory[1].prototype[name] === 'function';
      const operation = isMethod && requestOf(Factory[1].prototype, name);
      if (!operation) continue;
      const id = `${operation.method} ${operation.template}`;
      if (!operations.has(id))
        operations.set(id, { id, ...operation, process: (response) => processor[name](response) });
    }
  }
  return operations;
}

/**
 * Asks a method of a RequestFactory for its method and path: it passes both to the server of its configuration, which is the
 * last argument, before it does anything else.
 */
function requestOf(prototype, name) {
  let found;
  const makeRequestContext = (template, method) => {
    found = { method: String(method), template };
    throw new Error('The request is known.');
  };
  const configuration = { baseServer: { makeRequestContext }, authMethods: {} };
  const parameters = Array.from({ length: prototype[name].length }, () => configuration);
  // The methods are asynchronous functions, whose first part runs at once.
  Promise.resolve(prototype[name].apply({ configuration }, parameters)).catch(() => {});
  return found;
}
