import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { listServiceCentres, ServiceCentre } from '../../contract/centres.ts';
import { anyFilter, directoryScope, orderOf, wordFilter } from './columns.ts';

const COLUMNS = `s.service_centre_id as id, s.service, s.owner_organisation_id as "centreOrganisationId", centre.name as "centreName",
  s.member_organisation_id as "memberOrganisationId", member.name as "memberName", s.valid_from as "validFrom", s.valid_until as "validUntil"`;
const FROM = `consortium.service_centre s join consortium.organisation centre on centre.organisation_id = s.owner_organisation_id
  join consortium.organisation member on member.organisation_id = s.member_organisation_id`;

export function listCentreRows(sql: Sql, input: InputOf<typeof listServiceCentres>): Promise<Page<ServiceCentre>> {
  return listPage<ServiceCentre>(sql, {
    select: COLUMNS,
    from: FROM,
    scope: directoryScope,
    filters: [
      ...anyFilter('s.service', input.service),
      ...(input.organisationId === undefined ? [] : [{ text: '? in (s.owner_organisation_id, s.member_organisation_id)', values: [input.organisationId] }]),
      ...(input.on === undefined ? [] : [{ text: 's.valid_from <= ?::date and (s.valid_until is null or s.valid_until >= ?::date)', values: [input.on, input.on] }]),
      ...wordFilter(['centre.name', 'centre.pinyin', 'member.name', 'member.pinyin'], input.q),
    ],
    orderBy: orderOf(input.sort, {
      allowed: { service: 's.service', centreName: 'centre.pinyin', memberName: 'member.pinyin', validFrom: 's.valid_from' },
      fallback: 's.service, member.pinyin, s.valid_from desc',
      unique: 's.service_centre_id',
    }),
    limit: input.limit,
    offset: input.offset,
  });
}

export async function findCentreRow(sql: Sql, { service, organisationId, on }: { service: string; organisationId: string; on: string }): Promise<ServiceCentre | undefined> {
  const rows = await sql.query<ServiceCentre>(
    `select ${COLUMNS} from ${FROM} where s.service = $1 and s.member_organisation_id = $2 and s.valid_from <= $3::date
       and (s.valid_until is null or s.valid_until >= $3::date)`,
    [service, organisationId, on],
  );
  return rows[0];
}

export async function lockCentre(sql: Sql, id: string): Promise<ServiceCentre | undefined> {
  return (await sql.query<ServiceCentre>(`select ${COLUMNS} from ${FROM} where s.service_centre_id = $1 for update of s`, [id]))[0];
}

export function listCentresByIds(sql: Sql, ids: readonly string[]): Promise<ServiceCentre[]> {
  return sql.query<ServiceCentre>(`select ${COLUMNS} from ${FROM} where s.service_centre_id = any($1::text[]) order by member.pinyin, s.service_centre_id`, [ids]);
}

export function listCentresOf(sql: Sql, organisationId: string, side: 'centre' | 'member'): Promise<ServiceCentre[]> {
  const column = side === 'centre' ? 's.owner_organisation_id' : 's.member_organisation_id';
  return sql.query<ServiceCentre>(
    `select ${COLUMNS} from ${FROM} where ${column} = $1 order by s.valid_until desc nulls first, s.service, member.pinyin, s.service_centre_id limit 500`,
    [organisationId],
  );
}

export interface NewCentre {
  readonly service: string;
  readonly centreOrganisationId: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly members: readonly { readonly id: string; readonly organisationId: string }[];
}

/** Members that already have a centre for the service on some day of the period; they are locked until the end of the transaction. */
export async function listAlreadyServed(sql: Sql, centre: NewCentre): Promise<string[]> {
  const members = centre.members.map((member) => member.organisationId);
  await sql.execute(
    `select pg_advisory_xact_lock(hashtextextended('consortium.service_centre|' || $1::text || '|' || member, 0))
     from (select unnest($2::text[]) as member order by 1) ordered`,
    [centre.service, members],
  );
  const rows = await sql.query<{ name: string }>(
    `select distinct o.name from consortium.service_centre s join consortium.organisation o on o.organisation_id = s.member_organisation_id
     where s.service = $1 and s.member_organisation_id = any($2::text[])
       and daterange(s.valid_from, s.valid_until, '[]') && daterange($3::date, $4::date, '[]') order by 1 limit 20`,
    [centre.service, members, centre.validFrom, centre.validUntil],
  );
  return rows.map((row) => row.name);
}

export async function insertCentres(sql: Sql, centre: NewCentre): Promise<void> {
  await sql.execute(
    `insert into consortium.service_centre (service_centre_id, service, owner_organisation_id, member_organisation_id, valid_from, valid_until)
     select id, $1, $2, member, $3, $4 from unnest($5::text[], $6::text[]) as served (id, member)`,
    [
      centre.service, centre.centreOrganisationId, centre.validFrom, centre.validUntil,
      centre.members.map((member) => member.id), centre.members.map((member) => member.organisationId),
    ],
  );
}

export async function markCentreEnded(sql: Sql, { id, validUntil }: { id: string; validUntil: string }): Promise<void> {
  await sql.execute('update consortium.service_centre set valid_until = $2 where service_centre_id = $1', [id, validUntil]);
}
