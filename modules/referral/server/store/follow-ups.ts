import type { Gate } from '#platform/access/gate.ts';
import { listPage, type Filter } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';

export interface FollowUpRow {
  readonly followUpId: string;
  readonly referralId: string;
  readonly referralNumber: string;
  readonly personId: string;
  readonly personName: string;
  readonly organisationId: string;
  readonly kind: 'first-visit' | 'home-visit' | 'clinic-visit' | 'phone' | 'recheck';
  readonly title: string;
  readonly dueDate: string;
  readonly state: 'open' | 'done' | 'lost' | 'cancelled';
  readonly result: string | null;
  readonly doneAt: Date | null;
}

const COLUMNS =
  'task.follow_up_id as "followUpId", task.referral_id as "referralId", referral.number as "referralNumber", task.person_id as "personId",' +
  ' task.person_name as "personName", task.organisation_id as "organisationId", task.kind, task.title, task.due_date as "dueDate", task.state,' +
  ' task.result, task.done_at as "doneAt"';
const FROM = 'referral.follow_up task join referral.referral on referral.referral_id = task.referral_id';

export type NewFollowUp = Omit<FollowUpRow, 'referralNumber' | 'state' | 'result' | 'doneAt'>;

export async function insertFollowUp(tx: Sql, task: NewFollowUp): Promise<void> {
  await tx.execute(
    `insert into referral.follow_up (follow_up_id, referral_id, person_id, person_name, organisation_id, kind, title, due_date, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'open')`,
    [task.followUpId, task.referralId, task.personId, task.personName, task.organisationId, task.kind, task.title, task.dueDate],
  );
}

export async function lockFollowUp(tx: Sql, followUpId: string): Promise<FollowUpRow | undefined> {
  const rows = await tx.query<FollowUpRow>(`select ${COLUMNS} from ${FROM} where task.follow_up_id = $1 for update of task`, [followUpId]);
  return rows[0];
}

export async function completeFollowUpRow(
  tx: Sql,
  done: { followUpId: string; state: 'done' | 'lost'; result: string; at: Date; by: string },
): Promise<void> {
  await tx.execute(`update referral.follow_up set state = $2, result = $3, done_at = $4, done_by = $5 where follow_up_id = $1 and state = 'open'`, [
    done.followUpId,
    done.state,
    done.result,
    done.at,
    done.by,
  ]);
}

/** Open tasks of one referral, optionally of one kind, done with a visit that was recorded. */
export async function findOpenFollowUp(tx: Sql, { referralId, kinds }: { referralId: string; kinds: readonly string[] }): Promise<FollowUpRow | undefined> {
  const rows = await tx.query<FollowUpRow>(
    `select ${COLUMNS} from ${FROM} where task.referral_id = $1 and task.state = 'open' and task.kind = any($2::text[]) order by task.due_date, task.follow_up_id limit 1`,
    [referralId, kinds],
  );
  return rows[0];
}

export async function cancelOpenFollowUps(tx: Sql, referralId: string): Promise<FollowUpRow[]> {
  const open = await tx.query<FollowUpRow>(`select ${COLUMNS} from ${FROM} where task.referral_id = $1 and task.state = 'open' limit 100`, [referralId]);
  await tx.execute(`update referral.follow_up set state = 'cancelled' where referral_id = $1 and state = 'open'`, [referralId]);
  return open.map((task) => ({ ...task, state: 'cancelled' as const }));
}

export async function countOpenFollowUps(sql: Sql, referralId: string): Promise<number> {
  const rows = await sql.query<{ total: number }>(`select count(*) as total from referral.follow_up where referral_id = $1 and state = 'open'`, [referralId]);
  return rows[0]?.total ?? 0;
}

export async function listFollowUpsOfReferral(sql: Sql, referralId: string): Promise<FollowUpRow[]> {
  return sql.query<FollowUpRow>(`select ${COLUMNS} from ${FROM} where task.referral_id = $1 order by task.due_date, task.follow_up_id limit 100`, [referralId]);
}

export interface FollowUpQuestion {
  readonly state?: string | undefined;
  readonly personId?: string | undefined;
  readonly overdueOn?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** Tasks of the organisations in scope; the hospital that handed back sees those of its referrals too. */
export async function pageOfFollowUps(sql: Sql, gate: Gate, question: FollowUpQuestion): Promise<Page<FollowUpRow>> {
  const filters: Filter[] = [];
  if (question.state) filters.push({ text: 'task.state = ?', values: [question.state] });
  if (question.personId) filters.push({ text: 'task.person_id = ?', values: [question.personId] });
  if (question.overdueOn) filters.push({ text: `task.state = 'open' and task.due_date < ?::date`, values: [question.overdueOn] });
  return listPage<FollowUpRow>(sql, {
    select: COLUMNS,
    from: FROM,
    scope: gate.scope({ organisation: ['task.organisation_id', 'referral.from_organisation_id', 'referral.to_organisation_id'] }),
    filters,
    orderBy: 'task.due_date, task.follow_up_id',
    limit: question.limit,
    offset: question.offset,
  });
}

/** Open tasks whose day has passed and of which nobody was told yet; marked as told. */
export async function takeOverdueFollowUps(tx: Sql, { today, now, limit }: { today: string; now: Date; limit: number }): Promise<FollowUpRow[]> {
  const due = await tx.query<FollowUpRow>(
    `select ${COLUMNS} from ${FROM} where task.state = 'open' and task.due_date < $1::date and task.reminded_at is null
     order by task.due_date, task.follow_up_id limit $2 for update of task skip locked`,
    [today, limit],
  );
  await tx.execute('update referral.follow_up set reminded_at = $2 where follow_up_id = any($1::text[])', [due.map((task) => task.followUpId), now]);
  return due;
}
