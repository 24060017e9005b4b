import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { international } from '#platform/crypto/international.ts';
import type { MasterKey } from '#platform/crypto/master-key.ts';
import { national } from '#platform/crypto/national.ts';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import type { BackupKey } from './sealed-file.ts';

interface KeyFile {
  readonly keyId: string;
  readonly provider: 'national' | 'international';
  readonly master: string;
  readonly wrapped: string;
}

const FILE = 'backup-key.json';

/** The key of a backup folder: made on first use, wrapped by the master key, which must not lie in the same place. */
export async function openBackupKey(backupFolder: string, master: MasterKey): Promise<BackupKey> {
  const file = join(backupFolder, FILE);
  if (!existsSync(file)) await makeKey(file, backupFolder, master);
  const stored = JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
  const provider = stored.provider === 'national' ? national : international;
  try {
    return { keyId: stored.keyId, provider, key: await master.unwrap(Buffer.from(stored.wrapped, 'base64')) };
  } catch (error) {
    throw new StartUpFailure(
      'backup-key-differs',
      {
        zh: `备份由另一主密钥（${stored.master}）加密，当前主密钥（${master.name}）无法打开。请把原数据目录中的 keys/master.key 放回后重试。`,
        en: `The backup was sealed under another master key (${stored.master}) than this one (${master.name}). Put back the keys/master.key of the original data folder.`,
      },
      error,
    );
  }
}

async function makeKey(file: string, backupFolder: string, master: MasterKey): Promise<void> {
  mkdirSync(backupFolder, { recursive: true, mode: 0o700 });
  const wrapped = await master.wrap(randomBytes(international.keyBytes));
  const content: KeyFile = { keyId: randomBytes(9).toString('base64url'), provider: 'international', master: master.name, wrapped: wrapped.toString('base64') };
  try {
    writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  }
}
