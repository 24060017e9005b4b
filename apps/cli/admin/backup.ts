import type { Command } from 'commander';
import type { Act, Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { openBackupKey, openKeyOf } from '#platform/database/backup/backup-key.ts';
import { noteCheck } from '#platform/database/backup/checks.ts';
import { drillRestore } from '#platform/database/backup/drill-restore.ts';
import { listBackupsOf, type Manifest } from '#platform/database/backup/manifest.ts';
import { verifyBackup } from '#platform/database/backup/verify-backup.ts';
import { restoreBackup, type RestoreRequest } from '#platform/database/backup/restore-backup.ts';
import { outsideSource, storeFailureOf } from '#platform/database/backup/outside/outside-store.ts';
import { folderSource, type BackupSource } from '#platform/database/backup/source.ts';
import { sizeOnDisk, takeBackup } from '#platform/database/backup/take-backup.ts';
import { findRunningSuperuser } from '#platform/database/embedded/launcher.ts';
import { masterKeyOf } from '#apps/server/master-key.ts';
import { objectsOf, outsideOf } from '#apps/server/backups/places.ts';
import { readSettings, type Settings } from '#apps/server/settings.ts';
import { restoreFiles } from './restore-files.ts';

const settingsOf = (cli: Cli): Settings => readSettings({ ...cli.environment, YIGONG_DATA_DIR: cli.dataFolder });

function backupFolderOf(settings: Settings, given: string | undefined): string {
  const folder = given ?? settings.backupFolder;
  if (folder !== undefined) return folder;
  throw new CliFailure('usage', { zh: '请用 --from 或 YIGONG_BACKUP_DIR 指定备份目录。', en: 'Name the backup folder with --from or YIGONG_BACKUP_DIR.' });
}

/** What `--from` names: a folder, or `outside` for the store of YIGONG_BACKUP_S3_…. */
function sourceOf(settings: Settings, given: string | undefined): BackupSource {
  if (given !== 'outside') return folderSource(backupFolderOf(settings, given));
  const outside = outsideOf(settings);
  if (outside !== undefined) return outsideSource(outside, { nearer: settings.backupFolder });
  throw new CliFailure('usage', { zh: '未设置异地存储，请设置 YIGONG_BACKUP_S3_ENDPOINT 等。', en: 'No store outside is set: set YIGONG_BACKUP_S3_ENDPOINT and what belongs to it.' });
}

/** What a store outside refuses or does not answer is told with what to do about it. */
const telling = <Options>(work: (cli: Cli, options: Options) => Promise<void>) => async (cli: Cli, options: Options): Promise<void> => {
  const settings = settingsOf(cli);
  await work(cli, options).catch((error: unknown) => {
    throw settings.backupOutside === undefined ? error : storeFailureOf(error, outsideOf(settings)!);
  });
};

const FROM = '备份目录，或 outside（异地存储）· backup folder, or outside';

export const backupCommands: CommandGroup = {
  name: 'backup',
  summary: '备份内置数据库和影像文件 · back up the embedded database and the image files',
  register: (group, act) => {
    group.command('take').description('立即备份（服务运行时）· take a backup now, while the server runs').action(act(take));
    group.command('verify').description('核对备份：逐个读取，异地存储默认按清单核对 · check a backup: every file read, of a store outside its lists')
      .option('--from <folder>', FROM).option('--id <backup>', '备份编号（默认最新）· which backup')
      .option('--depth <depth>', 'listed：按清单核对是否齐全；read：逐个读取核对 · whether each is listed, or each read against its hash')
      .option('--keys <folder>', '主密钥所在目录 · folder of master.key').action(act(telling(verify)));
    group.command('drill').description('恢复演练：恢复到临时数据库并逐行核对 · restore into a scratch database and compare every row')
      .option('--from <folder>', FROM).option('--id <backup>', '备份编号（默认最新）· which backup')
      .option('--keys <folder>', '主密钥所在目录 · folder of master.key').action(act(telling(drill)));
    group.command('list').description('列出备份 · list backups').option('--from <folder>', FROM).action(act(telling(list)));
  },
};

export const restoreCommands: CommandGroup = { name: 'restore', summary: '恢复到新的数据目录 · restore into a new data folder', register: registerRestore };

function registerRestore(command: Command, act: Act): void {
  command
    .option('--from <folder>', `${FROM}（默认 YIGONG_BACKUP_DIR）`)
    .option('--id <backup>', '备份编号（默认最近的合适备份）· which backup')
    .option('--until <moment>', '恢复到：latest、backup 或时刻 2026-11-22T10:00:00+08:00 · go back to', 'latest')
    .option('--keys <folder>', '主密钥所在目录（默认数据目录下 keys）· folder of master.key')
    .option('--only-files', '数据库已恢复，只取回缺失或损坏的影像文件 · the database is there: bring back files that are missing or damaged')
    .action(act(telling(restore)));
}

async function take(cli: Cli): Promise<void> {
  const settings = settingsOf(cli);
  const backupFolder = backupFolderOf(settings, undefined);
  const connectionString = settings.databaseUrl === undefined ? findRunningSuperuser(settings.dataFolder) : undefined;
  if (connectionString === undefined) {
    throw new CliFailure('server-away', {
      zh: '只备份正在运行的内置数据库。请先启动服务；外部数据库（DATABASE_URL）请用其自带的备份工具。',
      en: 'Only an embedded database that runs is backed up. Start the server; for a database of DATABASE_URL use its own tools.',
    });
  }
  const key = await openBackupKey(backupFolder, masterKeyOf(settings));
  const ending = new AbortController();
  const cancel = (): void => {
    cli.output.say('正在取消，已复制的影像文件保留，下次继续 · cancelling; copied image files stay, the next run goes on');
    ending.abort();
  };
  process.once('SIGINT', cancel).once('SIGTERM', cancel);
  const manifest = await takeBackup({
    connectionString, dataFolder: settings.dataFolder, backupFolder, key, keep: settings.backupKeep, objects: objectsOf(cli.environment), signal: ending.signal, say: cli.output.say,
  }).catch((error: unknown) => {
    throw ending.signal.aborted ? new CliFailure('partly-done', { zh: '备份已取消，未生成新的备份。', en: 'The backup was cancelled; there is no new backup.' }) : error;
  });
  process.off('SIGINT', cancel).off('SIGTERM', cancel);
  const seconds = (Date.parse(manifest.finishedAt) - Date.parse(manifest.startedAt)) / 1000;
  cli.output.print({
    id: manifest.id, restorePointAt: manifest.restorePointAt, bytes: manifest.bytes, bytesOnDisk: sizeOnDisk(backupFolder, manifest), tables: manifest.tables.length,
    ...filesOf(manifest), seconds,
  });
}

function filesOf({ objects }: Manifest): Record<string, string | number> {
  const places = objects?.places ?? [];
  return {
    imageFiles: places.reduce((sum, { files }) => sum + files, 0),
    imageBytes: places.reduce((sum, { bytes }) => sum + bytes, 0),
    ...Object.fromEntries((objects?.outside ?? []).map(({ name, store, note }) => [name, `${store}: ${note}`])),
  };
}

async function verify(cli: Cli, options: { from?: string; id?: string; keys?: string; depth?: string }): Promise<void> {
  const settings = settingsOf(cli);
  const depth = depthOf(options);
  const source = sourceOf(settings, options.from);
  const manifest = await findBackup(source, options.id);
  const key = await openKeyOf(source, masterKeyOf(settings, options.keys));
  const begin = Date.now();
  const { wrong, wrongCount, ...counts } = await verifyBackup({ source, key, places: objectsOf({}).places, depth, say: cli.output.say }, manifest);
  const seconds = (Date.now() - begin) / 1000;
  note(settings, options.from, { id: manifest.id, check: { kind: depth === 'read' ? 'files' : 'listed', seconds, count: counts.files + counts.segments + counts.objects, wrong: wrongCount } });
  cli.output.print({ id: manifest.id, depth, ...counts, wrong: wrongCount, seconds });
  if (wrong.length > 0) throw new CliFailure('needs-mending', wrongText(source, manifest), wrong);
}

/** To read everything of a store outside costs a request a file and all its bytes: only when asked for. */
function depthOf({ depth, from }: { depth?: string; from?: string }): 'listed' | 'read' {
  if (depth === 'listed' || depth === 'read') return depth;
  if (depth === undefined) return from === 'outside' ? 'listed' : 'read';
  throw new CliFailure('usage', { zh: `--depth 只能是 listed 或 read，而不是 ${depth}。`, en: `--depth is listed or read, not ${depth}.` });
}

const wrongText = ({ name }: BackupSource, { id }: Manifest) => ({
  zh: `${name} 的备份 ${id} 中有文件缺失或损坏。请立即重新备份；本机仍有的文件会由服务自动补传到异地。`,
  en: `Files of the backup ${id} in ${name} are missing or damaged. Take another one now; what the backup folder of the server has is sent outside again by itself.`,
});

async function findBackup(source: BackupSource, id: string | undefined): Promise<Manifest> {
  const damaged: string[] = [];
  const manifest = (await listBackupsOf(source, (place) => void damaged.push(place))).filter((each) => id === undefined || each.id === id).at(-1);
  if (manifest === undefined) throw new CliFailure('not-found', { zh: `${source.name} 中没有这份备份。`, en: `There is no such backup in ${source.name}.` }, damaged.map((place) => `清单损坏 damaged manifest: ${place}`));
  return manifest;
}

/** The operations page shows it, when the backup is one of this house. */
function note(settings: Settings, from: string | undefined, { id, check }: { id: string; check: Omit<Parameters<typeof noteCheck>[2], 'at' | 'where'> }): void {
  const where = from === 'outside' ? 'outside' : 'folder';
  if (settings.backupFolder !== undefined && (where === 'outside' || from === undefined || from === settings.backupFolder)) noteCheck(settings.backupFolder, id, { ...check, where, at: new Date().toISOString() });
}

async function drill(cli: Cli, options: { from?: string; id?: string; keys?: string }): Promise<void> {
  const settings = settingsOf(cli);
  const source = sourceOf(settings, options.from);
  const { id } = await findBackup(source, options.id);
  const key = await openKeyOf(source, masterKeyOf(settings, options.keys));
  const { seconds: parts, ...report } = await drillRestore({ source, key, dataFolder: settings.dataFolder, id, say: cli.output.say });
  const seconds = parts.copy + parts.verify + parts.replay;
  note(settings, options.from, { id, check: { kind: 'rows', seconds, count: report.rows, wrong: 0 } });
  cli.output.print({ ...report, copySeconds: parts.copy, verifySeconds: parts.verify, replaySeconds: parts.replay });
}

async function list(cli: Cli, options: { from?: string }): Promise<void> {
  const settings = settingsOf(cli);
  const onDisk = (manifest: Manifest): number | null => (options.from === 'outside' ? null : sizeOnDisk(backupFolderOf(settings, options.from), manifest));
  cli.output.table(
    (await listBackupsOf(sourceOf(settings, options.from), (place) => cli.output.say(`清单损坏 damaged manifest: ${place}`))).map((manifest) => ({ id: manifest.id, at: manifest.restorePointAt, bytes: manifest.bytes, onDisk: onDisk(manifest), tables: manifest.tables.length })),
    { id: '编号 · id', at: '恢复点 · restore point', bytes: '字节 · bytes', onDisk: '占用 · on disk', tables: '表 · tables' },
  );
}

async function restore(cli: Cli, options: { from?: string; id?: string; until: string; keys?: string; onlyFiles?: boolean }): Promise<void> {
  const settings = settingsOf(cli);
  const source = sourceOf(settings, options.from);
  const key = await openKeyOf(source, masterKeyOf(settings, options.keys));
  const until = untilOf(options.until);
  const files = { source, key, dataFolder: settings.dataFolder, say: cli.output.say };
  if (options.onlyFiles) return restoreFiles(cli, { ...files, at: until instanceof Date ? until : new Date(), id: options.id });
  const request: RestoreRequest = { ...files, until, ...(options.id === undefined ? {} : { id: options.id }) };
  const report = await restoreBackup(request);
  cli.output.print({ ...report, seconds: undefined, copySeconds: report.seconds.copy, verifySeconds: report.seconds.verify, replaySeconds: report.seconds.replay });
  const at = until instanceof Date ? until : until === 'backup' ? new Date(report.restorePointAt) : new Date();
  await restoreFiles(cli, { ...files, at, id: report.id });
}

function untilOf(text: string): RestoreRequest['until'] {
  if (text === 'latest' || text === 'backup') return text;
  const moment = new Date(text);
  if (/(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(moment.getTime())) return moment;
  throw new CliFailure('usage', { zh: `时刻须带时区：2026-11-22T10:00:00+08:00，而不是 ${text}`, en: `A moment with its zone is expected, such as 2026-11-22T10:00:00+08:00, not ${text}` });
}
