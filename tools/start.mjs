// `npm start`: prepares the clone, then becomes the server, so that signals of the terminal reach it directly.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

const PARENT_POLL_MS = 500;

const say = (line) => process.stdout.write(`${line}\n`);
prepare({ say });
process.env.NODE_ENV ??= 'production';
process.setSourceMapsEnabled(true);
if (process.env.npm_lifecycle_event === 'start') endWithParent();
await import(pathToFileURL(join(root, 'dist', 'server.mjs')).href);

/** npm passes on no SIGKILL: when it is gone nobody can reach us from that terminal, so we end cleanly. */
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, PARENT_POLL_MS).unref();
}
