import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { PackFile, RegionPack } from '../../contract/pack.ts';

type Texts = Partial<Record<PackFile, string>>;

export interface VersionRow {
  readonly regionId: string;
  readonly version: string;
  readonly digest: string;
  readonly pack: RegionPack;
  readonly files: Texts;
  readonly state: 'in-force' | 'ended';
  readonly isCurrent: boolean;
  readonly versions: number;
  readonly ownerOrganisationId: string;
  readonly appliedAt: string;
  readonly appliedBy: string;
}

const COLUMNS = `v.region_id as "regionId", v.version, v.digest, v.pack, v.files, r.state, r.version = v.version as "isCurrent", r.owner_organisation_id as "ownerOrganisationId",
  (select count(*)::int from regions.version other where other.region_id = v.region_id) as versions,
  to_char(v.applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "appliedAt", v.subject_name as "appliedBy"`;
const FROM = 'regions.version v join regions.region r on r.region_id = v.region_id';

/** The version of each region that is or was last in force, by id; some tens at most. */
export function listCurrentVersions(sql: Sql): Promise<VersionRow[]> {
  return sql.query<VersionRow>(`select ${COLUMNS} from ${FROM} where r.version = v.version order by v.region_id limit 500`);
}

export interface VersionKey {
  readonly regionId: string;
  readonly version: string;
  readonly digest: string;
}

/** What is in force, by id, without the packs themselves. */
export function listVersionsInForce(sql: Sql): Promise<VersionKey[]> {
  return sql.query<VersionKey>(`select v.region_id as "regionId", v.version, v.digest from ${FROM} where r.version = v.version and r.state = 'in-force' order by v.region_id limit 500`);
}

export async function getPack(sql: Sql, { regionId, version }: VersionKey): Promise<RegionPack> {
  return (await sql.query<{ pack: RegionPack }>('select pack from regions.version where region_id = $1 and version = $2', [regionId, version]))[0]!.pack;
}

export async function findVersion(sql: Sql, regionId: string, version?: string): Promise<VersionRow | undefined> {
  return (await sql.query<VersionRow>(`select ${COLUMNS} from ${FROM} where v.region_id = $1 and v.version = coalesce($2, r.version)`, [regionId, version ?? null]))[0];
}

/** Newest first. */
export function listVersions(sql: Sql, regionId: string): Promise<{ version: string; appliedAt: string; appliedBy: string; digest: string }[]> {
  return sql.query(
    `select version, digest, subject_name as "appliedBy", to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "appliedAt"
     from regions.version where region_id = $1 order by applied_at desc, version desc limit 500`,
    [regionId],
  );
}

/** One act on a region at a time. */
export async function lockRegion(tx: Transaction, regionId: string): Promise<void> {
  await tx.execute("select pg_advisory_xact_lock(hashtextextended('regions.region|' || $1, 0))", [regionId]);
}

export interface NewVersion {
  readonly pack: RegionPack;
  readonly files: Texts;
  readonly digest: string;
  readonly ownerOrganisationId: string;
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
}

export async function insertVersion(tx: Transaction, { pack, files, digest, ownerOrganisationId, subject, now }: NewVersion): Promise<void> {
  await tx.execute(
    `insert into regions.version (region_id, version, digest, files, pack, owner_organisation_id, subject_id, subject_name, applied_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [pack.id, pack.version, digest, JSON.stringify(files), JSON.stringify(pack), ownerOrganisationId, subject.id, subject.name, now],
  );
}

export async function setRegion(tx: Transaction, row: { regionId: string; version: string; state: VersionRow['state']; ownerOrganisationId: string; now: Date }): Promise<void> {
  await tx.execute(
    `insert into regions.region (region_id, version, state, owner_organisation_id, state_since) values ($1, $2, $3, $4, $5)
     on conflict (region_id) do update set version = excluded.version, state = excluded.state, owner_organisation_id = excluded.owner_organisation_id, state_since = excluded.state_since`,
    [row.regionId, row.version, row.state, row.ownerOrganisationId, row.now],
  );
}

export interface NewAction {
  readonly id: string;
  readonly regionId: string;
  readonly version: string;
  readonly action: 'apply' | 'end';
  readonly reason?: string;
  readonly ownerOrganisationId: string;
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
}

export async function insertAction(tx: Transaction, act: NewAction): Promise<void> {
  await tx.execute(
    `insert into regions.action (action_id, region_id, version, action, reason, owner_organisation_id, subject_id, subject_name, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [act.id, act.regionId, act.version, act.action, act.reason ?? null, act.ownerOrganisationId, act.subject.id, act.subject.name, act.now],
  );
}
