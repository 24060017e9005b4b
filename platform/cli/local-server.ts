import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ListenerState } from '#platform/http/listening.ts';

/** How the `yigong` command on the same machine finds and enters the running server. Whoever reads the data folder owns the data anyway. */
const SERVER_FILE = 'server.json';
const CLIENT_FILE = 'cli-client.json';
const LISTENERS_FILE = 'listeners.json';

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  /** Where it speaks HTTPS: the address that its certificate names. */
  readonly url?: string;
}

export interface CliClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Undefined also where the file was left behind by a killed server. */
export function findRunningServer(dataFolder: string): RunningServer | undefined {
  const server = readJson<RunningServer>(join(dataFolder, SERVER_FILE));
  return server !== undefined && isAlive(server.pid) ? server : undefined;
}

export const urlOf = ({ url, port }: RunningServer): string => url ?? `http://localhost:${port}`;

export const findCliClient = (dataFolder: string): CliClient | undefined => readJson<CliClient>(join(dataFolder, CLIENT_FILE));

export const keepCliClientFile = (dataFolder: string, client: CliClient): void => writePrivately(dataFolder, CLIENT_FILE, client);

export const announceServer = (dataFolder: string, server: RunningServer): void => writePrivately(dataFolder, SERVER_FILE, server);

export function withdrawServer(dataFolder: string): void {
  for (const name of [SERVER_FILE, LISTENERS_FILE]) rmSync(join(dataFolder, name), { force: true });
}

/** The ports beside the one port, known to every process of the house by this file. */
export const announceListeners = (dataFolder: string, listeners: readonly ListenerState[]): void => writePrivately(dataFolder, LISTENERS_FILE, listeners);

export const readListeners = (dataFolder: string): readonly ListenerState[] => readJson<ListenerState[]>(join(dataFolder, LISTENERS_FILE)) ?? [];

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

function readJson<Value>(file: string): Value | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Value;
  } catch {
    return undefined;
  }
}

function writePrivately(folder: string, name: string, value: unknown): void {
  mkdirSync(folder, { recursive: true });
  // Removed first, because `mode` counts only for a file that is made.
  rmSync(join(folder, name), { force: true });
  writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
}
