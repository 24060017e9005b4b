// `npm start`: prepares the clone, then becomes the server, so that signals of the terminal reach it directly.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

const PARENT_POLL_MS = 500;

const say = (line) => process.stdout.write(`${line}\n`);
prepare({ say });
process.env.NODE_ENV ??= 'production';
if (process.env.npm_lifecycle_event === 'start') endWithParent();
await import(pathToFileURL(join(root, 'dist', 'server.mjs')).href);

/**
 * npm runs us below a shell and passes on no SIGKILL: when npm is gone nobody can reach us from that terminal, so we
 * end cleanly.
 */
function endWithParent() {
  const parent = process.ppid;
  const npm = parentOf(parent);
  setInterval(() => {
    if (process.ppid !== parent || parentOf(parent) !== npm) process.kill(process.pid, 'SIGTERM');
  }, PARENT_POLL_MS).unref();
}

/** Fourth field of /proc/pid/stat, see proc(5); undefined on systems without it. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  } catch {
    return undefined;
  }
}
