import { fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONCURRENCY_MAX } from './house.ts';
import type { Statement } from './statements.ts';

/** `plain-server.ts` in a process of its own, beside the bundle of the bench. */
export interface PlainHouse {
  readonly pid: number;
  /** `/3` answers what the fourth statement finds. */
  readonly url: string;
  close(): void;
}

export async function openPlainHouse(connectionString: string, statements: readonly Statement[]): Promise<PlainHouse> {
  const child = fork(join(dirname(fileURLToPath(import.meta.url)), 'bench-plain-server.mjs'), { env: { ...process.env, NODE_ENV: 'production' } });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (told) => resolve(told as number));
    child.once('exit', () => reject(new Error('the plain server ended')));
    child.send({ connectionString, connections: CONCURRENCY_MAX, statements });
  });
  return { pid: child.pid ?? 0, url: `http://127.0.0.1:${port}`, close: () => child.disconnect() };
}
