import { findCliClient, keepCliClientFile } from '#platform/cli/local-server.ts';
import type { Database } from '#platform/database/transaction.ts';
import { replaceClient, verifyClient } from '#platform/identity/machine/clients.ts';

const CLI_CLIENT = { clientId: 'yigong-cli', name: '本机命令行 · yigong command', scopes: ['system/*.cruds', 'api/*'] } as const;

/** Makes sure that the client of the `yigong` command exists and that the data folder holds its present secret. */
export async function keepCliClient(database: Database, dataFolder: string): Promise<void> {
  const kept = findCliClient(dataFolder);
  if (kept?.clientSecret !== undefined && (await verifyClient(database, kept.clientId, kept.clientSecret))) return;
  keepCliClientFile(dataFolder, await replaceClient(database, CLI_CLIENT));
}
