#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Compiled code of earlier starts, beside the installed packages: a folder that others cannot write, unlike the system's temporary one.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/pinata', import.meta.url)));

const { run } = await import('./run.js');
const { processTerminal } = await import('./terminal.js');

// A reader that goes away, such as `head`, is no error of ours.
process.stdout.on('error', () => process.exit(0));
process.exitCode = await run(process.argv.slice(2), processTerminal());
