import type { Gate } from '#platform/access/gate.ts';
import { listPage } from '#platform/database/list-query.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { listLedgerTasks, TaskCard, TaskDetail } from '../../contract/tasks.ts';
import { at, cardColumns, lightOf, VISIBLE_BY } from './columns.ts';

export interface TaskRow extends TaskCard {
  readonly work: TaskDetail['work'];
  readonly score: string | null;
  readonly indicatorLight: TaskDetail['indicatorLight'];
  readonly submittedBy: string | null;
}

const DETAIL = `${cardColumns('$2')}, t.work, t.score::text as score, t.indicator_light as "indicatorLight", t.submitted_by as "submittedBy"`;

/** The row under a lock: one act on a task at a time. */
export async function lockTask(tx: Transaction, id: string, today: string): Promise<TaskRow | undefined> {
  return (await tx.query<TaskRow>(`select ${DETAIL} from task_ledger.task t where t.task_id = $1 for update of t`, [id, today]))[0];
}

/** Only when the subject may see it. */
export async function findVisibleTask(sql: Sql, gate: Gate, { id, today }: { id: string; today: string }): Promise<TaskRow | undefined> {
  const scope = gate.scope({ organisation: VISIBLE_BY })(1);
  const first = scope.values.length;
  return (await sql.query<TaskRow>(
    `select ${DETAIL.replaceAll('$2', `$${first + 1}`)} from task_ledger.task t where ${scope.text} and t.task_id = $${first + 2}`,
    [...scope.values, today, id],
  ))[0];
}

const ORDERS: Readonly<Record<InputOf<typeof listLedgerTasks>['sort'], string>> = {
  due: 't.due asc nulls last, t.task_id', '-due': 't.due desc nulls last, t.task_id', number: 't.source_id, t.number collate "C", t.task_id', progress: 't.progress, t.task_id', '-progress': 't.progress desc, t.task_id',
};

export function pageOfTasks(sql: Sql, gate: Gate, { today, ...input }: InputOf<typeof listLedgerTasks> & { today: string }): Promise<Page<TaskCard>> {
  const filter = (given: unknown, text: string, ...values: unknown[]) => (given === undefined ? [] : [{ text, values: values.length > 0 ? values : [given] }]);
  return listPage<TaskCard>(sql, {
    // The day is ours, not the caller's: it stands in the text so that rows and total share one place.
    select: cardColumns(`'${today}'`),
    from: 'task_ledger.task t',
    scope: gate.scope({ organisation: VISIBLE_BY }),
    filters: [
      { text: 't.in_force', values: [] },
      ...filter(input.sourceId, 't.source_id = ?'),
      ...filter(input.state, 't.state = ?'),
      ...filter(input.light, `(${lightOf(`'${today}'`)}) = ?`),
      ...filter(input.organisationId, 't.lead_organisation_id = ?'),
      ...filter(input.isKey, 't.is_key = ?', input.isKey === 'true'),
      ...filter(input.due, 't.due <= ?::date'),
      ...filter(input.words, `(t.title ->> 'zh' ilike ? or t.title ->> 'en' ilike ? or t.lead_name ->> 'zh' ilike ?)`, ...Array.from({ length: 3 }, () => `%${(input.words ?? '').replace(/[\\%_]/g, '\\$&')}%`)),
    ],
    orderBy: ORDERS[input.sort],
    limit: input.limit,
    offset: input.offset,
  });
}

export interface TaskChange {
  readonly state: TaskCard['state'];
  readonly now: Date;
  readonly leadOrganisationId?: string;
  readonly due?: string;
  readonly progress?: number;
  readonly problem?: string | null;
  readonly nextStep?: string | null;
  readonly score?: string | null;
  readonly submittedBy?: string;
}

const COLUMN_OF: Readonly<Record<Exclude<keyof TaskChange, 'state' | 'now'>, string>> = {
  leadOrganisationId: 'lead_organisation_id', due: 'due', progress: 'progress', problem: 'problem', nextStep: 'next_step', score: 'score', submittedBy: 'submitted_by',
};

export async function changeTask(tx: Transaction, id: string, change: TaskChange): Promise<void> {
  const { state, now, ...rest } = change;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined) as [keyof typeof COLUMN_OF, unknown][];
  const sets = given.map(([key], index) => `, ${COLUMN_OF[key]} = $${index + 4}`).join('');
  await tx.execute(
    `update task_ledger.task set state = $2, state_since = case when state = $2 then state_since else $3 end${sets} where task_id = $1`,
    [id, state, now, ...given.map(([, value]) => value)],
  );
}

export interface ActionEntry {
  readonly id: string;
  readonly taskId: string;
  readonly action: string;
  readonly stateAfter: string;
  readonly note?: string | null;
  readonly resolutionNumber?: string | null;
  readonly progress?: number | null;
  readonly score?: string | null;
  readonly ownerOrganisationId: string;
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
}

export async function insertAction(tx: Transaction, entry: ActionEntry): Promise<void> {
  await tx.execute(
    `insert into task_ledger.action (action_id, task_id, action, state_after, note, progress, score, owner_organisation_id, subject_id, subject_name, recorded_at, resolution_number)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [entry.id, entry.taskId, entry.action, entry.stateAfter, entry.note ?? null, entry.progress ?? null, entry.score ?? null, entry.ownerOrganisationId, entry.subject.id, entry.subject.name, entry.now, entry.resolutionNumber ?? null],
  );
}

/** Newest act first; at most 200 of each. */
export async function readParts(sql: Sql, taskId: string): Promise<Pick<TaskDetail, 'parties' | 'milestones' | 'evidence' | 'actions'>> {
  const parties = await sql.query<TaskDetail['parties'][number]>(
    `select body_id as "bodyId", name, role, organisation_id as "organisationId" from task_ledger.party where task_id = $1 order by role desc, body_id limit 200`, [taskId]);
  const milestones = await sql.query<TaskDetail['milestones'][number]>(
    `select milestone_id as id, title, due::text as due, quarter, target, done_on::text as "doneOn" from task_ledger.milestone m where task_id = $1
       and plan_number = (select max(plan_number) from task_ledger.milestone where task_id = $1) order by m.due, milestone_id limit 200`, [taskId]);
  const evidence = await sql.query<TaskDetail['evidence'][number]>(
    `select evidence_id as id, title, link, note, subject_name as "givenBy", ${at('recorded_at')} as "givenAt" from task_ledger.evidence where task_id = $1 order by recorded_at desc, evidence_id desc limit 200`, [taskId]);
  const actions = await sql.query<TaskDetail['actions'][number]>(
    `select action, state_after as "stateAfter", note, resolution_number as "resolutionNumber", progress, score::text as score, subject_name as "subjectName", ${at('recorded_at')} as at from task_ledger.action
     where task_id = $1 order by action_number desc limit 200`, [taskId]);
  return { parties, milestones, evidence, actions };
}

export async function countWaiting(sql: Sql, { organisationIds, today }: { organisationIds: readonly string[]; today: string }): Promise<{ waiting: number; overdue: number }> {
  const [row] = await sql.query<{ waiting: number; overdue: number }>(
    `select count(*)::int as waiting, count(*) filter (where t.due < $2::date)::int as overdue from task_ledger.task t
     where t.in_force and ((t.state in ('imported', 'submitted', 'verified', 'suspended') and t.owner_organisation_id = any($1::text[]) and t.state <> 'suspended')
       or (t.state in ('assigned', 'planned', 'in-progress', 'returned') and t.lead_organisation_id = any($1::text[])))`,
    [organisationIds, today],
  );
  return row ?? { waiting: 0, overdue: 0 };
}
