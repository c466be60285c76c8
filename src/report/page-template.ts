import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ownFile } from '../io/files.js';
import { output } from '../io/output.js';

/** The page without its data. The package contains it; a clone builds it whenever its sources change. */
export function pageTemplate(): string {
  const sources = ownFile('src', 'report', 'page');
  if (!existsSync(sources)) return readFileSync(ownFile('dist', 'page.html'), 'utf8');
  const cached = ownFile('node_modules', '.okta-contracts', `page-${versionOf(sources)}.html`);
  if (existsSync(cached)) return readFileSync(cached, 'utf8');
  const page = execFileSync(process.execPath, [join(sources, 'build.mjs')], { encoding: 'utf8' });
  keep(cached, page);
  return page;
}

/** What the page is built from, besides its folder: package.json pins the libraries. */
const inputs = ['package.json', 'src/io/counts.ts'];

/** A hash of everything that the page is built from. */
function versionOf(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
  for (const file of [...inputs.map((input) => ownFile(input)), ...files]) hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** Several processes can write the file at the same time. */
function keep(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    output.writeFile(temporary, text);
    renameSync(temporary, file);
  } catch {
    // The folder is read-only: the next run builds the page again.
  }
}
