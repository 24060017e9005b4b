#!/usr/bin/env node
// The `yigong` command: builds when the sources changed, then runs dist/cli.mjs. Progress goes to stderr, answers to stdout.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './tools/prepare.mjs';

prepare({ say: (line) => process.stderr.write(`${line}\n`), output: 2 });
process.env.NODE_ENV ??= 'production';
process.setSourceMapsEnabled(true);
const [command, option] = process.argv.slice(2);
const program = command === 'start' && option === undefined ? 'server.mjs' : 'cli.mjs';
await import(pathToFileURL(join(root, 'dist', program)).href);
