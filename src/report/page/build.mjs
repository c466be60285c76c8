// Builds the page of a report without its data, as one HTML file, and writes it to standard output.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const read = (name) => readFileSync(path(name), 'utf8');

const styles = ['base.css', 'header.css', 'changes.css', 'operations.css', 'charts.css', 'fleet.css', 'print.css'];

const { output } = await build({
  input: path('main.tsx'),
  platform: 'browser',
  tsconfig: false,
  transform: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  write: false,
  output: { format: 'iife', minify: true, comments: false },
});
const license = readFileSync(new URL('LICENSE', import.meta.resolve('preact/package.json')), 'utf8');

// The replacements are functions because a text may contain `$&`.
process.stdout.write(
  read('page.html')
    .replace('/* styles */', () => styles.map(read).join(''))
    .replace('/* license */', () => license.trim())
    .replace('/* script */', () => output[0].code.trim()),
);
