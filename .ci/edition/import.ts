export async function importEdition(
  _file: string,
  _options: { name?: string; previous?: string; dryRun?: true },
): Promise<void> {}
