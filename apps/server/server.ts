import type { AddressInfo } from 'node:net';
import { announceServer, withdrawServer } from '#platform/cli/local-server.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { keepCliClient } from './cli-access.ts';
import { composeHouse } from './compose.ts';
import { prepareContents } from './contents.ts';
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

/** Puts the server together: database, rooms, first contents. */
export async function composeServer({ settings, connectionString, say }: ComposeRequest): Promise<ComposedServer> {
  const database = openDatabase({ connectionString });
  const house = await composeHouse({ database });
  await keepCliClient(database, settings.dataFolder);
  let port = settings.port;
  const announcement = await prepareContents({ database, settings, say });
  return {
    announcement,
    listen: async ({ port: wanted, host }) => {
      await house.server.listen({ port: wanted, host: host ?? '::' });
      port = (house.server.server.address() as AddressInfo).port;
      house.start();
      announceServer(settings.dataFolder, { pid: process.pid, port });
      return port;
    },
    close: async () => {
      withdrawServer(settings.dataFolder);
      await house.stop();
      await database.end();
    },
  };
}
