import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { StoreFailure } from '#platform/files/outside-store/ask-again.ts';
import { openS3, type S3Client, type S3Settings } from '#platform/files/outside-store/s3.ts';
import { fetchFile } from '#platform/files/outside-store/s3-files.ts';
import { gone, type BackupSource } from '../source.ts';

export interface OutsideSettings extends S3Settings {
  /** Before every key; empty, or ends with `/`. */
  readonly prefix: string;
}

/** A store outside this machine that holds what the backup folder holds, under the same paths. */
export interface Outside {
  /** For people, without keys. */
  readonly name: string;
  readonly s3: S3Client;
  readonly keyOf: (path: string) => string;
}

/** A busy store is waited for: the pauses before the last try add up to a quarter of a minute. */
const PATIENCE = { attempts: 6, pauseMs: 500 } as const;

export const openOutside = (settings: OutsideSettings): Outside => ({
  name: `S3 ${settings.endpoint} ${settings.bucket}/${settings.prefix}`,
  s3: openS3({ ...PATIENCE, ...settings }),
  keyOf: (path) => settings.prefix + path,
});

/** What lies below a folder there, by path: its length in bytes. */
export async function lyingBelow({ s3, keyOf }: Pick<Outside, 's3' | 'keyOf'>, folder: string, signal?: AbortSignal): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const start = keyOf('').length;
  for await (const { key, bytes } of s3.list(keyOf(`${folder}/`), signal)) found.set(key.slice(start), bytes);
  return found;
}

/** Reads backups from there; each file is on this machine only while it is looked at. `nearer` is the backup folder from which a damaged one is sent again. */
export function outsideSource({ name, s3, keyOf }: Outside, { signal, nearer }: { signal?: AbortSignal | undefined; nearer?: string | undefined } = {}): BackupSource {
  // Only what the backup folder of this machine has: on a new machine even a damaged file stays, it may be the last one.
  const sendAgain = async (path: string): Promise<void> => (nearer !== undefined && existsSync(join(nearer, path)) ? s3.remove(keyOf(path)) : undefined);
  const withFile: BackupSource['withFile'] = async (path, work) => {
    const aside = await mkdtemp(join(tmpdir(), 'yigong-outside-'));
    // Never under its own path: that is a word of the store.
    const file = join(aside, 'file');
    try {
      if (!(await fetchFile(s3, { key: keyOf(path), file, signal }))) throw gone(path);
      return await work(file);
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  };
  return {
    name,
    placeOf: (path) => name + path,
    names: (folder) => s3.listNames(keyOf(`${folder}/`)),
    below: (folder) => lyingBelow({ s3, keyOf }, folder, signal),
    withFile,
    read: (path) =>
      withFile(path, (file) => readFile(file)).catch((error: { code?: string }) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      }),
    // With the key gone the next run sends the file of the backup folder.
    setAside: sendAgain,
    sendAgain,
  };
}

/** What an outside store did not do, with what to do about it; every other error as it is. */
export function storeFailureOf(error: unknown, { name }: Pick<Outside, 'name'>): unknown {
  if (!(error instanceof StoreFailure)) return error;
  const reason = /<Code>(\w+)<\/Code>/.exec(error.refusal)?.[1];
  const said = [error.status === 0 ? '' : String(error.status), reason ?? ''].filter((each) => each !== '').join(' ');
  const [code, zh, en] = explain(error.status, reason);
  return new StartUpFailure(code, {
    zh: `异地备份存储 ${name} ${said === '' ? '没有应答' : `应答 ${said}`}。${zh}本机备份不受影响，已传的部分保留，下次接着传。`,
    en: `The store of outside backups ${name} answered ${said === '' ? 'nothing' : said}. ${en} The backups on this machine are not touched; what was sent stays, and the next run goes on.`,
  }, error);
}

function explain(status: number, reason: string | undefined): ['backup-store-refused' | 'backup-store-away', string, string] {
  if (reason === 'RequestTimeTooSkewed') return ['backup-store-refused', '本机时钟与存储相差过大，请校时。', 'The clock of this machine differs too much from the store\'s: set it.'];
  if (status === 401 || status === 403) return ['backup-store-refused', '请核对 YIGONG_BACKUP_S3_KEY、YIGONG_BACKUP_S3_SECRET 及其对桶的读、写、列、删权限。', 'Check YIGONG_BACKUP_S3_KEY and YIGONG_BACKUP_S3_SECRET, and that they may read, write, list and delete in the bucket.'];
  if (status === 412) return ['backup-store-away', '读取期间该文件被替换，请重试。', 'The file was replaced while it was read: try again.'];
  if (status === 404) return ['backup-store-refused', '请核对 YIGONG_BACKUP_S3_BUCKET，先在存储中建好该桶。', 'Check YIGONG_BACKUP_S3_BUCKET; make the bucket in the store first.'];
  if (status >= 400 && status < 500 && status !== 429 && status !== 408) return ['backup-store-refused', '请核对 YIGONG_BACKUP_S3_ENDPOINT、YIGONG_BACKUP_S3_REGION 与桶的配额。', 'Check YIGONG_BACKUP_S3_ENDPOINT, YIGONG_BACKUP_S3_REGION and the quota of the bucket.'];
  if (status === 0) return ['backup-store-away', '请检查网络、防火墙与 YIGONG_BACKUP_S3_ENDPOINT；线路过慢时也会如此。', 'Check the network, the firewall and YIGONG_BACKUP_S3_ENDPOINT; a line that is too slow looks the same.'];
  return ['backup-store-away', '存储繁忙或故障，请向其管理方了解。', 'The store is busy or broken: ask whoever runs it.'];
}
