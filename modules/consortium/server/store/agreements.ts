import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { assert } from '#platform/kernel/problem.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { EXPIRING_DAYS, type Agreement, type listAgreements, type signAgreement } from '../../contract/agreements.ts';
import type { AgreementKind, Direction } from '../../contract/words.ts';
import { anyFilter, directoryScope, orderOf, wordFilter } from './columns.ts';

/** Days stand in the select list, where a page cannot bind values; only a real calendar day gets through. */
function dayLiteral(on: string): string {
  assert(isCalendarDate(on), 'a day of the list is a calendar day');
  return `date '${on}'`;
}

const stateOf = (on: string): string => `case when a.ended_on <= ${dayLiteral(on)} then 'ended' when a.valid_until < ${dayLiteral(on)} then 'expired'
  when a.valid_from > ${dayLiteral(on)} then 'future' when a.valid_until < ${dayLiteral(on)} + ${EXPIRING_DAYS} then 'expiring' else 'valid' end`;

const columnsOn = (on: string): string => `a.agreement_id as id, a.kind, a.owner_organisation_id as "ownerOrganisationId",
  a.first_organisation_id as "firstOrganisationId", first.name as "firstOrganisationName", a.second_organisation_id as "secondOrganisationId",
  second.name as "secondOrganisationName", a.covers_subordinates as "coversSubordinates", a.directions, a.document_number as "documentNumber",
  a.signed_on as "signedOn", a.valid_from as "validFrom", a.valid_until as "validUntil", a.ended_on as "endedOn", a.end_reason as "endReason",
  ${stateOf(on)} as state, least(a.valid_until, a.ended_on) - ${dayLiteral(on)} as "daysLeft", a.first_signatory as "firstSignatory",
  a.second_signatory as "secondSignatory", a.first_contact_name as "firstContactName", a.first_contact_telephone as "firstContactTelephone",
  a.second_contact_name as "secondContactName", a.second_contact_telephone as "secondContactTelephone"`;
const FROM = `consortium.agreement a join consortium.organisation first on first.organisation_id = a.first_organisation_id
  join consortium.organisation second on second.organisation_id = a.second_organisation_id`;
const SORTS = { validUntil: 'a.valid_until', validFrom: 'a.valid_from', kind: 'a.kind', firstOrganisationName: 'first.pinyin', secondOrganisationName: 'second.pinyin' };

export function listAgreementRows(sql: Sql, input: InputOf<typeof listAgreements>, on: string): Promise<Page<Agreement>> {
  return listPage<Agreement>(sql, {
    select: columnsOn(on),
    from: FROM,
    scope: directoryScope,
    filters: [
      ...anyFilter('a.kind', input.kind),
      ...anyFilter(`(${stateOf(on)})`, input.state),
      ...(input.organisationId === undefined ? [] : [{ text: '? in (a.first_organisation_id, a.second_organisation_id)', values: [input.organisationId] }]),
      ...(input.expiringWithinDays === undefined
        ? []
        : [{ text: 'a.ended_on is null and a.valid_until between ?::date and ?::date + ?::integer', values: [on, on, input.expiringWithinDays] }]),
      ...wordFilter(['first.name', 'first.pinyin', 'second.name', 'second.pinyin', 'a.document_number'], input.q),
    ],
    orderBy: orderOf(input.sort, { allowed: SORTS, fallback: 'a.ended_on is not null, a.valid_until', unique: 'a.agreement_id' }),
    limit: input.limit,
    offset: input.offset,
  });
}

export async function findAgreement(sql: Sql, id: string, on: string): Promise<Agreement | undefined> {
  return (await sql.query<Agreement>(`select ${columnsOn(on)} from ${FROM} where a.agreement_id = $1`, [id]))[0];
}

/** With their terms; state and days left are of no meaning. */
export const listAgreementsById = (sql: Sql, ids: readonly string[]): Promise<Agreement[]> =>
  sql.query(`select ${columnsOn('2000-01-01')} from ${FROM} where a.agreement_id = any($1::text[])`, [ids]);

export async function lockAgreement(sql: Sql, id: string, on: string): Promise<Agreement | undefined> {
  return (await sql.query<Agreement>(`select ${columnsOn(on)} from ${FROM} where a.agreement_id = $1 for update of a`, [id]))[0];
}

export function listAgreementsOf(sql: Sql, organisationId: string, on: string): Promise<Agreement[]> {
  return sql.query<Agreement>(
    `select ${columnsOn(on)} from ${FROM} where $1 in (a.first_organisation_id, a.second_organisation_id) order by a.valid_until desc, a.agreement_id limit 200`,
    [organisationId],
  );
}

export async function insertAgreement(sql: Sql, row: InputOf<typeof signAgreement> & { id: string; ownerOrganisationId: string }): Promise<void> {
  await sql.execute(
    `insert into consortium.agreement (agreement_id, owner_organisation_id, kind, first_organisation_id, second_organisation_id, covers_subordinates,
       directions, document_number, signed_on, valid_from, valid_until, first_signatory, second_signatory, first_contact_name,
       first_contact_telephone, second_contact_name, second_contact_telephone)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      row.id, row.ownerOrganisationId, row.kind, row.firstOrganisationId, row.secondOrganisationId, row.coversSubordinates, row.directions,
      row.documentNumber ?? null, row.signedOn, row.validFrom, row.validUntil, row.firstSignatory, row.secondSignatory, row.firstContactName,
      row.firstContactTelephone, row.secondContactName, row.secondContactTelephone,
    ],
  );
}

export async function markAgreementEnded(sql: Sql, row: { id: string; endedOn: string; reason: string }): Promise<void> {
  await sql.execute('update consortium.agreement set ended_on = $2, end_reason = $3 where agreement_id = $1', [row.id, row.endedOn, row.reason]);
}

/** An agreement of the kind between the very same two, in force on some day of the period. */
export async function findOverlappingAgreement(sql: Sql, row: { kind: string; firstOrganisationId: string; secondOrganisationId: string; validFrom: string; validUntil: string }): Promise<string | undefined> {
  const rows = await sql.query<{ id: string }>(
    `select agreement_id as id from consortium.agreement
     where kind = $1 and least(first_organisation_id, second_organisation_id) = least($2::text, $3::text)
       and greatest(first_organisation_id, second_organisation_id) = greatest($2::text, $3::text)
       and valid_from <= $5::date and coalesce(ended_on, valid_until) >= $4::date limit 1`,
    [row.kind, row.firstOrganisationId, row.secondOrganisationId, row.validFrom, row.validUntil],
  );
  return rows[0]?.id;
}

export interface AgreementQuestion {
  readonly fromOrganisationId: string;
  readonly toOrganisationId: string;
  readonly kind: AgreementKind;
  /** Calendar day, `YYYY-MM-DD`. */
  readonly on: string;
  /** Left out = any. */
  readonly direction?: Direction;
}

/**
 * The agreement that holds between two organisations on a day: their own first, else one between organisations above them that covers what is below.
 * A direction names the way the patient goes between the tiers, whichever side the sender is.
 */
export async function findAgreementBetween(sql: Sql, question: AgreementQuestion): Promise<Agreement | undefined> {
  const rows = await sql.query<Agreement>(
    `with recursive ground as (
       select 'from' as side, organisation_id, parent_id, 0 as height from consortium.organisation where organisation_id = $1
       union all select 'to', organisation_id, parent_id, 0 from consortium.organisation where organisation_id = $2
       union all select ground.side, o.organisation_id, o.parent_id, ground.height + 1
       from ground join consortium.organisation o on o.organisation_id = ground.parent_id where ground.height < 8
     )
     select ${columnsOn(question.on)}
     from ${FROM} join ground f on f.side = 'from' and f.organisation_id in (a.first_organisation_id, a.second_organisation_id)
     join ground t on t.side = 'to' and t.organisation_id in (a.first_organisation_id, a.second_organisation_id) and t.organisation_id <> f.organisation_id
     where a.kind = $3 and a.valid_from <= $4::date and a.valid_until >= $4::date and (a.ended_on is null or a.ended_on > $4::date)
       and (f.height + t.height = 0 or a.covers_subordinates)
       and ($5::text is null or a.kind <> 'referral' or $5 = any(a.directions))
     order by f.height + t.height, a.valid_until desc, a.agreement_id limit 1`,
    [question.fromOrganisationId, question.toOrganisationId, question.kind, question.on, question.direction ?? null],
  );
  return rows[0];
}
