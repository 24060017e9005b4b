import type { Command } from 'commander';
import type { Act, Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { openBackupKey } from '#platform/database/backup/backup-key.ts';
import { listBackups, type Manifest } from '#platform/database/backup/manifest.ts';
import { verifyBackup } from '#platform/database/backup/verify-backup.ts';
import { restoreBackup, type RestoreRequest } from '#platform/database/backup/restore-backup.ts';
import { sizeOnDisk, takeBackup } from '#platform/database/backup/take-backup.ts';
import { findRunningSuperuser } from '#platform/database/embedded/launcher.ts';
import { masterKeyOf } from '#apps/server/master-key.ts';
import { objectsOf } from '#apps/server/backups.ts';
import { readSettings, type Settings } from '#apps/server/settings.ts';
import { restoreFiles } from './restore-files.ts';

const settingsOf = (cli: Cli): Settings => readSettings({ ...cli.environment, YIGONG_DATA_DIR: cli.dataFolder });

function backupFolderOf(settings: Settings, given: string | undefined): string {
  const folder = given ?? settings.backupFolder;
  if (folder !== undefined) return folder;
  throw new CliFailure('usage', { zh: '请用 --to 或 YIGONG_BACKUP_DIR 指定备份目录。', en: 'Name the backup folder with --from or YIGONG_BACKUP_DIR.' });
}

export const backupCommands: CommandGroup = {
  name: 'backup',
  summary: '备份内置数据库和影像文件 · back up the embedded database and the image files',
  register: (group, act) => {
    group.command('take').description('立即备份（服务运行时）· take a backup now, while the server runs').action(act(take));
    group.command('verify').description('逐个读取备份文件并核对 · read every file of a backup against its hash')
      .option('--from <folder>', '备份目录 · backup folder').option('--id <backup>', '备份编号（默认最新）· which backup')
      .option('--keys <folder>', '主密钥所在目录 · folder of master.key').action(act(verify));
    group.command('list').description('列出备份 · list backups').option('--from <folder>', '备份目录 · backup folder').action(act(list));
  },
};

export const restoreCommands: CommandGroup = { name: 'restore', summary: '恢复到新的数据目录 · restore into a new data folder', register: registerRestore };

function registerRestore(command: Command, act: Act): void {
  command
    .option('--from <folder>', '备份目录（默认 YIGONG_BACKUP_DIR）· backup folder')
    .option('--id <backup>', '备份编号（默认最近的合适备份）· which backup')
    .option('--until <moment>', '恢复到：latest、backup 或时刻 2026-11-22T10:00:00+08:00 · go back to', 'latest')
    .option('--keys <folder>', '主密钥所在目录（默认数据目录下 keys）· folder of master.key')
    .option('--only-files', '数据库已恢复，只取回缺失或损坏的影像文件 · the database is there: bring back files that are missing or damaged')
    .action(act(restore));
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

async function verify(cli: Cli, options: { from?: string; id?: string; keys?: string }): Promise<void> {
  const settings = settingsOf(cli);
  const backupFolder = backupFolderOf(settings, options.from);
  const manifest = listBackups(backupFolder).filter(({ id }) => options.id === undefined || id === options.id).at(-1);
  if (manifest === undefined) throw new CliFailure('not-found', { zh: '没有这份备份。', en: 'There is no such backup.' });
  const key = await openBackupKey(backupFolder, masterKeyOf(settings, options.keys));
  const begin = Date.now();
  const { wrong, ...counts } = await verifyBackup({ backupFolder, key, places: objectsOf({}).places, say: cli.output.say }, manifest);
  cli.output.print({ id: manifest.id, ...counts, wrong: wrong.length, seconds: (Date.now() - begin) / 1000 });
  if (wrong.length > 0) throw new CliFailure('needs-mending', { zh: '备份中有文件缺失或损坏，请立即重新备份。', en: 'Files of the backup are missing or damaged. Take another one now.' }, wrong);
}

async function list(cli: Cli, options: { from?: string }): Promise<void> {
  const backupFolder = backupFolderOf(settingsOf(cli), options.from);
  cli.output.table(
    listBackups(backupFolder).map((manifest) => ({ id: manifest.id, at: manifest.restorePointAt, bytes: manifest.bytes, onDisk: sizeOnDisk(backupFolder, manifest), tables: manifest.tables.length })),
    { id: '编号 · id', at: '恢复点 · restore point', bytes: '字节 · bytes', onDisk: '占用 · on disk', tables: '表 · tables' },
  );
}

async function restore(cli: Cli, options: { from?: string; id?: string; until: string; keys?: string; onlyFiles?: boolean }): Promise<void> {
  const settings = settingsOf(cli);
  const backupFolder = backupFolderOf(settings, options.from);
  const key = await openBackupKey(backupFolder, masterKeyOf(settings, options.keys));
  const until = untilOf(options.until);
  const files = { backupFolder, key, dataFolder: settings.dataFolder, say: cli.output.say };
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
