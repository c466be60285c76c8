/** A statement of the migration document: it names an operation, or a property of it. */
export interface MigrationLine {
  /** Line number in the document. */
  line: number;
  /** Method and path, as the document writes them. */
  operation: string;
  /** A property or status that the line, or the text of its group, names. */
  property?: string;
}

const operationText = /`((?:GET|POST|PUT|PATCH|DELETE) \/[^`]*)`/g;
const quoted = /`([^`]+)`/g;

/**
 * Reads the migration document. Each operation that it names is one statement, and each property or status that it names
 * beside an operation is another. A line that names properties without an operation (`Change: …`) speaks of the
 * operations listed before it in the same section; other text between headings is not a statement.
 */
export function readMigrationLines(text: string): MigrationLine[] {
  const statements: MigrationLine[] = [];
  let group: string[] = [];
  let groupProperties: { line: number; property: string }[] = [];
  const endGroup = () => {
    for (const { line, property } of groupProperties)
      for (const operation of group) statements.push({ line, operation, property });
    group = [];
    groupProperties = [];
  };
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('#') || line.startsWith('-----')) endGroup();
    const number = index + 1;
    const operations = [...line.matchAll(operationText)].map(([, operation = '']) => operation.trim());
    const properties = [...line.matchAll(quoted)]
      .map(([, name = '']) => name.trim())
      .filter((name) => isPropertyOrStatus(name));
    for (const operation of operations) {
      statements.push({ line: number, operation });
      for (const property of properties) statements.push({ line: number, operation, property });
    }
    if (operations.length > 0 && !line.trimStart().startsWith('* **')) group.push(...operations);
    // The example in parentheses lists members of the object, not a change of each operation.
    if (operations.length === 0) groupProperties.push(...properties.map((property) => ({ line: number, property })));
  }
  endGroup();
  return statements;
}

/** `[n].metadata` and `_links.resend` are properties, `409 Conflict` is a status; `User` is the name of a schema. */
function isPropertyOrStatus(name: string): boolean {
  return /^[1-5]\d\d\b/.test(name) || /^(\[n\]\.)?[_a-z][A-Za-z_]*(\.[_a-zA-Z]+)*$/.test(name);
}

/** The pointer of a property that the document names, or its status. */
export function locationOf(property: string): { status: string } | { pointer: string } {
  const status = /^([1-5]\d\d)\b/.exec(property)?.[1];
  if (status) return { status };
  return { pointer: `/${property.replace('[n].', '').split('.').join('/')}` };
}
