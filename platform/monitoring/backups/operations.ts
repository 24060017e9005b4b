import type { Sql } from '#platform/database/transaction.ts';
import { bindCommand, bindPlatformQuery, type BoundOperation, type CommandContext } from '#platform/http/operation.ts';
import { listTasksOfKinds, lockTask } from '#platform/jobs/administration.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { askTaskToStop } from '#platform/jobs/task.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { backupsHere, stateOf } from '../signs.ts';
import { askForWork, BACKUP_WORK, type BackupWork, type BackupWorkInput } from './backup-work.ts';
import type { BackupsHere } from './backups-here.ts';
import { backupProblems, cancelBackupWork, drillRestore, getBackups, takeBackup, verifyBackup, type BackupWorkView } from '../contract/backups.ts';

const problem = problemsOf(backupProblems);
const KINDS = Object.values(BACKUP_WORK);
const SHOWN = 20;

export const backupOperations: readonly BoundOperation[] = [
  bindPlatformQuery(getBackups, async ({ sql, about }) => {
    about({ resource: 'backup' });
    const here = backupsHere();
    return { here: here === undefined ? null : viewOf(here), work: await listWork(sql) };
  }),
  bindCommand(takeBackup, (context) => begin(context, { kind: BACKUP_WORK.take, where: 'folder', event: 'monitoring.backup-asked' })),
  bindCommand(verifyBackup, (context, { where, depth }) => begin(context, { kind: BACKUP_WORK.verify, where, depth, event: 'monitoring.backup-check-asked' })),
  bindCommand(drillRestore, (context, { where }) => begin(context, { kind: BACKUP_WORK.drill, where, event: 'monitoring.restore-drill-asked' })),
  bindCommand(cancelBackupWork, async ({ tx, about, emit }, { id }) => {
    const found = await lockTask(tx, { id, kinds: KINDS });
    if (found === undefined || !(await askTaskToStop(tx, id))) throw problem('monitoring.backup-work-over');
    about({ resource: `job/${id}` });
    emit('monitoring.backup-work-cancelled', { taskId: id }, []);
    return { id };
  }),
];

async function begin({ tx, subject, newId, about, emit }: CommandContext, { kind, where, depth, event }: BackupWorkInput & { kind: BackupWork; event: string }): Promise<{ id: string }> {
  const here = backupsHere();
  if (here === undefined || (where === 'outside' && here.outside === null)) throw problem('monitoring.no-backups-here');
  const there = where === 'outside' ? here.outside!.count : here.backups.length;
  if (kind !== BACKUP_WORK.take && there === 0) throw problem('monitoring.no-backup-yet');
  const id = await askForWork(tx, { kind, input: { where, ...(depth === undefined ? {} : { depth }) }, subject, taskId: newId() });
  if (id === undefined) throw problem('monitoring.backup-work-under-way');
  about({ resource: `job/${id}` });
  emit(event, { taskId: id }, []);
  return { id };
}

const ageOf = (at: string | null | undefined, name: 'backup' | 'backup-outside' = 'backup') => stateOf(name, at == null ? null : (Date.now() - Date.parse(at)) / 1000);

function viewOf({ outside, ...here }: BackupsHere) {
  return {
    ...here, age: ageOf(here.backups[0]?.finishedAt), backups: here.backups.map(({ checks, ...backup }) => ({ ...backup, checks: [...checks] })),
    outside: outside === null ? null : { ...outside, age: ageOf(outside.newestAt, 'backup-outside') },
  };
}

/** What is open, and the last that ended of each kind. */
async function listWork(sql: Sql): Promise<BackupWorkView[]> {
  const { rows } = await listTasksOfKinds(sql, { kinds: KINDS, limit: SHOWN, offset: 0 });
  const ended = new Set<string>();
  const shown = rows.filter(({ kind, finishedAt }) => finishedAt === null || (!ended.has(kind) && ended.add(kind).size > 0));
  return Promise.all(shown.map(async (row) => workView(row, row.finishedAt === null ? null : await resultOf(sql, row.id))));
}

const resultOf = async (sql: Sql, id: string): Promise<WorkResult | null> =>
  (await sql.query<{ result: WorkResult | null }>('select result from jobs.task where task_id = $1', [id]))[0]?.result ?? null;

interface WorkResult {
  readonly id?: string;
  readonly seconds?: number;
  readonly count?: number;
  readonly rows?: number;
  readonly wrong?: number;
  readonly names?: readonly string[];
  readonly reachedAt?: string | null;
  readonly problem?: { readonly zh: string; readonly en: string };
}

type Line = Awaited<ReturnType<typeof listTasksOfKinds>>['rows'][number];

function workView(row: Line, result: WorkResult | null): BackupWorkView {
  const kind = row.kind === BACKUP_WORK.take ? 'take' : row.kind === BACKUP_WORK.verify ? 'verify' : 'drill';
  const stage = (row.cursor as { stage?: string } | null)?.stage;
  return {
    id: row.id, kind, state: row.state, done: row.done, total: row.total, isCancelRequested: row.isCancelRequested, isScheduled: row.subjectId === systemSubject.id,
    where: (row.input as BackupWorkInput).where, depth: kind === 'verify' ? ((row.input as BackupWorkInput).depth ?? 'read') : null, stage: row.finishedAt === null && isStage(stage) ? stage : null,
    createdAt: row.createdAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null,
    backupId: result?.id ?? null, seconds: result?.seconds ?? null, count: result?.count ?? result?.rows ?? null, wrong: result?.wrong ?? null,
    names: [...(result?.names ?? [])], reachedAt: result?.reachedAt ?? null,
    problem: result?.problem ?? (row.error === null || row.state !== 'failed' ? null : { zh: row.error, en: row.error }),
  };
}

const isStage = (stage: string | undefined): stage is NonNullable<BackupWorkView['stage']> => stage === 'taking' || stage === 'sending' || stage === 'verifying' || stage === 'restoring';
