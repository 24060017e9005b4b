import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { layOnce } from '#platform/crypto/key-file.ts';
import { international } from '#platform/crypto/international.ts';
import type { MasterKey } from '#platform/crypto/master-key.ts';
import { national } from '#platform/crypto/national.ts';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import type { BackupKey } from './sealed-file.ts';
import { folderSource, type BackupSource } from './source.ts';

interface KeyFile {
  readonly keyId: string;
  readonly provider: 'national' | 'international';
  readonly master: string;
  readonly wrapped: string;
}

export const KEY_FILE = 'backup-key.json';

/** The key of a backup folder: made on first use, wrapped by the master key, which must not lie in the same place. */
export async function openBackupKey(backupFolder: string, master: MasterKey): Promise<BackupKey> {
  const file = join(backupFolder, KEY_FILE);
  if (!existsSync(file)) await makeKey(file, master);
  return openKeyOf(folderSource(backupFolder), master);
}

/** The key of what was backed up there before. */
export async function openKeyOf(source: BackupSource, master: MasterKey): Promise<BackupKey> {
  const text = await source.read(KEY_FILE);
  if (text === undefined) throw noBackupThere(source);
  const stored = JSON.parse(text.toString('utf8')) as KeyFile;
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

function noBackupThere({ name }: BackupSource): StartUpFailure {
  return new StartUpFailure('backup-not-found', {
    zh: `${name} 中没有本平台的备份。请检查位置（--from、YIGONG_BACKUP_DIR 或 YIGONG_BACKUP_S3_…）。`,
    en: `There is no backup of this platform in ${name}. Check the place (--from, YIGONG_BACKUP_DIR or YIGONG_BACKUP_S3_…).`,
  });
}

async function makeKey(file: string, master: MasterKey): Promise<void> {
  const wrapped = await master.wrap(randomBytes(international.keyBytes));
  const content: KeyFile = { keyId: randomBytes(9).toString('base64url'), provider: 'international', master: master.name, wrapped: wrapped.toString('base64') };
  layOnce(file, `${JSON.stringify(content, null, 2)}\n`);
}
