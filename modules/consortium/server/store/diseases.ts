import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { addDiseaseRange, DiseaseList, DiseaseRange } from '../../contract/diseases.ts';

type ListRow = Omit<DiseaseList, 'ranges'>;

const LIST_COLUMNS = `l.disease_list_id as id, l.name, l.owner_organisation_id as "ownerOrganisationId", l.level, l.organisation_id as "organisationId",
  o.name as "organisationName", l.valid_from as "validFrom", l.valid_until as "validUntil"`;
const LIST_FROM = 'consortium.disease_list l left join consortium.organisation o on o.organisation_id = l.organisation_id';
const RANGE_COLUMNS = `disease_range_id as id, disease_list_id as "listId", code_from as "codeFrom", code_until as "codeUntil", title, judgement,
  condition_text as condition, stay_days as "stayDays", suggested_days as "suggestedDays", valid_from as "validFrom", valid_until as "validUntil"`;

/** Lists in force on the day with their ranges of that day: at most 200 lists. */
export async function listListsOn(sql: Sql, on: string): Promise<DiseaseList[]> {
  const lists = await sql.query<ListRow>(
    `select ${LIST_COLUMNS} from ${LIST_FROM} where l.valid_until is null or l.valid_until >= $1::date
     order by l.organisation_id is not null, array_position(array['province','city','county','township','village'], l.level), l.name, l.disease_list_id limit 200`,
    [on],
  );
  return withRanges(sql, lists, on);
}

/** The lists that apply to an organisation on a day: its own first, then those of its level kept by an organisation above it (or any, when none above keeps one). */
export async function listListsFor(sql: Sql, { organisationId, on }: { organisationId: string; on: string }): Promise<DiseaseList[]> {
  const lists = await sql.query<ListRow>(
    `with recursive above as (
       select organisation_id, parent_id, 0 as height from consortium.organisation where organisation_id = $1
       union all select p.organisation_id, p.parent_id, above.height + 1 from above join consortium.organisation p on p.organisation_id = above.parent_id where above.height < 8
     )
     select ${LIST_COLUMNS} from ${LIST_FROM} left join above on above.organisation_id = l.owner_organisation_id
     where l.valid_from <= $2::date and (l.valid_until is null or l.valid_until >= $2::date)
       and (l.organisation_id = $1 or l.level = (select level from consortium.organisation where organisation_id = $1))
     order by l.organisation_id is null, above.height nulls last, l.disease_list_id limit 10`,
    [organisationId, on],
  );
  return withRanges(sql, lists, on);
}

async function withRanges(sql: Sql, lists: readonly ListRow[], on: string): Promise<DiseaseList[]> {
  const ranges = await sql.query<DiseaseRange>(
    `select ${RANGE_COLUMNS} from consortium.disease_range where disease_list_id = any($1::text[]) and (valid_until is null or valid_until >= $2::date)
     order by code_from, code_until, judgement, disease_range_id limit 5000`,
    [lists.map((list) => list.id), on],
  );
  return lists.map((list) => ({ ...list, ranges: ranges.filter((range) => range.listId === list.id) }));
}

export async function findDiseaseList(sql: Sql, id: string, on: string): Promise<DiseaseList | undefined> {
  const lists = await sql.query<ListRow>(`select ${LIST_COLUMNS} from ${LIST_FROM} where l.disease_list_id = $1`, [id]);
  return (await withRanges(sql, lists, on))[0];
}

/** False when the level (of this keeper) or the organisation already has an open list. */
export async function insertDiseaseList(sql: Sql, row: { id: string; name: string; ownerOrganisationId: string; level: string | null; organisationId: string | null; validFrom: string }): Promise<boolean> {
  const written = await sql.execute(
    `insert into consortium.disease_list (disease_list_id, name, owner_organisation_id, level, organisation_id, valid_from)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [row.id, row.name, row.ownerOrganisationId, row.level, row.organisationId, row.validFrom],
  );
  return written === 1;
}

export async function insertDiseaseRange(sql: Sql, row: InputOf<typeof addDiseaseRange> & { id: string; ownerOrganisationId: string }): Promise<void> {
  await sql.execute(
    `insert into consortium.disease_range (disease_range_id, disease_list_id, owner_organisation_id, code_from, code_until, title, judgement,
       condition_text, stay_days, suggested_days, valid_from)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      row.id, row.listId, row.ownerOrganisationId, row.codeFrom, row.codeUntil, row.title, row.judgement, row.condition ?? null,
      row.stayDays ?? null, row.suggestedDays ?? null, row.validFrom,
    ],
  );
}

export async function lockDiseaseRange(sql: Sql, id: string): Promise<(DiseaseRange & { ownerOrganisationId: string }) | undefined> {
  const rows = await sql.query<DiseaseRange & { ownerOrganisationId: string }>(
    `select ${RANGE_COLUMNS}, owner_organisation_id as "ownerOrganisationId" from consortium.disease_range where disease_range_id = $1 for update`,
    [id],
  );
  return rows[0];
}

export async function markDiseaseRangeEnded(sql: Sql, { id, validUntil }: { id: string; validUntil: string }): Promise<void> {
  await sql.execute('update consortium.disease_range set valid_until = $2 where disease_range_id = $1', [id, validUntil]);
}
