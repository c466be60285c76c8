#!/usr/bin/env node
// @ts-nocheck
// Every version of Node.js must be able to read this file: it checks the version before anything else is loaded.
'use strict';

var message = require('./node-version.cjs')(process.versions.node);
if (message) {
  process.stderr.write(message + '\n');
  process.exitCode = 2;
} else require('./start.cjs');
