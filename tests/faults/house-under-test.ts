import { findRunningDatabase } from '#platform/database/embedded/launcher.ts';
import { readPostmaster } from '#platform/database/embedded/postmaster-file.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { Database } from '#platform/database/transaction.ts';
import { openConnection, type Connection } from '#platform/cli/connection.ts';
import { createDataFolder, startServer, type ServerUnderTest } from './server-under-test.ts';

/** A server with its own data folder that is killed and started again; connections follow it to its present port. */
export interface HouseUnderTest {
  readonly folder: string;
  /** A connection as the machine client of the command line, acting for one organisation or for all. */
  connect(organisationId?: string): Connection;
  /** Owner connection, to look past the server; the caller ends it. */
  openOwner(): Database;
  /** Pid of the database process. */
  postmaster(): number;
  present(): ServerUnderTest;
  start(): Promise<string>;
  killServer(): Promise<void>;
  close(): Promise<void>;
}

export function openHouseUnderTest(): HouseUnderTest {
  const folder = createDataFolder();
  const servers: ServerUnderTest[] = [];
  const present = (): ServerUnderTest => {
    const last = servers.at(-1);
    if (last === undefined) throw new Error('no server was started');
    return last;
  };
  return {
    folder: folder.path,
    connect: (organisationId) => openConnection({ dataFolder: folder.path, organisationId, environment: {} }),
    openOwner: () => {
      const connectionString = findRunningDatabase(folder.path);
      if (connectionString === undefined) throw new Error('no running database');
      return openDatabase({ connectionString, as: 'owner', connectionsMax: 2 });
    },
    postmaster: () => readPostmaster(folder.database)?.pid ?? 0,
    present,
    start: () => {
      servers.push(startServer({ YIGONG_DATA_DIR: folder.path, HOST: '127.0.0.1' }));
      return present().ready();
    },
    killServer: async () => {
      present().kill('SIGKILL');
      await present().ended();
    },
    close: async () => {
      for (const server of servers) server.kill('SIGTERM');
      await Promise.all(servers.map((server) => server.ended()));
      folder.remove();
    },
  };
}
