import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

/** Reads backups from there; each file is on this machine only while it is looked at. */
export function outsideSource({ name, s3, keyOf }: Outside, signal?: AbortSignal): BackupSource {
  const withFile: BackupSource['withFile'] = async (path, work) => {
    const aside = await mkdtemp(join(tmpdir(), 'yigong-outside-'));
    const file = join(aside, path);
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      if (!(await fetchFile(s3, { key: keyOf(path), file, signal }))) throw gone(path);
      return await work(file);
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  };
  return {
    name,
    names: (folder) => s3.listNames(keyOf(`${folder}/`)),
    withFile,
    read: (path) =>
      withFile(path, (file) => readFile(file)).catch((error: { code?: string }) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      }),
    // Its bytes are worth nothing; with the key gone the next run sends the file of the backup folder again.
    setAside: (path) => s3.remove(keyOf(path)),
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
  if (status === 404) return ['backup-store-refused', '请核对 YIGONG_BACKUP_S3_BUCKET，先在存储中建好该桶。', 'Check YIGONG_BACKUP_S3_BUCKET; make the bucket in the store first.'];
  if (status >= 400 && status < 500 && status !== 429 && status !== 408) return ['backup-store-refused', '请核对 YIGONG_BACKUP_S3_ENDPOINT、YIGONG_BACKUP_S3_REGION 与桶的配额。', 'Check YIGONG_BACKUP_S3_ENDPOINT, YIGONG_BACKUP_S3_REGION and the quota of the bucket.'];
  if (status === 0) return ['backup-store-away', '请检查网络、防火墙与 YIGONG_BACKUP_S3_ENDPOINT；线路过慢时也会如此。', 'Check the network, the firewall and YIGONG_BACKUP_S3_ENDPOINT; a line that is too slow looks the same.'];
  return ['backup-store-away', '存储繁忙或故障，请向其管理方了解。', 'The store is busy or broken: ask whoever runs it.'];
}
