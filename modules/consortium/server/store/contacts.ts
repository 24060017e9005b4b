import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { EscalationContact, listEscalationContacts, setEscalationContact } from '../../contract/agreements.ts';
import type { ContactKind } from '../../contract/words.ts';
import { anyFilter, directoryScope, equalFilter, orderOf, wordFilter } from './columns.ts';

const COLUMNS = `e.escalation_contact_id as id, e.owner_organisation_id as "organisationId", o.name as "organisationName", e.kind, e.contact_rank as rank,
  e.name, e.duty, e.telephone, e.practitioner_id as "practitionerId", e.valid_from as "validFrom", e.valid_until as "validUntil"`;
const FROM = 'consortium.escalation_contact e join consortium.organisation o on o.organisation_id = e.owner_organisation_id';

export function listContactRows(sql: Sql, input: InputOf<typeof listEscalationContacts>): Promise<Page<EscalationContact>> {
  return listPage<EscalationContact>(sql, {
    select: COLUMNS,
    from: FROM,
    scope: directoryScope,
    filters: [
      { text: 'e.valid_until is null', values: [] },
      ...equalFilter('e.owner_organisation_id', input.organisationId),
      ...anyFilter('e.kind', input.kind),
      ...wordFilter(['o.name', 'o.pinyin', 'e.name', 'e.duty'], input.q),
    ],
    orderBy: orderOf(input.sort, { allowed: { organisationName: 'o.pinyin', kind: 'e.kind', name: 'e.name' }, fallback: 'o.pinyin, e.kind, e.contact_rank', unique: 'e.escalation_contact_id' }),
    limit: input.limit,
    offset: input.offset,
  });
}

export async function findContact(sql: Sql, id: string): Promise<EscalationContact | undefined> {
  return (await sql.query<EscalationContact>(`select ${COLUMNS} from ${FROM} where e.escalation_contact_id = $1`, [id]))[0];
}

export async function lockContact(sql: Sql, id: string): Promise<EscalationContact | undefined> {
  return (await sql.query<EscalationContact>(`select ${COLUMNS} from ${FROM} where e.escalation_contact_id = $1 for update of e`, [id]))[0];
}

/** False when the rank is taken. */
export async function insertContact(sql: Sql, row: InputOf<typeof setEscalationContact> & { id: string; validFrom: string }): Promise<boolean> {
  const written = await sql.execute(
    `insert into consortium.escalation_contact (escalation_contact_id, owner_organisation_id, kind, contact_rank, name, duty, telephone, practitioner_id, valid_from)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (owner_organisation_id, kind, contact_rank) where valid_until is null do nothing`,
    [row.id, row.organisationId, row.kind, row.rank, row.name, row.duty, row.telephone, row.practitionerId ?? null, row.validFrom],
  );
  return written === 1;
}

export async function markContactEnded(sql: Sql, { id, validUntil }: { id: string; validUntil: string }): Promise<void> {
  await sql.execute('update consortium.escalation_contact set valid_until = greatest(valid_from, $2::date) where escalation_contact_id = $1', [id, validUntil]);
}

/** The first in rank of the organisation, else of the nearest organisation above it that names one. */
export async function findFirstContact(sql: Sql, { organisationId, kind }: { organisationId: string; kind: ContactKind }): Promise<EscalationContact | undefined> {
  const rows = await sql.query<EscalationContact>(
    `with recursive above as (
       select organisation_id, parent_id, 0 as height from consortium.organisation where organisation_id = $1
       union all select o.organisation_id, o.parent_id, above.height + 1 from above join consortium.organisation o on o.organisation_id = above.parent_id where above.height < 8
     )
     select ${COLUMNS} from ${FROM} join above on above.organisation_id = e.owner_organisation_id
     where e.kind = $2 and e.valid_until is null order by above.height, e.contact_rank limit 1`,
    [organisationId, kind],
  );
  return rows[0];
}
