import Fastify from 'fastify';
import { openDatabase } from '#platform/database/pool.ts';
import type { Settings } from './settings.ts';

export interface ComposeRequest {
  readonly settings: Settings;
  /** Of the database owner. */
  readonly connectionString: string;
  /** One line of progress before the ready line. */
  readonly say: (line: string) => void;
}

/** What `main.ts` needs of the whole server. */
export interface ComposedServer {
  /** Printed just before the ready line: how to sign in. */
  readonly announcement: readonly string[];
  /** Returns the port taken. */
  listen(address: { port: number; host: string | undefined }): Promise<number>;
  /** Finishes the requests under way, then ends everything that was opened. */
  close(): Promise<void>;
}

/** Puts the server together. Stand-in until the lead's composition: only the two health routes. */
export async function composeServer({ connectionString }: ComposeRequest): Promise<ComposedServer> {
  const database = openDatabase({ connectionString });
  const app = Fastify();
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async () => {
    await database.query('select 1');
    return { status: 'ready' };
  });
  return {
    announcement: [],
    listen: async ({ port, host }) => {
      await app.listen({ port, host: host ?? '::' });
      return (app.server.address() as { port: number }).port;
    },
    close: async () => {
      await app.close();
      await database.end();
    },
  };
}
