import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { listSlots, Slot } from '../../contract/clinics.ts';
import type { Pool } from '../../contract/words.ts';
import { anyFilter, instant, orderOf } from './columns.ts';

/** Free times are a directory, as Slot and Schedule are in FHIR: no person stands in them. */
export const directoryScope: ScopeBuilder = () => ({ text: 'true', values: [] });

export const SLOT_COLUMNS = `t.slot_id as id, t.session_id as "sessionId", t.clinic_id as "clinicId", c.name as "clinicName",
  c.practitioner_name as "practitionerName", t.owner_organisation_id as "organisationId", t.speciality, ${instant('t.starts_at')} as "startsAt",
  ${instant('t.ends_at')} as "endsAt", t.state,
  jsonb_build_array(jsonb_build_object('pool', 'open', 'quota', t.open_quota, 'taken', t.open_taken),
    jsonb_build_object('pool', 'referral', 'quota', t.referral_quota, 'taken', t.referral_taken),
    jsonb_build_object('pool', 'contract', 'quota', t.contract_quota, 'taken', t.contract_taken)) as pools,
  t.open_quota - t.open_taken + t.referral_quota - t.referral_taken + t.contract_quota - t.contract_taken as free`;
const FROM = 'scheduling.slot t join scheduling.clinic c using (clinic_id)';

export async function findSlot(sql: Sql, id: string): Promise<Slot | undefined> {
  return (await sql.query<Slot>(`select ${SLOT_COLUMNS} from ${FROM} where t.slot_id = $1`, [id]))[0];
}

export async function lockSlot(sql: Sql, id: string): Promise<Slot | undefined> {
  return (await sql.query<Slot>(`select ${SLOT_COLUMNS} from ${FROM} where t.slot_id = $1 for update of t`, [id]))[0];
}

const TAKEN: Readonly<Record<Pool, { taken: string; quota: string }>> = {
  open: { taken: 'open_taken', quota: 'open_quota' },
  referral: { taken: 'referral_taken', quota: 'referral_quota' },
  contract: { taken: 'contract_taken', quota: 'contract_quota' },
};

/**
 * Takes one seat of the pool, or none when it is full: one statement, so the row lock and the CHECK make more than the quota impossible.
 * The slot stays locked until the end of the transaction.
 */
export async function takeSeat(sql: Sql, { slotId, pool, now }: { slotId: string; pool: Pool; now: Date }): Promise<boolean> {
  const { taken, quota } = TAKEN[pool];
  const rows = await sql.execute(
    `update scheduling.slot set ${taken} = ${taken} + 1 where slot_id = $1 and state = 'published' and ends_at > $2 and ${taken} < ${quota}`,
    [slotId, now],
  );
  return rows === 1;
}

export async function giveSeatBack(sql: Sql, { slotId, pool }: { slotId: string; pool: Pool }): Promise<void> {
  const { taken } = TAKEN[pool];
  await sql.execute(`update scheduling.slot set ${taken} = ${taken} - 1 where slot_id = $1`, [slotId]);
}

export async function updateQuota(sql: Sql, row: { id: string; open: number; referral: number; contract: number }): Promise<void> {
  await sql.execute('update scheduling.slot set open_quota = $2, referral_quota = $3, contract_quota = $4 where slot_id = $1', [
    row.id, row.open, row.referral, row.contract,
  ]);
}

const SORTS = { startsAt: 't.starts_at', clinicName: 'c.name', speciality: 't.speciality' };
const FREE: Readonly<Record<Pool, string>> = {
  open: 't.open_taken < t.open_quota',
  referral: 't.referral_taken < t.referral_quota',
  contract: 't.contract_taken < t.contract_quota',
};

export function listSlotRows(sql: Sql, input: InputOf<typeof listSlots>, now: Date): Promise<Page<Slot>> {
  const free = input.pool === undefined ? `(${Object.values(FREE).join(' or ')})` : FREE[input.pool];
  return listPage<Slot>(sql, {
    select: SLOT_COLUMNS,
    from: FROM,
    scope: directoryScope,
    filters: [
      { text: "t.state = 'published' and t.ends_at > ?", values: [now] },
      ...anyFilter('t.owner_organisation_id', input.organisationId),
      ...anyFilter('t.clinic_id', input.clinicId),
      ...(input.speciality === undefined || input.speciality.length === 0
        ? []
        : [{ text: 't.speciality = any(?::text[]) or split_part(t.speciality, \'.\', 1) = any(?::text[])', values: [input.speciality, input.speciality] }]),
      ...(input.from === undefined ? [] : [{ text: "t.starts_at >= ?::date::timestamp at time zone 'Asia/Shanghai'", values: [input.from] }]),
      ...(input.until === undefined ? [] : [{ text: "t.starts_at < (?::date + 1)::timestamp at time zone 'Asia/Shanghai'", values: [input.until] }]),
      ...(input.freeOnly === true ? [{ text: free, values: [] }] : []),
      ...(input.q ? [{ text: "position(lower(?) in lower(c.name || ' ' || coalesce(c.practitioner_name, ''))) > 0", values: [input.q] }] : []),
    ],
    orderBy: orderOf(input.sort, { allowed: SORTS, fallback: 't.starts_at', unique: 't.slot_id' }),
    limit: input.limit,
    offset: input.offset,
  });
}

/** Opens untaken seats of members and contracts of sessions whose release time has come; returns the slots touched. At most 2,000 a run. */
export async function releaseQuotas(sql: Sql, now: Date): Promise<{ slots: number; organisationIds: string[] }> {
  const rows = await sql.query<{ organisation_id: string }>(
    `with due as (
       select t.slot_id from scheduling.slot t join scheduling.session s using (session_id)
       where s.state = 'published' and s.release_at <= $1 and t.starts_at > $1 and t.state = 'published'
         and (t.referral_taken < t.referral_quota or t.contract_taken < t.contract_quota)
       order by t.slot_id limit 2000 for update of t skip locked
     )
     update scheduling.slot t set open_quota = open_quota + referral_quota - referral_taken + contract_quota - contract_taken,
       referral_quota = referral_taken, contract_quota = contract_taken
     from due where t.slot_id = due.slot_id returning t.owner_organisation_id as organisation_id`,
    [now],
  );
  await sql.execute("update scheduling.session set released_at = $1 where state = 'published' and release_at <= $1 and released_at is null", [now]);
  return { slots: rows.length, organisationIds: [...new Set(rows.map((row) => row.organisation_id))] };
}

export interface SlotCapacity {
  readonly openFree: number;
  readonly referralFree: number;
  readonly contractFree: number;
  readonly nextReferralAt: string | null;
  readonly nextOpenAt: string | null;
}

/** Free seats of one organisation in the 14 days from an instant. */
export async function sumSlotCapacity(sql: Sql, question: { organisationId: string; speciality?: string; from: Date }): Promise<SlotCapacity> {
  const rows = await sql.query<SlotCapacity>(
    `select coalesce(sum(open_quota - open_taken), 0)::integer as "openFree", coalesce(sum(referral_quota - referral_taken), 0)::integer as "referralFree",
       coalesce(sum(contract_quota - contract_taken), 0)::integer as "contractFree",
       ${instant('min(starts_at) filter (where referral_taken < referral_quota)')} as "nextReferralAt",
       ${instant('min(starts_at) filter (where open_taken < open_quota)')} as "nextOpenAt"
     from scheduling.slot where state = 'published' and owner_organisation_id = $1 and ($2::text is null or speciality = $2 or split_part(speciality, '.', 1) = $2)
       and starts_at >= $3 and starts_at < $3::timestamptz + interval '14 days'`,
    [question.organisationId, question.speciality ?? null, question.from],
  );
  return rows[0]!;
}
