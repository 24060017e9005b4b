import { readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '#platform/database/transaction.ts';
import { replaceClient, verifyClient } from '#platform/identity/clients.ts';

/** How the `yigong` command on the same machine finds and enters the running server. Whoever reads the data folder owns the data anyway. */
export const SERVER_FILE = 'server.json';
export const CLI_CLIENT_FILE = 'cli-client.json';

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
}

export interface CliClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

const CLI_CLIENT = { clientId: 'yigong-cli', name: '本机命令行 · yigong command', scopes: ['system/*.cruds', 'api/*'] } as const;

/** Makes sure that the command's client exists and that the file holds its present secret. */
export async function keepCliClient(database: Database, dataFolder: string): Promise<void> {
  const kept = readJson<CliClient>(join(dataFolder, CLI_CLIENT_FILE));
  if (kept?.clientSecret !== undefined && (await verifyClient(database, kept.clientId, kept.clientSecret))) return;
  writePrivately(dataFolder, CLI_CLIENT_FILE, await replaceClient(database, CLI_CLIENT));
}

export function announceServer(dataFolder: string, server: RunningServer): void {
  writePrivately(dataFolder, SERVER_FILE, server);
}

export function withdrawServer(dataFolder: string): void {
  rmSync(join(dataFolder, SERVER_FILE), { force: true });
}

export const findRunningServer = (dataFolder: string): RunningServer | undefined => {
  const server = readJson<RunningServer>(join(dataFolder, SERVER_FILE));
  return server !== undefined && isAlive(server.pid) ? server : undefined;
};

export const findCliClient = (dataFolder: string): CliClient | undefined => readJson<CliClient>(join(dataFolder, CLI_CLIENT_FILE));

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
