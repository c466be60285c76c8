/** A statement of the migration document: it names an operation, or a property of it. */
export interface MigrationLine {
  /** Line number in the document. */
  line: number;
  /** Method and path, as the document writes them. */
  operation: string;
  /** A property or status that the line, or the text of its group, names. */
  property?: string;
}

/**
 * Reads the migration document. Each operation that it names is one statement, and each property or status that it names
 * beside an operation is another. A line that names properties without an operation (`Change: …`) is about the operations
 * listed before it in the same section, or after it if there are none before. Required actions are no statements.
 */
export function readMigrationLines(text: string): MigrationLine[] {
  return sectionsOf(text).flatMap((section) => {
    const statements: MigrationLine[] = [];
    const listed: string[] = [];
    const all = section.flatMap(({ operations }) => operations);
    for (const { line, operations, properties } of section) {
      const own = operations.length > 0 ? operations : listed.length > 0 ? [...listed] : all;
      statements.push(...operations.map((operation) => ({ line, operation })));
      for (const property of properties) statements.push(...own.map((operation) => ({ line, operation, property })));
      listed.push(...operations);
    }
    return statements;
  });
}

interface Line {
  line: number;
  operations: string[];
  properties: string[];
}

function sectionsOf(text: string): Line[][] {
  const sections: Line[][] = [[]];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('#') || line.startsWith('-----')) sections.push([]);
    if (line.includes('Action Required')) continue;
    const codes = [...line.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.trim());
    const operations = codes.filter((code) => /^(GET|POST|PUT|PATCH|DELETE) \//.test(code));
    const properties = codes.filter(isPropertyOrStatus);
    sections.at(-1)?.push({ line: index + 1, operations, properties });
  }
  return sections;
}

/** `[n].metadata` and `_links.resend` are properties, `409 Conflict` is a status; `User` is the name of a schema, `oktaSupport` a path. */
function isPropertyOrStatus(name: string): boolean {
  if (name === 'oktaSupport') return false;
  return /^[1-5]\d\d\b/.test(name) || /^(\[n\]\.)?[_a-z][A-Za-z_]*(\.[_a-zA-Z]+)*$/.test(name);
}

/** The pointer of a property that the document names, or its status. */
export function locationOf(property: string): { status: string } | { pointer: string } {
  const status = /^([1-5]\d\d)\b/.exec(property)?.[1];
  if (status) return { status };
  return { pointer: `/${property.replace('[n].', '').split('.').join('/')}` };
}
