import { fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection, type Answered } from './connection.ts';
import { CONCURRENCY_MAX } from './house.ts';
import type { Statement } from './statements.ts';

/** `plain-server.ts` in a process of its own, beside the bundle of the bench. */
export interface PlainHouse {
  readonly pid: number;
  /** Runs the statement of that number and sends what it found. */
  request(worker: number, statement: number): Promise<Answered>;
  close(): void;
}

export async function openPlainHouse(connectionString: string, statements: readonly Statement[]): Promise<PlainHouse> {
  const child = fork(join(dirname(fileURLToPath(import.meta.url)), 'bench-plain-server.mjs'), { env: { ...process.env, NODE_ENV: 'production' } });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (told) => resolve(told as number));
    child.once('exit', () => reject(new Error('the plain server ended')));
    child.send({ connectionString, connections: CONCURRENCY_MAX, statements });
  });
  const connections: Connection[] = [];
  return {
    pid: child.pid ?? 0,
    request: async (worker, statement) => {
      const answer = await (connections[worker] ??= await Connection.open(`http://127.0.0.1:${port}`)).send({ path: `/${statement}` });
      if (answer.status !== 200) throw new Error(`the plain server was answered ${answer.status}`);
      return answer;
    },
    close: () => {
      for (const connection of connections) connection.close();
      child.disconnect();
    },
  };
}
