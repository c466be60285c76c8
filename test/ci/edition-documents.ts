import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll } from 'vitest';
import { type ImportOptions, importEdition } from '../../.ci/edition/import.js';
import { ownContractsFolder } from '../../src/io/package-root.js';

/** A widget API in the words of an OpenAPI document. @param more replaces or adds paths and properties of a widget; `list` has the widgets of an example */
export function documentOf(
  version: string,
  more: { paths?: object; widget?: object; status?: string[]; body?: object; list?: object[] } = {},
): Record<string, unknown> {
  const ref = { $ref: '#/components/schemas/Widget' };
  const json = (schema: object, example?: object) => ({ 'application/json': { schema, ...(example && { example }) } });
  return {
    openapi: '3.0.3',
    info: { title: 'Widgets', version },
    tags: [{ name: 'Widget', 'x-displayName': 'Widgets' }],
    paths: {
      '/api/v1/widgets': {
        get: {
          tags: ['Widget'],
          operationId: 'listWidgets',
          parameters: [{ name: 'q', in: 'query', schema: { type: 'string' } }],
          responses: { 200: { description: 'OK', content: json({ type: 'array', items: ref }, more.list) } },
        },
        post: {
          tags: ['Widget'],
          requestBody: { content: json({ type: 'object', properties: { name: { type: 'string' }, ...more.body } }) },
          responses: { 200: { description: 'OK', content: json(ref) } },
        },
      },
      '/api/v1/widgets/{widgetId}': {
        get: { tags: ['Widget'], responses: { 200: { description: 'OK', content: json(ref) } } },
        delete: { tags: ['Widget'], responses: { 204: { description: 'No content' } } },
      },
      ...more.paths,
    },
    components: {
      schemas: {
        Widget: {
          type: 'object',
          properties: {
            id: { type: 'string', readOnly: true },
            name: { type: 'string' },
            size: { type: 'string' },
            status: { type: 'string', enum: more.status ?? ['ACTIVE', 'INACTIVE'] },
            ...more.widget,
          },
        },
      },
    },
  };
}

const widgetSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://okta-contracts.example/widgets/widget.schema.json',
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    size: { type: 'string' },
    status: { type: 'string', enum: ['ACTIVE', 'INACTIVE'] },
  },
  unevaluatedProperties: false,
  $defs: {
    list: { type: 'array', items: { $ref: '#' } },
    write: { type: 'object', properties: { name: { type: 'string' } }, unevaluatedProperties: false },
  },
};

const entry = (answers: object, more: object = {}) => ({ category: 'compatible', oauthScopes: [], ...more, answers });
const operations = {
  'GET /api/v1/widgets': entry(
    { 200: { schema: 'widget.schema.json#/$defs/list' } },
    { query: { q: { type: 'string' } } },
  ),
  'POST /api/v1/widgets': entry(
    { 200: { schema: 'widget.schema.json' } },
    { request: 'widget.schema.json#/$defs/write' },
  ),
  'GET /api/v1/widgets/{widgetId}': entry({ 200: { schema: 'widget.schema.json' } }),
  'DELETE /api/v1/widgets/{widgetId}': entry({ 204: { body: 'empty' } }),
};

/** A project with the contracts of the widget API, and the document of its newest edition, 2025.08.0. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'editions-'));
  readonly contracts = join(this.folder, 'contracts');
  readonly output: string[] = [];

  constructor(widget: object = {}) {
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }));
    for (const part of ['meta', 'shared'])
      cpSync(join(ownContractsFolder(), part), join(this.contracts, part), { recursive: true });
    const errors = { 429: 'rate limit exceeded', 500: 'internal error', 503: 'org unavailable' };
    this.write('contracts/edition.json', {
      edition: '2025.08.0',
      previous: '2024.08.3',
      apiVersion: '5.1.0',
      errors,
      writeErrors: { 409: 'conflict' },
    });
    this.write('contracts/widgets/operations.json', { title: 'Widgets', operations });
    const properties = { ...widgetSchema.properties, ...widget };
    this.write('contracts/widgets/widget.schema.json', { ...widgetSchema, properties });
    this.write('okta-specs/2025.08.0.json', documentOf('2025.08.0'));
  }

  write(file: string, data: object | string): string {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    writeFileSync(path, file.endsWith('.gz') ? gzipSync(text) : text);
    return path;
  }

  /** Records responses of an operation on different days. */
  record(
    responses: readonly { date: string; path: string; body: object; method?: string; sent?: object; source?: string }[],
  ): void {
    const lines = responses.map(({ date, path, body, method = 'GET', sent, source }, n) =>
      JSON.stringify({
        id: `r${n}`,
        source,
        recordedAt: `${date}T00:00:00.000Z`,
        request: { method, url: `https://org.okta.example${path}`, body: sent },
        response: { status: 200, body },
      }),
    );
    this.write('recordings/real-orgs.ndjson.gz', lines.join('\n'));
  }

  async import(file: string, options: Partial<ImportOptions> = {}): Promise<string> {
    this.output.length = 0;
    const print = (text: string) => this.output.push(text);
    await importEdition(file, { contracts: this.contracts, shared: this.folder, print, ...options });
    return this.output.join('\n');
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests read parts of files of several kinds.
  read(file: string): any {
    return JSON.parse(readFileSync(join(this.contracts, file), 'utf8'));
  }

  /** All files of contracts/ with their content. */
  snapshot(): Record<string, string> {
    return Object.fromEntries(
      readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.startsWith('contracts') && file.endsWith('.json'))
        .map((file) => [file, readFileSync(join(this.folder, file), 'utf8')]),
    );
  }
}
