import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { FRESH_SECONDS, isRestrictedText, readSensitivity, restrictedPattern } from '#platform/access/sensitivity.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import { findLatestTask } from '#platform/jobs/task-state.ts';
import { askTaskToStop, startTask, taskKind } from '#platform/jobs/task.ts';
import { CONTENT } from '../../repository/content.ts';

export const RECLASSIFY_TASK = 'fhir.reclassify';
const TITLE = { zh: '按敏感诊断清单重新标记', en: 'Mark anew by the list of sensitive kinds' };

/** Rows of one step; most are passed over in the database. */
const STEP_ROWS = 10_000;
const PAUSE_MS = 200;
/** After so many seconds the work begins even if an old transaction is still open. */
const OPEN_MAX_SECONDS = 60;

/** Current versions first: what is replaced meanwhile is copied as it was marked anew. */
const TABLES = ['fhir.resource', 'fhir.history'] as const;

const inputSchema = z.object({ since: z.string(), from: z.unknown().optional() });
const cursorSchema = z.object({ waitsFor: z.string().optional(), table: z.number().int(), after: z.tuple([z.string(), z.number()]).nullable(), changed: z.number() });
type Cursor = z.infer<typeof cursorSchema>;

const BEGINNING: Cursor = { table: 0, after: null, changed: 0 };

interface Row {
  readonly key: string;
  readonly personKey: string;
  readonly version: number;
  readonly restricted: boolean;
  readonly content: string;
}

/** SQL: rows that can be restricted at all; a Patient never is. */
const ELIGIBLE = "r.person_id is not null and r.resource_type <> 'Patient' and not r.deleted";

/**
 * Classes everything stored by the list of sensitive kinds that holds now; versions and contents stay. Begins when every process classes by
 * that list and whoever wrote by the former one has ended, so that nothing is left between. Resumable at every step; `result.changed` counts rows whose mark changed.
 */
export const reclassifyTask = taskKind({
  kind: RECLASSIFY_TASK,
  step: async ({ tx, input, cursor, done, now }) => {
    const { since, from } = inputSchema.parse(input);
    const state = cursorSchema.nullable().parse(cursor) ?? cursorSchema.nullable().catch(null).parse(from) ?? BEGINNING;
    const seconds = (now.getTime() - Date.parse(since)) / 1000;
    const waitsFor = await stillOpen(tx, state, seconds);
    if (waitsFor !== undefined) {
      await pause(PAUSE_MS);
      return { done, cursor: { ...state, waitsFor } };
    }
    await readSensitivity(tx);
    const total = cursor === null || state.waitsFor !== undefined ? { total: done + (await countFrom(tx)) } : {};
    const step = await markSome(tx, TABLES[state.table]!, state.after);
    const changed = state.changed + step.changed;
    const progress = { done: done + step.passed, ...total };
    if (step.last !== null) return { ...progress, cursor: { table: state.table, after: step.last, changed } };
    if (state.table + 1 < TABLES.length) return { ...progress, cursor: { table: state.table + 1, after: null, changed } };
    return { ...progress, total: progress.done, cursor: { ...state, changed }, result: { changed } };
  },
});

/** The transaction that has to end before this may begin; undefined where none does. */
async function stillOpen(tx: Sql, { waitsFor, after, table }: Cursor, seconds: number): Promise<string | undefined> {
  if (after !== null || table > 0 || seconds > OPEN_MAX_SECONDS) return undefined;
  // The list reaches writers after so many seconds; those who have begun by then may still write by the former one.
  if (seconds < FRESH_SECONDS + 1) return waitsFor ?? '';
  const [row] = await tx.query<{ newest: string; oldest: string }>(
    'select pg_snapshot_xmax(pg_current_snapshot())::text as newest, pg_snapshot_xmin(pg_current_snapshot())::text as oldest');
  const mark = waitsFor === undefined || waitsFor === '' ? row!.newest : waitsFor;
  return BigInt(row!.oldest) >= BigInt(mark) ? undefined : mark;
}

async function countFrom(tx: Sql): Promise<number> {
  let total = 0;
  for (const table of TABLES) total += (await tx.query<{ total: number }>(`select count(*)::float8 as total from ${table}`))[0]!.total;
  return total;
}

/** The next rows of a table by key and version; `last` is null at its end. Rows that somebody replaces meanwhile are left: their successors are classed by whoever writes them. */
async function markSome(tx: Transaction, table: (typeof TABLES)[number], after: Cursor['after']): Promise<{ last: Cursor['after']; passed: number; changed: number }> {
  const from = [after?.[0] ?? null, after?.[1] ?? null];
  const beyond = '($1::bigint is null or (r.key, r.version) > ($1::bigint, $2::integer)) and ($1::bigint is null or r.key >= $1::bigint)';
  const ends = await tx.query<{ key: string; version: number; passed: number }>(
    `select part.key::text as key, part.version, part.passed from (
       select r.key, r.version, row_number() over (order by r.key, r.version) as passed from ${table} r where ${beyond} order by r.key, r.version limit ${STEP_ROWS}) part
     order by part.passed desc limit 1`, from);
  const end = ends[0];
  if (end === undefined) return { last: null, passed: 0, changed: 0 };
  const rows = await tx.query<Row>(
    `select r.key::text as key, r.person_key::text as "personKey", r.version, r.restricted, ${CONTENT} as content from ${table} r
     where ${beyond} and (r.key, r.version) <= ($3::bigint, $4::integer) and r.key <= $3::bigint and ${ELIGIBLE} and (r.restricted or ${CONTENT} ~* $5) order by r.key, r.version`,
    [...from, end.key, end.version, restrictedPattern()],
  );
  const wrong = rows.filter((row) => row.restricted !== isRestrictedText(row.content));
  const passed = Number(end.passed);
  return { last: passed < STEP_ROWS ? null : [end.key, end.version], passed, changed: await turn(tx, table, wrong) };
}

async function turn(tx: Sql, table: string, rows: readonly Row[]): Promise<number> {
  if (rows.length === 0) return 0;
  return tx.execute(
    `update ${table} r set restricted = not v.restricted from unnest($1::bigint[], $2::bigint[], $3::integer[], $4::boolean[]) as v (key, person_key, version, restricted)
     where r.key = v.key and r.person_key = v.person_key and r.version = v.version and r.restricted = v.restricted`,
    [rows.map(({ key }) => key), rows.map(({ personKey }) => personKey), rows.map(({ version }) => version), rows.map(({ restricted }) => restricted)],
  );
}

interface Asking {
  readonly subject: Subject;
  readonly now: Date;
  newId(): string;
}

/** Begins from the beginning; what was under way by an older list ends. Returns the task's id. */
export async function startReclassification(tx: Sql, { subject, now, newId }: Asking): Promise<string> {
  await stopReclassification(tx);
  return startTask(tx, { subject, taskId: newId(), task: { kind: RECLASSIFY_TASK, title: TITLE, input: { since: now.toISOString() } } });
}

/** Ends it before its next step; false where none is under way. */
export async function stopReclassification(tx: Sql): Promise<boolean> {
  const latest = await findLatestTask(tx, RECLASSIFY_TASK);
  if (latest === undefined || latest.finishedAt !== null) return false;
  return askTaskToStop(tx, latest.taskId);
}

/** Goes on where one was stopped or failed; false where there is nothing to go on with. */
export async function resumeReclassification(tx: Sql, { subject, now, newId }: Asking): Promise<boolean> {
  const latest = await findLatestTask(tx, RECLASSIFY_TASK);
  if (latest === undefined || (latest.state !== 'cancelled' && latest.state !== 'failed')) return false;
  const cursor = cursorSchema.nullable().catch(null).parse(latest.cursor);
  const input = { since: now.toISOString(), from: cursor };
  await startTask(tx, { subject, taskId: newId(), task: { kind: RECLASSIFY_TASK, title: TITLE, input, total: latest.total } });
  return true;
}
