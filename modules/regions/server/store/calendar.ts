import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { NoticeDay } from '../rules/read-calendar.ts';

export interface NoticeRow {
  readonly version: number;
  readonly source: string;
  readonly digest: string;
  readonly days: readonly NoticeDay[];
  readonly ownerOrganisationId: string;
  readonly loadedAt: string;
  readonly loadedBy: string;
}

const VERSIONS_MAX = 100;

/** Newest first. */
export function listNotices(sql: Sql, year: number): Promise<NoticeRow[]> {
  return sql.query<NoticeRow>(
    `select version, source, digest, days, owner_organisation_id as "ownerOrganisationId", subject_name as "loadedBy", to_char(loaded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "loadedAt"
     from regions.calendar_notice where year = $1 order by version desc limit ${VERSIONS_MAX}`,
    [year],
  );
}

export async function listNoticeYears(sql: Sql): Promise<number[]> {
  return (await sql.query<{ year: number }>('select distinct year from regions.calendar_notice order by year limit 100')).map(({ year }) => year);
}

/** One notice of a year at a time. */
export async function lockYear(tx: Transaction, year: number): Promise<void> {
  await tx.execute("select pg_advisory_xact_lock(hashtextextended('regions.calendar|' || $1, 0))", [String(year)]);
}

interface NewNotice {
  readonly year: number;
  readonly version: number;
  readonly source: string;
  readonly digest: string;
  readonly days: readonly NoticeDay[];
  readonly ownerOrganisationId: string;
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
}

export async function insertNotice(tx: Transaction, { year, version, source, digest, days, ownerOrganisationId, subject, now }: NewNotice): Promise<void> {
  await tx.execute(
    `insert into regions.calendar_notice (year, version, source, digest, days, owner_organisation_id, subject_id, subject_name, loaded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [year, version, source, digest, JSON.stringify(days), ownerOrganisationId, subject.id, subject.name, now],
  );
}
