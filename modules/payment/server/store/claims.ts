import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { Bill, BillHit } from '../../contract/bill-rules.ts';
import type { Claim, LedgerStay, listClaims, listStays } from '../../contract/claims.ts';
import { anyFilter, equalFilter, instant, orderOf, wordFilter, type StateStep } from './columns.ts';

const STAY_COLUMNS = `s.stay_id as id, s.person_id as "personId", s.owner_organisation_id as "organisationId", s.pack_id as "packId", s.level, s.admitted_on as "admittedOn", s.discharged_on as "dischargedOn",
  s.referral_accepted_on as "referralAcceptedOn", s.episode, s.reason, s.deductible_fen as "deductibleFen", s.charged_fen as "chargedFen", s.paid_fen as "paidFen", ${instant('s.recorded_at')} as "recordedAt"`;

export function listStayRows(sql: Sql, input: InputOf<typeof listStays>, scope: ScopeBuilder): Promise<Page<LedgerStay>> {
  return listPage<LedgerStay>(sql, {
    select: STAY_COLUMNS, from: 'payment.stay s', scope, filters: equalFilter('s.person_id', input.personId),
    orderBy: orderOf(input.sort, { allowed: { admittedOn: 's.admitted_on', chargedFen: 's.charged_fen', level: 's.level' }, fallback: 's.person_id, s.admitted_on desc', unique: 's.stay_id' }),
    limit: input.limit, offset: input.offset,
  });
}

/** Stays of a person in the order of admission; one act on a person's ledger at a time. */
export async function listStaysLocked(sql: Sql, personId: string): Promise<LedgerStay[]> {
  await sql.execute("select pg_advisory_xact_lock(hashtextextended('payment.stay|' || $1, 0))", [personId]);
  return sql.query<LedgerStay>(`select ${STAY_COLUMNS} from payment.stay s where s.person_id = $1 order by s.admitted_on, s.stay_id limit 2000`, [personId]);
}

export async function findStay(sql: Sql, id: string): Promise<LedgerStay | undefined> {
  return (await sql.query<LedgerStay>(`select ${STAY_COLUMNS} from payment.stay s where s.stay_id = $1`, [id]))[0];
}

export async function insertStay(sql: Sql, row: Omit<LedgerStay, 'recordedAt'> & { now: Date }): Promise<void> {
  await sql.execute(
    `insert into payment.stay (stay_id, person_id, owner_organisation_id, pack_id, level, admitted_on, discharged_on, referral_accepted_on, episode, reason, deductible_fen, charged_fen, paid_fen, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [row.id, row.personId, row.organisationId, row.packId, row.level, row.admittedOn, row.dischargedOn, row.referralAcceptedOn, row.episode, row.reason, row.deductibleFen, row.chargedFen, row.paidFen, row.now],
  );
}

const CLAIM_COLUMNS = `c.claim_id as id, c.bill_number as "billNumber", c.person_id as "personId", c.owner_organisation_id as "organisationId", c.pack_id as "packId", k.version as "packVersion", c.stay_id as "stayId",
  c.total_fen as "totalFen", jsonb_array_length(c.bill->'lines') as lines, h.hits, h.open as "openHits", h.stake as "atStakeFen", c.state, ${instant('c.state_since')} as "stateSince", c.fund_fen as "fundFen", c.patient_fen as "patientFen"`;
const CLAIM_FROM = `payment.claim c join payment.pack k using (pack_id) cross join lateral (
  select count(*)::int as hits, (count(*) filter (where released_by is null))::int as open, coalesce(sum(amount_fen) filter (where released_by is null), 0)::bigint as stake from payment.hit where claim_id = c.claim_id) h`;

export function listClaimRows(sql: Sql, input: InputOf<typeof listClaims>, scope: ScopeBuilder): Promise<Page<Claim>> {
  return listPage<Claim>(sql, {
    select: CLAIM_COLUMNS, from: CLAIM_FROM, scope, filters: [...anyFilter('c.state', input.state), ...equalFilter('c.person_id', input.personId), ...wordFilter(['c.bill_number'], input.q)],
    orderBy: orderOf(input.sort, { allowed: { billNumber: 'c.bill_number', totalFen: 'c.total_fen', state: 'c.state', stateSince: 'c.state_since', atStakeFen: 'h.stake' }, fallback: "array_position(array['held', 'clear', 'sent', 'settled'], c.state), c.state_since desc", unique: 'c.claim_id' }),
    limit: input.limit, offset: input.offset,
  });
}

export async function findClaim(sql: Sql, id: string): Promise<Claim | undefined> {
  return (await sql.query<Claim>(`select ${CLAIM_COLUMNS} from ${CLAIM_FROM} where c.claim_id = $1`, [id]))[0];
}

/** Locks the claim, then reads it with its findings as they are by now. */
export async function lockClaim(sql: Sql, id: string): Promise<Claim | undefined> {
  await sql.query('select claim_id from payment.claim where claim_id = $1 for update', [id]);
  return findClaim(sql, id);
}

export async function findBill(sql: Sql, id: string): Promise<Bill | undefined> {
  return (await sql.query<{ bill: Bill }>('select bill from payment.claim where claim_id = $1', [id]))[0]?.bill;
}

export type NewClaim = Pick<Claim, 'id' | 'billNumber' | 'personId' | 'organisationId' | 'packId' | 'stayId' | 'totalFen' | 'state'> & { readonly bill: Bill; readonly now: Date };

export async function insertClaim(sql: Sql, row: NewClaim): Promise<boolean> {
  const written = await sql.execute(
    `insert into payment.claim (claim_id, bill_number, person_id, owner_organisation_id, pack_id, stay_id, bill, total_fen, state, state_since) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict on constraint claim_bill_unique do nothing`,
    [row.id, row.billNumber, row.personId, row.organisationId, row.packId, row.stayId, JSON.stringify(row.bill), row.totalFen, row.state, row.now],
  );
  return written === 1;
}

export type StoredHit = BillHit & { readonly id: string; readonly releasedBy: string | null; readonly releasedAt: string | null; readonly releaseReason: string | null };

export async function insertHits(sql: Sql, { claimId, ownerOrganisationId }: { claimId: string; ownerOrganisationId: string }, hits: readonly (BillHit & { id: string })[]): Promise<void> {
  await sql.execute(
    `insert into payment.hit (hit_id, claim_id, position, owner_organisation_id, finding, amount_fen)
     select h.id, $1, h.position, $2, h.finding, h.amount from jsonb_to_recordset($3::jsonb) as h(id text, position integer, finding jsonb, amount bigint)`,
    [claimId, ownerOrganisationId, JSON.stringify(hits.map(({ id, ...finding }, position) => ({ id, position, finding, amount: finding.amountFen })))],
  );
}

export async function listHits(sql: Sql, claimId: string): Promise<StoredHit[]> {
  const rows = await sql.query<{ id: string; finding: BillHit; releasedBy: string | null; releasedAt: string | null; releaseReason: string | null }>(
    `select hit_id as id, finding, released_by as "releasedBy", ${instant('released_at')} as "releasedAt", release_reason as "releaseReason" from payment.hit where claim_id = $1 order by position limit 5000`,
    [claimId],
  );
  return rows.map(({ finding, ...rest }) => ({ ...finding, ...rest }));
}

/** False when the finding is not of the claim or was released. */
export async function updateHit(sql: Sql, row: { hitId: string; claimId: string; releasedBy: string; reason: string; now: Date }): Promise<boolean> {
  const written = await sql.execute(
    'update payment.hit set released_by = $3, released_at = $4, release_reason = $5 where hit_id = $1 and claim_id = $2 and released_by is null',
    [row.hitId, row.claimId, row.releasedBy, row.now, row.reason],
  );
  return written === 1;
}

export async function updateClaim(sql: Sql, step: StateStep & { fundFen?: number; patientFen?: number }): Promise<void> {
  await sql.execute('update payment.claim set state = $2, state_since = $3, fund_fen = coalesce($4, fund_fen), patient_fen = coalesce($5, patient_fen) where claim_id = $1', [step.id, step.state, step.now, step.fundFen ?? null, step.patientFen ?? null]);
}
