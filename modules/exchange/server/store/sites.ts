import type { Sql, Transaction } from '#platform/database/transaction.ts';

export interface SiteRow {
  readonly id: string;
  readonly organisationId: string;
  readonly name: string;
  readonly application: string;
  readonly facility: string;
  readonly receives: boolean;
  readonly dayZone: string;
  readonly targetHost: string | null;
  readonly targetPort: number | null;
  readonly targetUsesTls: boolean;
  readonly isActive: boolean;
  readonly createdAt: Date;
}

export const SITE_COLUMNS = `site.site_id as id, site.owner_organisation_id as "organisationId", site.name, site.application, site.facility, site.receives, site.day_zone as "dayZone",
  site.target_host as "targetHost", site.target_port as "targetPort", site.target_uses_tls as "targetUsesTls", site.is_active as "isActive", site.created_at as "createdAt"`;

/** The registered system of a message; one that names the application only serves all its facilities. */
export async function findSiteOf(sql: Sql, { application, facility }: { application: string; facility: string }): Promise<SiteRow | undefined> {
  const rows = await sql.query<SiteRow>(
    `select ${SITE_COLUMNS} from exchange.site where is_active and receives and application = $1 and (facility = $2 or facility = '') order by facility desc limit 1`,
    [application, facility],
  );
  return rows[0];
}

export async function findSite(sql: Sql, id: string): Promise<SiteRow | undefined> {
  return (await sql.query<SiteRow>(`select ${SITE_COLUMNS} from exchange.site where site_id = $1`, [id]))[0];
}

/** Held by the one process that sends to it. */
export async function lockSite(tx: Transaction, id: string): Promise<SiteRow | undefined> {
  return (await tx.query<SiteRow>(`select ${SITE_COLUMNS} from exchange.site where site_id = $1 for update skip locked`, [id]))[0];
}

/** The system under whose name an organisation's own files are taken. */
export async function findOwnSite(sql: Sql, organisationId: string): Promise<SiteRow | undefined> {
  return (await sql.query<SiteRow>(`select ${SITE_COLUMNS} from exchange.site where owner_organisation_id = $1 and application = 'YIGONG-FILE'`, [organisationId]))[0];
}

/** False where another system has this pair of names. */
export async function insertSite(sql: Sql, site: SiteRow): Promise<boolean> {
  const inserted = await sql.execute(
    `insert into exchange.site (site_id, owner_organisation_id, name, application, facility, receives, day_zone, target_host, target_port, target_uses_tls, is_active, created_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) on conflict on constraint site_name_pair do nothing`,
    [site.id, site.organisationId, site.name, site.application, site.facility, site.receives, site.dayZone, site.targetHost, site.targetPort, site.targetUsesTls, site.isActive, site.createdAt],
  );
  return inserted === 1;
}

export async function isNamePairTaken(sql: Sql, { id, application, facility }: { id: string; application: string; facility: string }): Promise<boolean> {
  const rows = await sql.query('select 1 from exchange.site where application = $1 and facility = $2 and site_id <> $3', [application, facility, id]);
  return rows.length > 0;
}

export async function updateSite(sql: Sql, site: SiteRow, at: Date): Promise<void> {
  await sql.execute(
    `update exchange.site set name = $2, application = $3, facility = $4, receives = $5, day_zone = $6, target_host = $7, target_port = $8, target_uses_tls = $9, is_active = $10, changed_at = $11
     where site_id = $1`,
    [site.id, site.name, site.application, site.facility, site.receives, site.dayZone, site.targetHost, site.targetPort, site.targetUsesTls, site.isActive, at],
  );
}
