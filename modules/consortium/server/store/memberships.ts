import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { listMemberships, Membership, MembershipState } from '../../contract/memberships.ts';
import type { consortiumSchema, foundConsortium, listConsortia } from '../../contract/organisations.ts';
import { anyFilter, directoryScope, equalFilter, instant, orderOf, wordFilter } from './columns.ts';
import type { OutputOf } from '#platform/kernel/contract.ts';

export type Consortium = OutputOf<typeof consortiumSchema>;

const COLUMNS = `m.membership_id as id, m.consortium_id as "consortiumId", c.name as "consortiumName", m.organisation_id as "organisationId",
  o.name as "organisationName", m.owner_organisation_id as "ownerOrganisationId", m.role, m.state, ${instant('m.state_since')} as "stateSince",
  m.valid_from as "validFrom", m.valid_until as "validUntil"`;
const FROM = 'consortium.membership m join consortium.consortium c using (consortium_id) join consortium.organisation o on o.organisation_id = m.organisation_id';
const SORTS = { organisationName: 'o.pinyin', consortiumName: 'c.name', role: 'm.role', state: 'm.state', stateSince: 'm.state_since', validFrom: 'm.valid_from' };

export function listMembershipRows(sql: Sql, input: InputOf<typeof listMemberships>): Promise<Page<Membership>> {
  return listPage<Membership>(sql, {
    select: COLUMNS,
    from: FROM,
    scope: directoryScope,
    filters: [
      ...equalFilter('m.consortium_id', input.consortiumId),
      ...equalFilter('m.organisation_id', input.organisationId),
      ...anyFilter('m.state', input.state),
      ...anyFilter('m.role', input.role),
      ...(input.on === undefined ? [] : [{ text: 'm.valid_from <= ?::date and (m.valid_until is null or m.valid_until >= ?::date)', values: [input.on, input.on] }]),
      ...wordFilter(['o.name', 'o.pinyin', 'c.name'], input.q),
    ],
    orderBy: orderOf(input.sort, {
      allowed: SORTS,
      fallback: "array_position(array['applied','reviewed','warned','active','refused','exited'], m.state), m.state_since desc",
      unique: 'm.membership_id',
    }),
    limit: input.limit,
    offset: input.offset,
  });
}

export async function findMembership(sql: Sql, id: string): Promise<Membership | undefined> {
  return (await sql.query<Membership>(`select ${COLUMNS} from ${FROM} where m.membership_id = $1`, [id]))[0];
}

export async function lockMembership(sql: Sql, id: string): Promise<Membership | undefined> {
  return (await sql.query<Membership>(`select ${COLUMNS} from ${FROM} where m.membership_id = $1 for update of m`, [id]))[0];
}

/** Every membership an organisation ever had, newest first. */
export function listMembershipsOf(sql: Sql, organisationId: string): Promise<Membership[]> {
  return sql.query<Membership>(`select ${COLUMNS} from ${FROM} where m.organisation_id = $1 order by m.valid_from desc nulls first, m.membership_id desc limit 200`, [organisationId]);
}

export interface NewMembership {
  readonly id: string;
  readonly consortiumId: string;
  readonly organisationId: string;
  readonly ownerOrganisationId: string;
  readonly role: Membership['role'];
  readonly state: MembershipState;
  readonly stateSince: Date;
  readonly validFrom: string | null;
}

/** False when the organisation already has an open membership there. */
export async function insertMembership(sql: Sql, row: NewMembership): Promise<boolean> {
  const written = await sql.execute(
    `insert into consortium.membership (membership_id, consortium_id, organisation_id, owner_organisation_id, role, state, state_since, valid_from)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (consortium_id, organisation_id) where state not in ('exited', 'refused') do nothing`,
    [row.id, row.consortiumId, row.organisationId, row.ownerOrganisationId, row.role, row.state, row.stateSince, row.validFrom],
  );
  return written === 1;
}

export interface MembershipStep {
  readonly id: string;
  readonly state: MembershipState;
  readonly stateSince: Date;
  readonly validFrom?: string;
  readonly validUntil?: string;
}

/** Moves the state; dates once written are kept. */
export async function updateMembershipState(sql: Sql, step: MembershipStep): Promise<void> {
  await sql.execute(
    `update consortium.membership set state = $2, state_since = $3, valid_from = coalesce(valid_from, $4::date), valid_until = coalesce(valid_until, $5::date)
     where membership_id = $1`,
    [step.id, step.state, step.stateSince, step.validFrom ?? null, step.validUntil ?? null],
  );
}

/** Applications that wait, and those of them older than the days given. */
export async function countWaiting(sql: Sql, { organisationIds, everywhere, olderThan }: { organisationIds: readonly string[]; everywhere: boolean; olderThan: Date }) {
  const rows = await sql.query<{ waiting: number; overdue: number }>(
    `select count(*) as waiting, count(*) filter (where state_since < $3) as overdue from consortium.membership
     where state in ('applied', 'reviewed') and ($2 or owner_organisation_id = any($1::text[]))`,
    [organisationIds, everywhere, olderThan],
  );
  return rows[0] ?? { waiting: 0, overdue: 0 };
}

const CONSORTIUM_COLUMNS = `c.consortium_id as id, c.name, c.form, c.tightness, c.owner_organisation_id as "ownerOrganisationId", o.name as "ownerName",
  c.founded_on as "foundedOn", c.dissolved_on as "dissolvedOn", c.invariants,
  (select count(*) from consortium.membership m where m.consortium_id = c.consortium_id and m.state in ('active', 'warned')) as "memberCount",
  (select count(*) from consortium.membership m join consortium.organisation p on p.organisation_id = m.organisation_id
    where m.consortium_id = c.consortium_id and m.state in ('active', 'warned') and p.ownership = 'private') as "privateMemberCount",
  (select count(*) from consortium.membership m where m.consortium_id = c.consortium_id and m.state in ('applied', 'reviewed')) as "waitingCount"`;
const CONSORTIUM_FROM = 'consortium.consortium c join consortium.organisation o on o.organisation_id = c.owner_organisation_id';

export function listConsortiumRows(sql: Sql, input: InputOf<typeof listConsortia>): Promise<Page<Consortium>> {
  return listPage<Consortium>(sql, {
    select: CONSORTIUM_COLUMNS,
    from: CONSORTIUM_FROM,
    scope: directoryScope,
    filters: [...anyFilter('c.form', input.form), ...wordFilter(['c.name', 'o.name'], input.q)],
    orderBy: orderOf(input.sort, { allowed: { name: 'c.name', form: 'c.form', foundedOn: 'c.founded_on' }, fallback: 'c.founded_on', unique: 'c.consortium_id' }),
    limit: input.limit,
    offset: input.offset,
  });
}

export async function findConsortium(sql: Sql, id: string): Promise<Consortium | undefined> {
  return (await sql.query<Consortium>(`select ${CONSORTIUM_COLUMNS} from ${CONSORTIUM_FROM} where c.consortium_id = $1`, [id]))[0];
}

/** False when the name is taken. */
export async function insertConsortium(sql: Sql, row: InputOf<typeof foundConsortium> & { id: string }): Promise<boolean> {
  const written = await sql.execute(
    `insert into consortium.consortium (consortium_id, name, form, tightness, owner_organisation_id, founded_on, invariants)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (name) do nothing`,
    [row.id, row.name, row.form, row.tightness, row.ownerOrganisationId, row.foundedOn, row.invariants],
  );
  return written === 1;
}

/** Invariants that protect an organisation through its present consortia. */
export async function listProtectedInvariants(sql: Sql, organisationId: string): Promise<string[]> {
  const rows = await sql.query<{ invariant: string }>(
    `select distinct unnest(c.invariants) as invariant from consortium.membership m join consortium.consortium c using (consortium_id)
     where m.organisation_id = $1 and m.state in ('active', 'warned')`,
    [organisationId],
  );
  return rows.map((row) => row.invariant);
}

/** A consortium in which both are members on the day. */
export async function findCommonConsortium(sql: Sql, { firstOrganisationId, secondOrganisationId, on }: { firstOrganisationId: string; secondOrganisationId: string; on: string }): Promise<string | undefined> {
  const rows = await sql.query<{ id: string }>(
    `with recursive ground as (
       select $1::text as side, organisation_id, parent_id from consortium.organisation where organisation_id = $1
       union all select $2::text, organisation_id, parent_id from consortium.organisation where organisation_id = $2
       union select ground.side, o.organisation_id, o.parent_id from consortium.organisation o join ground on o.organisation_id = ground.parent_id
     ), joined as (
       select distinct ground.side, m.consortium_id from ground join consortium.membership m on m.organisation_id = ground.organisation_id
       where m.valid_from <= $3::date and (m.valid_until is null or m.valid_until >= $3::date) and m.state in ('active', 'warned', 'exited')
     )
     select a.consortium_id as id from joined a join joined b using (consortium_id) where a.side = $1 and b.side = $2 order by 1 limit 1`,
    [firstOrganisationId, secondOrganisationId, on],
  );
  return rows[0]?.id;
}
