import type { Database } from '#platform/database/transaction.ts';
import { createSetupLink } from '#platform/identity/setup-links.ts';
import { prepareDemo } from './prepare-demo.ts';
import type { Settings } from './settings.ts';

export interface ContentsRequest {
  readonly database: Database;
  readonly settings: Settings;
  readonly say: (line: string) => void;
}

/** Fills an empty database at the first start; returns the lines that tell how to sign in. */
export async function prepareContents({ database, settings, say }: ContentsRequest): Promise<string[]> {
  const rows = await database.query<{ empty: boolean }>('select not exists (select 1 from identity.account) as empty');
  if (!rows[0]?.empty) return [];
  if (settings.demo) return prepareDemo({ database, dataFolder: settings.dataFolder, say });
  const token = await createSetupLink(database);
  return [
    '首次启动：请用下面的一次性链接建立首个管理员 · first start: make the first administrator with this link, which works once',
    `  ${settings.tls === undefined ? 'http' : 'https'}://localhost:${settings.port}/setup?token=${token}`,
  ];
}
