import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One method of Okta's SDK: its request and the names of its parameters. */
export interface SdkMethod {
  api: string;
  name: string;
  method: string;
  path: RegExp;
  template: string;
  pathNames: string[];
  queryNames: Map<string, string>;
  body: string | undefined;
  /** The model of the body. */
  bodyType: string | undefined;
}

/** The methods in the sources of an SDK, the most specific path first. */
export function readSdkMethods(generated: string): SdkMethod[] {
  const parameterNames = readParameterNames(generated);
  return readdirSync(join(generated, 'apis'))
    .flatMap((file) => {
      const text = readFileSync(join(generated, 'apis', file), 'utf8').split('ResponseProcessor {')[0] ?? '';
      return text.split(/\n {2}async (?=\w+\()/).flatMap((source) => {
        const [, name] = /^(\w+)\(/.exec(source) ?? [];
        const [, template] = /const path = '([^']+)'/.exec(source) ?? [];
        const [, method] = /HttpMethodEnum\.(\w+)/.exec(source) ?? [];
        if (!name || !template || !method) return [];
        const callers = parameterNames.get(`${file.slice(0, -3)}.${name}`) ?? [];
        const [, list = ''] = /\(([^)]*)\)/.exec(source) ?? [];
        const own = list.split(',').map((parameter) => parameter.trim());
        const named = (variable: string) => callers[own.indexOf(variable)] ?? variable;
        const queries = source.matchAll(/setQueryParam\('([^']+)',\s*\S*serialize\((\w+),/g);
        const [, body] = /getPreferredMediaTypeAndEncoding\(\[[^\]]*\],\s*(\w+)\)/.exec(source) ?? [];
        const [, bodyType] = /stringify\(\S*serialize\(\w+, '([^']+)'/.exec(source) ?? [];
        return [
          {
            api: file.slice(0, -3).toLowerCase(),
            name,
            method,
            template,
            path: new RegExp(`^${template.replace(/\./g, '\\.').replace(/\{[^}]+\}/g, '([^/]+)')}$`),
            pathNames: [...template.matchAll(/\{([^}]+)\}/g)].map(([, n = '']) => n),
            queryNames: new Map([...queries].map(([, query = '', variable = '']) => [query, named(variable)])),
            body: body && named(body),
            bodyType,
          },
        ];
      });
    })
    .sort((a, b) => a.pathNames.length - b.pathNames.length);
}

/** The names of a method's parameters in order: `UserApi.createUser` to `['body', 'activate', …]`. */
function readParameterNames(generated: string): Map<string, string[]> {
  const source = readFileSync(join(generated, 'types/ObjectParamAPI.js'), 'utf8');
  return new Map(
    source
      .split(/^class Object/m)
      .flatMap((api) =>
        [...api.matchAll(/this\.api\.(\w+)\(([^)]*)\)/g)].map(([, name, list = '']): [string, string[]] => [
          `${api.slice(0, api.indexOf(' '))}.${name}`,
          [...list.matchAll(/param\.(\w+)/g)].map(([, parameter = '']) => parameter),
        ]),
      ),
  );
}
