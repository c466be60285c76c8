// @ts-nocheck
'use strict';

const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

// A clone runs from its sources, with tsx; the package contains the build and needs no tsx.
const sources = join(__dirname, '../src/cli/bin.ts');

async function start() {
  if (!existsSync(sources)) return import(pathToFileURL(join(__dirname, '../dist/src/cli/bin.js')).href);
  const { register } = await import('tsx/esm/api');
  register();
  return import(pathToFileURL(sources).href);
}

void start();
