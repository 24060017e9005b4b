import { randomUUID } from 'node:crypto';
import { systemSubject } from '#platform/access/subject.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Database, Transaction } from '#platform/database/transaction.ts';
import { startTask } from '#platform/jobs/task.ts';
import type { Text } from '#platform/kernel/problem.ts';

/** Kinds of long work that the process beside the database does. */
export const BACKUP_WORK = { take: 'monitoring.take-backup', verify: 'monitoring.verify-backup', drill: 'monitoring.drill-restore' } as const;
export type BackupWork = (typeof BACKUP_WORK)[keyof typeof BACKUP_WORK];

/** `outside`: the store outside this machine. */
export interface BackupWorkInput {
  readonly where: 'folder' | 'outside';
  /** Of a check; those asked for before there was a choice read. */
  readonly depth?: 'listed' | 'read' | undefined;
}

const TITLES: Readonly<Record<BackupWork, Text>> = {
  [BACKUP_WORK.take]: { zh: '备份', en: 'Backup' },
  [BACKUP_WORK.verify]: { zh: '核对备份文件', en: 'Check of the files of a backup' },
  [BACKUP_WORK.drill]: { zh: '恢复演练', en: 'Restore drill' },
};

/** A backup that failed is begun again after so long: a full disk is not beaten every other second. */
const AGAIN = '10 minutes';

/** Of the whole house one at a time; undefined where one is waiting or under way. The lock ends with the transaction. */
export async function askForWork(tx: Transaction, { kind, input, subject, taskId }: { kind: BackupWork; input: BackupWorkInput; subject: Subject; taskId: string }): Promise<string | undefined> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('monitoring.backup-work', 0))");
  const open = await tx.query('select 1 from jobs.task where kind = any($1::text[]) and finished_at is null limit 1', [Object.values(BACKUP_WORK)]);
  if (open.length > 0) return undefined;
  return startTask(tx, { subject, taskId, task: { kind, title: TITLES[kind], input } });
}

/** The daily one, unless work is under way already or the last try failed a moment ago. */
export const askForDueBackup = (database: Database): Promise<void> =>
  database.transaction(async (tx) => {
    const failed = await tx.query(`select 1 from jobs.task where kind = $1 and state <> 'done' and finished_at > clock_timestamp() - interval '${AGAIN}' limit 1`, [BACKUP_WORK.take]);
    if (failed.length === 0) await askForWork(tx, { kind: BACKUP_WORK.take, input: { where: 'folder' }, subject: systemSubject, taskId: randomUUID() });
  });
