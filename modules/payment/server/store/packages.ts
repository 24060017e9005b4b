import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { ConsortiumPackage, listPackages } from '../../contract/packages.ts';
import { anyFilter, instant, orderOf, wordFilter, type StateStep } from './columns.ts';

/** Without the forecast, which the rules make. */
export type PackageRow = Omit<ConsortiumPackage, 'forecastFen'>;

const COLUMNS = `p.package_id as id, p.name, k.year, p.pack_id as "packId", k.version as "packVersion", p.owner_organisation_id as "ownerOrganisationId", p.heads, p.package_fen as "packageFen",
  p.monthly_prepay_fen as "monthlyPrepayFen", m.spent as "spentFen", m.inside as "insideFen", m.outside as "outsideFen", m.months as "monthsRecorded", p.state, ${instant('p.state_since')} as "stateSince",
  p.difference_fen as "differenceFen", p.decision_number as "decisionNumber", p.decided_on as "decidedOn"`;
const FROM = `payment.package p join payment.pack k using (pack_id) cross join lateral (
  select coalesce(sum(inside_fen + outside_fen), 0)::bigint as spent, coalesce(sum(inside_fen), 0)::bigint as inside, coalesce(sum(outside_fen), 0)::bigint as outside, count(*)::int as months
  from payment.package_month where package_id = p.package_id) m`;

export function listPackageRows(sql: Sql, input: InputOf<typeof listPackages>, scope: ScopeBuilder): Promise<Page<PackageRow>> {
  return listPage<PackageRow>(sql, {
    select: COLUMNS, from: FROM, scope, filters: [...anyFilter('p.state', input.state), ...wordFilter(['p.name'], input.q)],
    orderBy: orderOf(input.sort, { allowed: { name: 'p.name', year: 'k.year', packageFen: 'p.package_fen', state: 'p.state' }, fallback: 'k.year desc', unique: 'p.package_id' }),
    limit: input.limit, offset: input.offset,
  });
}

export async function findPackage(sql: Sql, id: string): Promise<PackageRow | undefined> {
  return (await sql.query<PackageRow>(`select ${COLUMNS} from ${FROM} where p.package_id = $1`, [id]))[0];
}

/** Locks the package, then reads it with the months that are kept by now. */
export async function lockPackage(sql: Sql, id: string): Promise<PackageRow | undefined> {
  await sql.query('select package_id from payment.package where package_id = $1 for update', [id]);
  return findPackage(sql, id);
}

export async function insertPackage(sql: Sql, row: Pick<PackageRow, 'id' | 'name' | 'packId' | 'ownerOrganisationId' | 'heads' | 'packageFen' | 'monthlyPrepayFen'> & { now: Date }): Promise<boolean> {
  const written = await sql.execute(
    `insert into payment.package (package_id, name, pack_id, owner_organisation_id, heads, package_fen, monthly_prepay_fen, state, state_since) values ($1, $2, $3, $4, $5, $6, $7, 'open', $8)
     on conflict on constraint package_owner_year do nothing`,
    [row.id, row.name, row.packId, row.ownerOrganisationId, row.heads, row.packageFen, row.monthlyPrepayFen, row.now],
  );
  return written === 1;
}

export interface PackageMonth {
  readonly month: string;
  readonly insideFen: number;
  readonly outsideFen: number;
}

export async function insertMonth(sql: Sql, row: PackageMonth & { packageId: string; ownerOrganisationId: string; now: Date }): Promise<boolean> {
  const written = await sql.execute(
    'insert into payment.package_month (package_id, month, owner_organisation_id, inside_fen, outside_fen, recorded_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing',
    [row.packageId, row.month, row.ownerOrganisationId, row.insideFen, row.outsideFen, row.now],
  );
  return written === 1;
}

export function listMonths(sql: Sql, packageId: string): Promise<PackageMonth[]> {
  return sql.query('select month, inside_fen as "insideFen", outside_fen as "outsideFen" from payment.package_month where package_id = $1 order by month limit 24', [packageId]);
}

export interface PackageShare {
  readonly party: 'fund' | 'lead' | 'member';
  readonly organisationId: string | null;
  readonly weight: string;
  readonly amountFen: number;
}

export async function insertShares(sql: Sql, { packageId, ownerOrganisationId }: { packageId: string; ownerOrganisationId: string }, shares: readonly PackageShare[]): Promise<void> {
  await sql.execute(
    `insert into payment.package_share (package_id, position, party, organisation_id, owner_organisation_id, weight, amount_fen)
     select $1, s.position, s.party, s."organisationId", $2, s.weight, s."amountFen" from jsonb_to_recordset($3::jsonb) as s(position integer, party text, "organisationId" text, weight text, "amountFen" bigint)`,
    [packageId, ownerOrganisationId, JSON.stringify(shares.map((share, position) => ({ ...share, position })))],
  );
}

export function listShares(sql: Sql, packageId: string): Promise<PackageShare[]> {
  return sql.query('select party, organisation_id as "organisationId", weight, amount_fen as "amountFen" from payment.package_share where package_id = $1 order by position limit 500', [packageId]);
}

export async function updatePackage(sql: Sql, step: StateStep & { differenceFen?: number; decisionNumber?: string; decidedOn?: string }): Promise<void> {
  await sql.execute(
    `update payment.package set state = $2, state_since = $3, difference_fen = coalesce($4, difference_fen), decision_number = coalesce($5, decision_number), decided_on = coalesce($6::date, decided_on) where package_id = $1`,
    [step.id, step.state, step.now, step.differenceFen ?? null, step.decisionNumber ?? null, step.decidedOn ?? null],
  );
}
