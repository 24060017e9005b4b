import type { Sql } from '#platform/database/transaction.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { referralProblems } from '../../contract/problems.ts';
import { boundValue, columnOf, referralColumns, referralFields, type ReferralRow } from './row.ts';

const problem = problemsOf(referralProblems);
const UNIQUE_VIOLATION = '23505';

/** Throws `referral.already-live` when another live referral holds the person and problem. */
export async function insertReferral(tx: Sql, row: ReferralRow): Promise<void> {
  const columns = referralFields.map(columnOf).join(', ');
  const places = referralFields.map((_, index) => `$${index + 1}`).join(', ');
  await onceLive(() => tx.execute(`insert into referral.referral (${columns}) values (${places})`, referralFields.map((field) => boundValue(row, field))));
}

export async function updateReferral(tx: Sql, row: ReferralRow): Promise<void> {
  const fields = referralFields.filter((field) => field !== 'referralId' && field !== 'createdAt' && field !== 'number');
  const assignments = fields.map((field, index) => `${columnOf(field)} = $${index + 2}`).join(', ');
  await onceLive(() =>
    tx.execute(`update referral.referral set ${assignments} where referral_id = $1`, [row.referralId, ...fields.map((field) => boundValue(row, field))]),
  );
}

async function onceLive(write: () => Promise<number>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code === UNIQUE_VIOLATION && constraint === 'referral_one_live') throw problem('referral.already-live');
    throw error;
  }
}

/** The row, locked until the transaction ends: parallel acts on one referral queue up here. */
export async function lockReferral(tx: Sql, referralId: string): Promise<ReferralRow | undefined> {
  const rows = await tx.query<ReferralRow>(`select ${referralColumns} from referral.referral where referral_id = $1 for update`, [referralId]);
  return rows[0];
}

export async function findReferral(sql: Sql, referralId: string): Promise<ReferralRow | undefined> {
  const rows = await sql.query<ReferralRow>(`select ${referralColumns} from referral.referral where referral_id = $1 or number = $1 limit 1`, [referralId]);
  return rows[0];
}

export const listReferralsById = (sql: Sql, ids: readonly string[]): Promise<ReferralRow[]> =>
  sql.query<ReferralRow>(`select ${referralColumns} from referral.referral where referral_id = any($1::text[])`, [ids]);

/** `20261122-000001`: the day in China and a running number. */
export async function nextReferralNumber(tx: Sql, day: string): Promise<string> {
  const rows = await tx.query<{ value: number }>("select nextval('referral.referral_number') as value");
  return `${day.replace(/-/g, '')}-${String(rows[0]?.value ?? 0).padStart(6, '0')}`;
}

export async function listReferralsOfPerson(sql: Sql, personId: string): Promise<ReferralRow[]> {
  return sql.query<ReferralRow>(`select ${referralColumns} from referral.referral where person_id = $1 order by created_at desc, referral_id limit 200`, [personId]);
}

export async function listReferralsOfEpisode(sql: Sql, episodeId: string): Promise<ReferralRow[]> {
  return sql.query<ReferralRow>(`select ${referralColumns} from referral.referral where episode_id = $1 order by created_at, referral_id limit 50`, [episodeId]);
}

/** Rows whose clock has run out and is not fully escalated, the oldest first; locked, those locked elsewhere are left for the next run. */
export async function lockOverdue(tx: Sql, { now, levelMax, limit }: { now: Date; levelMax: number; limit: number }): Promise<ReferralRow[]> {
  return tx.query<ReferralRow>(
    `select ${referralColumns} from referral.referral where deadline < $1 and escalation_level < $2
     and $1 > deadline + escalation_level * greatest(deadline - state_since, interval '1 minute')
     order by deadline, referral_id limit $3 for update skip locked`,
    [now, levelMax, limit],
  );
}

/** Accepted referrals whose resident has not arrived in time. */
export async function lockNotArrived(tx: Sql, { now, limit }: { now: Date; limit: number }): Promise<ReferralRow[]> {
  return tx.query<ReferralRow>(
    `select ${referralColumns} from referral.referral where state in ('accepted', 'resource_locked', 'notified') and arrive_by < $1
     order by arrive_by, referral_id limit $2 for update skip locked`,
    [now, limit],
  );
}

/** Open referrals whose clock counts working days and crosses the year, after `after` by id; locked. */
export async function lockCountingThrough(tx: Sql, { year, after, limit }: { year: number; after: string; limit: number }): Promise<ReferralRow[]> {
  return tx.query<ReferralRow>(
    `select ${referralColumns} from referral.referral
     where closed_at is null and deadline >= make_date($1::int, 1, 1) and state_since < make_date($1::int + 1, 1, 1) and referral_id > $2
       and exists (select 1 from referral.clock_rule rule where rule.flow = referral.flow and rule.state = referral.state and rule.priority = referral.priority
                   and rule.measures = 'state' and rule.unit = 'working_day')
     order by referral_id limit $3 for update`,
    [year, after, limit],
  );
}

export async function setDeadlines(tx: Sql, rows: readonly Pick<ReferralRow, 'referralId' | 'deadline'>[]): Promise<void> {
  await tx.execute(
    `update referral.referral set deadline = given.deadline from unnest($1::text[], $2::timestamptz[]) as given (id, deadline) where referral_id = given.id`,
    [rows.map(({ referralId }) => referralId), rows.map(({ deadline }) => deadline)],
  );
}

/** A merged person's referrals go to the surviving one. Two live ones for one problem stay apart until one ends. */
export async function movePerson(tx: Sql, { fromPersonId, toPersonId }: { fromPersonId: string; toPersonId: string }): Promise<void> {
  await tx.execute(`update referral.referral moved set person_id = $2 where person_id = $1 and ${NO_SECOND_LIVE}`, [fromPersonId, toPersonId]);
  await tx.execute('update referral.follow_up set person_id = $2 where person_id = $1', [fromPersonId, toPersonId]);
}

/** A merge taken back: what was written for the separated person returns to it. */
export async function returnPerson(tx: Sql, { survivorId, separatedId }: { survivorId: string; separatedId: string }): Promise<void> {
  await tx.execute(
    `update referral.referral moved set person_id = $2 where person_id = $1 and letter_person_id = $2 and ${NO_SECOND_LIVE}`,
    [survivorId, separatedId],
  );
  await tx.execute(
    `update referral.follow_up task set person_id = $2 from referral.referral
     where task.referral_id = referral.referral_id and referral.letter_person_id = $2 and task.person_id = $1`,
    [survivorId, separatedId],
  );
}

const NO_SECOND_LIVE = `not exists (
  select 1 from referral.referral other where other.person_id = $2 and other.problem_key = moved.problem_key and other.flow = moved.flow
    and other.closed_at is null and moved.closed_at is null)`;
