/** Names that reports and histories of version 1 have for what is called otherwise since version 2. */
// @ts-nocheck

const renamed: Record<string, string> = {
  likeness: 'editionMatch',
  alike: 'same',
  untold: 'unknown',
  judgement: 'policyResult',
  stillAsBefore: 'notApplied',
};
/** Properties whose values were renamed as well. */
const renamedValues: Record<string, Record<string, string>> = {
  likeness: { alike: 'same', untold: 'unknown' },
  state: { 'still as before': 'not applied' },
};

/** A report, or a line of a history, of an earlier version in the current format. Everything else is returned as it is. */
export function upgrade(data: unknown): unknown {
  const { version } = (data ?? {}) as { version?: unknown };
  return version === 1 ? { ...(rename(data) as object), version: 2 } : data;
}

function rename(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(rename);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      nameOf(name),
      typeof value === 'string'
        ? (renamedValues[name]?.[value] ?? value)
        : name === 'history'
          ? historyOf(value)
          : rename(value),
    ]),
  );
}

/** A report contains the history that it was made with, each line with a version of its own. */
function historyOf(value: unknown): unknown {
  return Array.isArray(value) ? value.map(upgrade) : value;
}

function nameOf(name: string): string {
  return Object.hasOwn(renamed, name) ? (renamed[name] ?? name) : name;
}
