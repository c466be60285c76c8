import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A text that a person reads, and where it is. */
export interface Text {
  file: string;
  line: number;
  text: string;
}

/** Properties of contract files and JSON Schemas that contain sentences. */
const sentenceKeys = new Set(['title', 'note', 'when', 'disputed', 'description', '$comment']);
/** The rules quote discouraged phrases. */
const exempt = new Set(['docs/style-phrases.json', 'docs/style.md']);

/** The texts of the project: messages, documentation, notes of contracts, titles of tests, and comments. */
export function projectTexts(): Text[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return [...new Set(listed.split('\n'))].filter((file) => !exempt.has(file)).flatMap(textsOf);
}

function textsOf(file: string): Text[] {
  const read = () => {
    try {
      return readFileSync(join(root, file), 'utf8');
    } catch {
      return ''; // deleted, and not committed yet
    }
  };
  if (/^(README|CHANGELOG|CONTRIBUTING|docs\/.*|reports\/README)\b.*\.md$|^\.env\.example$/.test(file))
    return markdownTexts(file, read());
  if (/^(contracts|schemas)\/.*\.json$/.test(file) && !file.includes('/samples/')) return jsonTexts(file, read());
  if (/^(src|reference-org|suites|test|\.ci|bin)\/.*\.(ts|tsx|mts|mjs|cjs|js)$/.test(file))
    return codeTexts(file, read());
  return [];
}

/** The paragraphs of a Markdown document. A phrase can continue on the next line. */
export function markdownTexts(file: string, source: string): Text[] {
  const texts: Text[] = [];
  let open: Text | undefined;
  for (const [i, line] of source.split('\n').entries()) {
    const startsBlock = /^\s*([-*#>|]|\d+\.|```|$)/.test(line);
    if (!open || startsBlock) {
      open = { file, line: i + 1, text: '' };
      texts.push(open);
    }
    open.text = `${open.text} ${line.trim()}`.trim();
  }
  return texts;
}

/** The sentences of a JSON file. */
export function jsonTexts(file: string, source: string): Text[] {
  const lines = source.split('\n');
  const lineOf = (text: string) => lines.findIndex((line) => line.includes(JSON.stringify(text))) + 1;
  const texts: Text[] = [];
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string' && sentenceKeys.has(key)) texts.push({ file, line: lineOf(value), text: value });
    else if (Array.isArray(value)) for (const item of value) walk(item, key);
    else if (typeof value === 'object' && value !== null)
      for (const [name, item] of Object.entries(value)) walk(item, name);
  };
  walk(JSON.parse(source), '');
  return texts;
}

/** The string literals, templates and comments of a source file. In test files only titles and comments. */
export function codeTexts(file: string, source: string): Text[] {
  const lineAt = (offset: number) => source.slice(0, offset).split('\n').length;
  const texts: Text[] = [];
  const add = (node: Node) => {
    const text = literalOf(node);
    if (text !== undefined) texts.push({ file, line: lineAt(node.start), text });
  };
  const isTest = file.startsWith('test/');
  const walk = (node: Node): void => {
    if (/^(Import|ExportAll)/.test(node.type)) return;
    if (!isTest) add(node);
    else if (
      node.type === 'CallExpression' &&
      /^(test|it|describe)$/.test(rootName(node.callee)) &&
      node.arguments?.[0]
    )
      add(node.arguments[0]);
    for (const [key, child] of Object.entries(node))
      if (key !== 'loc') for (const item of Array.isArray(child) ? child : [child]) if (isNode(item)) walk(item);
  };
  walk(parseAst(source, { lang: file.endsWith('x') ? 'tsx' : 'ts' }, file) as unknown as Node);
  return [...texts, ...commentTexts(file, source)];
}

interface Node {
  type: string;
  start: number;
  callee?: Node;
  object?: Node;
  tag?: Node;
  arguments?: Node[];
  name?: string;
  value?: unknown;
  quasis?: { value: { cooked: string } }[];
}

function isNode(value: unknown): value is Node {
  return typeof (value as Node | null)?.type === 'string';
}

/** `test` of `test.each([…])('title')`. */
function rootName(node: Node | undefined): string {
  const inner = node?.callee ?? node?.object ?? node?.tag;
  return inner ? rootName(inner) : (node?.name ?? '');
}

/** The text of a literal; an expression in a template is shown as `…`. */
function literalOf(node: Node): string | undefined {
  if (/^(Literal|JSXText)$/.test(node.type) && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral') return node.quasis?.map(({ value }) => value.cooked).join('…');
  return undefined;
}

/** Blocks of comment lines, with the comment signs removed. */
function commentTexts(file: string, source: string): Text[] {
  const texts: Text[] = [];
  let open: Text | undefined;
  for (const [i, line] of source.split('\n').entries()) {
    const comment = /^\s*(?:\/\*\*?|\*\/?|\/\/)\s?(.*?)(?:\*\/)?$/.exec(line)?.[1];
    if (comment === undefined) open = undefined;
    else if (open) open.text += ` ${comment}`;
    else {
      open = { file, line: i + 1, text: comment };
      texts.push(open);
    }
  }
  return texts;
}
