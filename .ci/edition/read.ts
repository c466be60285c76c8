import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import SwaggerParser from '@apidevtools/swagger-parser';
import { load } from 'js-yaml';
import { ContractsError } from '../../src/domain/errors.js';
import { isObject } from '../../src/domain/json.js';
import { blank, type DocumentObject, OktaDocument } from '../document.js';

/** A document that was read. */
export interface ReadDocument {
  file: string;
  document: OktaDocument;
  /** The SHA-256 hashes that identify it: of its text, and of the file as it is. */
  hashes: readonly string[];
  /** The edition that the document or its file name states. */
  edition?: string;
  /** `info.version`, which is not always an edition. */
  version: string;
}

const editionName = /\b\d{4}\.\d{2}\.\d+\b/;
/** No document of Okta is larger than 4 MB. */
const largest = 64 * 1024 * 1024;
/** Okta's documents have 300,000 values, and objects inside each other 30 times. */
const mostValues = 10_000_000;
const deepest = 500;
/** A document that describes fewer of the known operations is one of another API. */
const leastShared = 0.5;
/** Examples contain JSON schemas whose references lead nowhere. */
const excludedPathMatcher = (path: string): boolean => /\/examples?(\/|$)/.test(path);

/** Reads an OpenAPI document in YAML or JSON, packed with gzip or not. Throws `INPUT`. */
export async function readDocument(file: string): Promise<ReadDocument> {
  const bytes = readBytes(file);
  const text = unpack(file, bytes).toString('utf8');
  const content = parseText(file, text);
  const version = isObject(content.info) ? String((content.info as Record<string, unknown>).version ?? '') : '';
  const edition = editionName.exec(version)?.[0] ?? editionName.exec(basename(file))?.[0];
  return {
    file,
    document: new OktaDocument(asVersion30(await resolved(file, content))),
    hashes: [text, bytes].map((data) => createHash('sha256').update(data).digest('hex')),
    ...(edition && { edition }),
    version,
  };
}

/** Throws `INPUT` if a document is one of another API than the known document. */
export function assertSameApi({ file, document }: ReadDocument, known: OktaDocument, edition: string): void {
  const described = new Set(document.operations().map(({ id }) => blank(id)));
  const operations = known.operations();
  const shared = operations.filter(({ id }) => described.has(blank(id))).length;
  if (shared < operations.length * leastShared)
    throw new ContractsError(
      'INPUT',
      `${file} describes another API: it has ${shared} of the ${operations.length} operations of ${edition}. Pass a document of the Okta Admin Management API.`,
    );
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ContractsError('INPUT', `${file} cannot be read (${code}): pass the file of an OpenAPI document.`, {
      cause,
    });
  }
}

function unpack(file: string, bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: largest });
  } catch (cause) {
    throw new ContractsError('INPUT', `${file} cannot be decompressed: pass a complete gzip file of at most 64 MB.`, {
      cause,
    });
  }
}

function parseText(file: string, text: string): DocumentObject {
  let content: unknown;
  try {
    content = text.trimStart().startsWith('{') ? JSON.parse(text) : load(text);
  } catch (cause) {
    const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new ContractsError('INPUT', `${file} is neither YAML nor JSON (${reason}): pass an OpenAPI document.`, {
      cause,
    });
  }
  const version = isObject(content) ? String(content.openapi ?? '') : '';
  const paths = isObject(content) ? content.paths : undefined;
  if (!/^3\./.test(version) || !isObject(paths) || !Object.values(paths).every(isObject))
    throw new ContractsError(
      'INPUT',
      `${file} is not an OpenAPI 3 document: it needs "openapi: 3.x" and an object of "paths".`,
    );
  assertSize(file, content);
  return content as unknown as DocumentObject;
}

/** A document with aliases may contain itself, or expand to any size. */
function assertSize(file: string, content: unknown): void {
  let left = mostValues;
  const visit = (node: unknown, depth: number): void => {
    left -= 1;
    if (left < 0 || depth > deepest)
      throw new ContractsError('INPUT', `${file} is too large or contains itself: pass a document without aliases.`);
    if (typeof node === 'object' && node !== null) for (const part of Object.values(node)) visit(part, depth + 1);
  };
  visit(content, 0);
}

/** Checks that all references lead somewhere. Schemas that contain themselves stay references. */
async function resolved(file: string, content: DocumentObject): Promise<DocumentObject> {
  try {
    const options = { resolve: { external: false }, bundle: { excludedPathMatcher } };
    return (await SwaggerParser.bundle(content as never, options)) as unknown as DocumentObject;
  } catch (cause) {
    const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new ContractsError('INPUT', `${file} cannot be resolved (${reason}): pass a complete document in one file.`, {
      cause,
    });
  }
}

/** A document of OpenAPI 3.1 or later in the words of 3.0: `nullable` instead of the type `null`, `enum` instead of `const`. */
function asVersion30(root: DocumentObject): DocumentObject {
  if (/^3\.0/.test(String(root.openapi))) return root;
  const seen = new Set<object>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    if (isObject(node)) rewrite(node);
    for (const part of Object.values(node)) visit(part);
  };
  visit(root);
  return root;
}

function rewrite(schema: Record<string, unknown>): void {
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== 'null');
    if (types.length < schema.type.length) schema.nullable = true;
    if (types.length === 1) schema.type = types[0];
    else {
      delete schema.type;
      schema.anyOf = types.map((type) => ({ type }));
    }
  }
  if (typeof schema.const === 'string' && schema.enum === undefined) schema.enum = [schema.const];
}
