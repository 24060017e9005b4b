import { inSavepoint } from '#platform/database/savepoint.ts';
import type { Database, Transaction } from '#platform/database/transaction.ts';
import { describeSafely } from '#platform/errors/safe-description.ts';
import { runAsPlatform } from '#platform/events/delivery.ts';
import { startLoop, type Worker } from '#platform/events/worker.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import type { RecurringJob } from './job.ts';

export interface JobSettings {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}

const TICK_MS = 1_000;

/** Runs a job now, due or not; throws what the job throws. Waits while another process runs the same kind. */
export async function runRecurringJob(settings: JobSettings, job: RecurringJob): Promise<void> {
  await registerJobs(settings.database, [job]);
  await settings.database.transaction(async (tx) => {
    await tx.query('select kind from jobs.recurring where kind = $1 for update', [job.kind]);
    await runAsPlatform(settings, tx, job.run);
    await noteSuccess(tx, job);
  });
}

/** Runs every job that is due and that no other process holds. A failure is noted and tried again at the next turn. */
export async function runDueJobs(settings: JobSettings, jobs: readonly RecurringJob[], shouldStop: () => boolean = () => false): Promise<number> {
  let ran = 0;
  for (const job of jobs) {
    if (shouldStop()) break;
    if (await runIfDue(settings, job)) ran += 1;
  }
  return ran;
}

/** Starts the clockwork: one process at a time runs a kind, because its row is locked for the length of the run. */
export function startRecurringJobs(
  settings: JobSettings & { jobs: readonly RecurringJob[]; onError?: (error: unknown) => void },
): Worker {
  let registered = false;
  return startLoop({
    pollMs: TICK_MS,
    onError: settings.onError,
    work: async (stopped) => {
      if (!registered) await registerJobs(settings.database, settings.jobs);
      registered = true;
      await runDueJobs(settings, settings.jobs, stopped);
    },
  });
}

async function registerJobs(database: Database, jobs: readonly RecurringJob[]): Promise<void> {
  await database.execute('insert into jobs.recurring (kind) select unnest($1::text[]) on conflict do nothing', [jobs.map(({ kind }) => kind)]);
}

async function runIfDue(settings: JobSettings, job: RecurringJob): Promise<boolean> {
  return settings.database.transaction(async (tx) => {
    const due = await tx.query(
      'select kind from jobs.recurring where kind = $1 and next_run_at <= clock_timestamp() for update skip locked',
      [job.kind],
    );
    if (due.length === 0) return false;
    const attempt = await inSavepoint(tx, (inner) => runAsPlatform(settings, inner, job.run));
    if (attempt.done) await noteSuccess(tx, job);
    else await noteFailure(tx, job, describeSafely(attempt.error));
    return attempt.done;
  });
}

async function noteSuccess(tx: Transaction, { kind, everySeconds }: RecurringJob): Promise<void> {
  await tx.execute(
    `update jobs.recurring set last_run_at = clock_timestamp(), last_success_at = clock_timestamp(), failures = 0,
       last_error = null, next_run_at = clock_timestamp() + make_interval(secs => $2) where kind = $1`,
    [kind, everySeconds],
  );
}

async function noteFailure(tx: Transaction, { kind, everySeconds }: RecurringJob, reason: string): Promise<void> {
  await tx.execute(
    `update jobs.recurring set last_run_at = clock_timestamp(), failures = failures + 1, last_error = $3,
       next_run_at = clock_timestamp() + make_interval(secs => $2) where kind = $1`,
    [kind, everySeconds, reason],
  );
}
