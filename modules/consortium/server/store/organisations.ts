import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { listOrganisations, Organisation, OrganisationFacts, OrganisationNode } from '../../contract/organisations.ts';
import { anyFilter, directoryScope, equalFilter, instant, orderOf, wordFilter } from './columns.ts';

const COLUMNS = `o.organisation_id as id, o.name, o.short_name as "shortName", o.level, o.kind, o.ownership, o.is_legal_person as "isLegalPerson",
  o.credit_code as "creditCode", o.insurance_code as "insuranceCode", o.division_code as "divisionCode", o.parent_id as "parentId",
  parent.name as "parentName", o.longitude, o.latitude, o.bed_count as "bedCount", o.telephone, o.address, o.state,
  ${instant('o.state_since')} as "stateSince"`;
const FROM = 'consortium.organisation o left join consortium.organisation parent on parent.organisation_id = o.parent_id';
const SORTS = { name: 'o.pinyin', level: 'o.level', kind: 'o.kind', bedCount: 'o.bed_count', parentName: 'parent.pinyin' };

export async function findOrganisation(sql: Sql, id: string): Promise<Organisation | undefined> {
  const rows = await sql.query<Organisation>(`select ${COLUMNS} from ${FROM} where o.organisation_id = $1`, [id]);
  return rows[0];
}

/** Takes the row lock, so that two changes of one organisation follow each other. */
export async function lockOrganisation(sql: Sql, id: string): Promise<Organisation | undefined> {
  const rows = await sql.query<Organisation>(`select ${COLUMNS} from ${FROM} where o.organisation_id = $1 for update of o`, [id]);
  return rows[0];
}

export function listOrganisationRows(sql: Sql, input: InputOf<typeof listOrganisations>): Promise<Page<Organisation>> {
  return listPage<Organisation>(sql, {
    select: COLUMNS,
    from: FROM,
    scope: directoryScope,
    filters: [
      ...anyFilter('o.level', input.level),
      ...anyFilter('o.kind', input.kind),
      ...anyFilter('o.ownership', input.ownership),
      ...anyFilter('o.state', input.state),
      ...equalFilter('o.parent_id', input.parentId),
      ...(input.consortiumId === undefined
        ? []
        : [{ text: "exists (select 1 from consortium.membership m where m.organisation_id = o.organisation_id and m.consortium_id = ? and m.state in ('active', 'warned'))", values: [input.consortiumId] }]),
      ...wordFilter(['o.name', 'o.short_name', 'o.pinyin', 'o.credit_code', 'o.division_code'], input.q),
    ],
    orderBy: orderOf(input.sort, {
      allowed: SORTS,
      fallback: "array_position(array['province','city','county','township','village'], o.level), o.pinyin",
      unique: 'o.organisation_id',
    }),
    limit: input.limit,
    offset: input.offset,
  });
}

/** The whole tree is drawn at once; a county has some hundred organisations. */
const TREE_MAX = 5_000;

export function listNodes(sql: Sql): Promise<OrganisationNode[]> {
  return sql.query<OrganisationNode>(
    `select o.organisation_id as id, o.name, o.pinyin, o.level, o.kind, o.ownership, o.parent_id as "parentId", o.state, o.longitude, o.latitude,
       o.bed_count as "bedCount", exists (select 1 from consortium.membership m where m.organisation_id = o.organisation_id
         and m.role = 'lead' and m.state in ('active', 'warned')) as leads
     from consortium.organisation o
     order by array_position(array['province','city','county','township','village'], o.level), o.pinyin, o.organisation_id limit $1`,
    [TREE_MAX],
  );
}

export async function countOrganisations(sql: Sql): Promise<number> {
  const rows = await sql.query<{ total: number }>('select count(*) as total from consortium.organisation');
  return rows[0]?.total ?? 0;
}

export async function insertOrganisation(sql: Sql, row: { id: string; pinyin: string; facts: OrganisationFacts; now: Date }): Promise<void> {
  await sql.execute(
    `insert into consortium.organisation (organisation_id, name, short_name, level, kind, ownership, is_legal_person, credit_code, insurance_code,
       division_code, parent_id, longitude, latitude, bed_count, telephone, address, pinyin, state_since)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [row.id, ...factValues(row.facts), row.pinyin, row.now],
  );
}

export async function updateOrganisation(sql: Sql, row: { id: string; pinyin: string; facts: OrganisationFacts }): Promise<void> {
  await sql.execute(
    `update consortium.organisation set name = $2, short_name = $3, level = $4, kind = $5, ownership = $6, is_legal_person = $7, credit_code = $8,
       insurance_code = $9, division_code = $10, parent_id = $11, longitude = $12, latitude = $13, bed_count = $14, telephone = $15, address = $16,
       pinyin = $17 where organisation_id = $1`,
    [row.id, ...factValues(row.facts), row.pinyin],
  );
}

const factValues = (facts: OrganisationFacts): unknown[] => [
  facts.name, facts.shortName ?? null, facts.level, facts.kind, facts.ownership, facts.isLegalPerson, facts.creditCode ?? null,
  facts.insuranceCode ?? null, facts.divisionCode ?? null, facts.parentId ?? null, facts.longitude ?? null, facts.latitude ?? null, facts.bedCount,
  facts.telephone ?? null, facts.address ?? null,
];

export async function markOrganisationClosed(sql: Sql, id: string, now: Date): Promise<void> {
  await sql.execute("update consortium.organisation set state = 'closed', state_since = $2 where organisation_id = $1", [id, now]);
}

/** Another organisation that carries the same credit code. */
export async function findByCreditCode(sql: Sql, creditCode: string): Promise<string | undefined> {
  const rows = await sql.query<{ id: string }>('select organisation_id as id from consortium.organisation where credit_code = $1', [creditCode]);
  return rows[0]?.id;
}

/** True when `candidate` lies below `id` in the tree or is it, so that making it the parent would close a circle. */
export async function liesBelow(sql: Sql, { id, candidate }: { id: string; candidate: string }): Promise<boolean> {
  const rows = await sql.query<{ below: boolean }>(
    `with recursive above as (
       select organisation_id, parent_id from consortium.organisation where organisation_id = $2
       union
       select o.organisation_id, o.parent_id from consortium.organisation o join above on o.organisation_id = above.parent_id
     ) select exists (select 1 from above where organisation_id = $1) as below`,
    [id, candidate],
  );
  return rows[0]?.below ?? false;
}

/** What keeps an organisation from being closed, counted. */
export async function countOpenRelations(sql: Sql, { id, on }: { id: string; on: string }): Promise<{ children: number; memberships: number; agreements: number; centres: number }> {
  const rows = await sql.query<{ children: number; memberships: number; agreements: number; centres: number }>(
    `select (select count(*) from consortium.organisation where parent_id = $1 and state = 'active') as children,
       (select count(*) from consortium.membership where organisation_id = $1 and state in ('applied', 'reviewed', 'active', 'warned')) as memberships,
       (select count(*) from consortium.agreement where $1 in (first_organisation_id, second_organisation_id) and ended_on is null and valid_until >= $2) as agreements,
       (select count(*) from consortium.service_centre where $1 in (owner_organisation_id, member_organisation_id)
         and (valid_until is null or valid_until >= $2)) as centres`,
    [id, on],
  );
  return rows[0]!;
}

export interface OrganisationSummary {
  readonly id: string;
  readonly name: string;
  readonly shortName: string | null;
  readonly level: Organisation['level'];
  readonly kind: Organisation['kind'];
  readonly parentId: string | null;
  readonly telephone: string | null;
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly state: Organisation['state'];
  readonly divisionCode: string | null;
}

export function listSummaries(sql: Sql, ids: readonly string[]): Promise<OrganisationSummary[]> {
  return sql.query<OrganisationSummary>(
    `select organisation_id as id, name, short_name as "shortName", level, kind, parent_id as "parentId", telephone, longitude, latitude, state, division_code as "divisionCode"
     from consortium.organisation where organisation_id = any($1::text[])`,
    [ids],
  );
}

/** Organisations that work now, of everybody or of the ones named. */
export const listActiveSummaries = (sql: Sql, ids: readonly string[] | undefined): Promise<Pick<OrganisationSummary, 'id' | 'level' | 'kind'>[]> =>
  sql.query("select organisation_id as id, level, kind from consortium.organisation where state = 'active' and ($1::text[] is null or organisation_id = any($1)) order by organisation_id", [ids ?? null]);
