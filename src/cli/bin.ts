#!/usr/bin/env node
import { allowClosedOutput } from '../io/closed-output.js';
import { main } from './main.js';

allowClosedOutput();
process.exitCode = await main(process.argv.slice(2), { in: process.stdin, out: process.stdout, err: process.stderr });
