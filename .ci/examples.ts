// Writes the example responses of the package, one file per edition. Usage: npm run build, which calls it
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '../src/contract/catalogue.js';
import { loadSamples } from '../test/contract/read-samples.js';
import { exampleResponses } from './example-responses.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const catalogue = loadCatalogue();
const samples = loadSamples(join(root, 'contracts'), catalogue.schemas);
const folder = join(root, 'dist/examples');
mkdirSync(folder, { recursive: true });
const { edition, previous } = catalogue.edition;
for (const one of [edition, previous])
  writeFileSync(join(folder, `${one}.json`), `${JSON.stringify(exampleResponses(catalogue, samples, one))}\n`);
