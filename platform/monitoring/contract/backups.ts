import { z } from 'zod';
import { command, query } from '#platform/kernel/contract.ts';

const textSchema = z.object({ zh: z.string(), en: z.string() });
const whereSchema = z.enum(['folder', 'outside']);
const depthSchema = z.enum(['listed', 'read']);

const workSchema = z.object({
  id: z.string(),
  kind: z.enum(['take', 'verify', 'drill']),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  where: whereSchema,
  /** Of a check: whether each file is looked for in the lists, or read against its hash. */
  depth: depthSchema.nullable(),
  /** At what it is; null before it began and after it ended. */
  stage: z.enum(['taking', 'sending', 'verifying', 'restoring']).nullable(),
  done: z.number(),
  total: z.number().nullable(),
  isCancelRequested: z.boolean(),
  /** The daily one, which nobody asked for. */
  isScheduled: z.boolean(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  /** Of which backup. */
  backupId: z.string().nullable(),
  seconds: z.number().nullable(),
  /** Files or rows that were looked at, and files that are wrong with the names of the first. */
  count: z.number().nullable(),
  wrong: z.number().nullable(),
  names: z.array(z.string()),
  /** Up to which moment the drill came. */
  reachedAt: z.string().nullable(),
  /** What failed and what to do; the code alone where nothing better is known. */
  problem: textSchema.nullable(),
});
export type BackupWorkView = z.infer<typeof workSchema>;

const backupSchema = z.object({
  id: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  restorePointAt: z.string(),
  bytes: z.number(),
  bytesOnDisk: z.number(),
  tables: z.number(),
  rows: z.number(),
  files: z.number(),
  missing: z.number(),
  isOutside: z.boolean(),
  checks: z.array(z.object({ kind: z.enum(['listed', 'files', 'rows']), where: whereSchema, at: z.string(), seconds: z.number(), count: z.number(), wrong: z.number() })),
});
export type BackupView = z.infer<typeof backupSchema>;

export const getBackups = query({
  name: 'getBackups',
  path: '/monitoring/backups',
  permission: 'monitoring.read',
  summary: { zh: '查看备份、核对与恢复演练的状况', en: 'Show backups, their checks and restore drills' },
  input: z.object({}),
  output: z.object({
    /** Null where this server takes no backups: no folder is set, or the database is another server's. */
    here: z
      .object({
        folder: z.string(),
        keep: z.number(),
        freeBytes: z.number().nullable(),
        nextAt: z.string(),
        /** By the age of the newest one. */
        age: z.enum(['good', 'watch', 'bad', 'unknown']),
        reachFrom: z.string().nullable(),
        reachUntil: z.string().nullable(),
        backups: z.array(backupSchema),
        outside: z
          .object({
            place: z.string(),
            keep: z.number(),
            age: z.enum(['good', 'watch', 'bad', 'unknown']),
            at: z.string().nullable(),
            failure: z.object({ since: z.string(), text: textSchema }).nullable(),
            logUntil: z.string().nullable(),
            newestAt: z.string().nullable(),
            reachFrom: z.string().nullable(),
            count: z.number(),
          })
          .nullable(),
      })
      .nullable(),
    /** What is under way or waits, and the last of each kind; newest first. */
    work: z.array(workSchema),
  }),
});

const started = z.object({ id: z.string() });

export const takeBackup = command({
  name: 'takeBackup',
  path: '/monitoring/backups/take',
  permission: 'monitoring.take-backup',
  event: 'monitoring.backup-asked',
  summary: { zh: '立即备份', en: 'Take a backup now' },
  input: z.object({}),
  output: started,
});

export const verifyBackup = command({
  name: 'verifyBackup',
  path: '/monitoring/backups/verify',
  permission: 'monitoring.verify-backup',
  event: 'monitoring.backup-check-asked',
  summary: { zh: '核对最新备份的文件：按清单核对是否齐全，或逐个读取核对', en: 'Check the files of the newest backup: whether the lists have each, or each read against its hash' },
  input: z.object({ where: whereSchema.default('folder'), depth: depthSchema.default('read') }),
  output: started,
});

export const drillRestore = command({
  name: 'drillRestore',
  path: '/monitoring/backups/drill',
  permission: 'monitoring.drill-restore',
  event: 'monitoring.restore-drill-asked',
  // For a while the whole database lies on the disk a second time, unsealed.
  stepUp: 'or-password',
  summary: { zh: '恢复演练：将最新备份恢复到临时数据库并逐行核对', en: 'Restore drill: bring the newest backup into a scratch database and compare every row' },
  input: z.object({ where: whereSchema.default('folder') }),
  output: started,
});

export const cancelBackupWork = command({
  name: 'cancelBackupWork',
  path: '/monitoring/backups/work/{id}/cancel',
  permission: 'monitoring.cancel-backup-work',
  event: 'monitoring.backup-work-cancelled',
  summary: { zh: '停止进行中的备份、核对或演练', en: 'Stop a backup, a check or a drill that is under way' },
  input: z.object({ id: z.string().min(1).max(64) }),
  output: started,
});

const administrator = ['system-administrator'];

export const backupPermissions = {
  'monitoring.take-backup': { zh: '立即备份', en: 'Take a backup now', roles: administrator },
  'monitoring.verify-backup': { zh: '核对备份', en: 'Check a backup', roles: administrator },
  'monitoring.drill-restore': { zh: '恢复演练', en: 'Restore drill', roles: administrator },
  'monitoring.cancel-backup-work': { zh: '停止备份作业', en: 'Stop backup work', roles: administrator },
} as const;

export const backupEvents = {
  'monitoring.backup-asked': { zh: '有人要求立即备份', en: 'Somebody asked for a backup' },
  'monitoring.backup-check-asked': { zh: '有人要求核对备份', en: 'Somebody asked for a check of a backup' },
  'monitoring.restore-drill-asked': { zh: '有人要求恢复演练', en: 'Somebody asked for a restore drill' },
  'monitoring.backup-work-cancelled': { zh: '有人停止了备份作业', en: 'Somebody stopped backup work' },
} as const;

export const backupProblems = {
  'monitoring.no-backups-here': {
    kind: 'business-rule',
    zh: '本服务不做备份：未设置备份目录，或使用外部数据库。请由系统管理员设置 YIGONG_BACKUP_DIR 或 YIGONG_BACKUP_S3_ENDPOINT 后重启；外部数据库用其自带的备份工具。',
    en: 'This server takes no backups: no folder is set, or the database is another server\'s. The administrator sets YIGONG_BACKUP_DIR or YIGONG_BACKUP_S3_ENDPOINT and restarts; a database elsewhere is backed up by its own tools.',
  },
  'monitoring.no-backup-yet': {
    kind: 'conflict',
    zh: '该处还没有完成的备份。请先备份。',
    en: 'There is no finished backup in that place yet. Take one first.',
  },
  'monitoring.backup-work-under-way': {
    kind: 'conflict',
    zh: '已有备份、核对或演练在进行。请等它结束，或先停止它。',
    en: 'A backup, a check or a drill is under way. Wait for its end, or stop it first.',
  },
  'monitoring.backup-work-over': {
    kind: 'conflict',
    zh: '该作业已经结束，不能再停止。',
    en: 'This work is over already and cannot be stopped.',
  },
} as const;
