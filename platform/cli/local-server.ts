import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the `yigong` command on the same machine finds and enters the running server. Whoever reads the data folder owns the data anyway. */
const SERVER_FILE = 'server.json';
const CLIENT_FILE = 'cli-client.json';

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

export const withdrawServer = (dataFolder: string): void => rmSync(join(dataFolder, SERVER_FILE), { force: true });

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
