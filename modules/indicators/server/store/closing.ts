import type { Sql, Transaction } from '#platform/database/transaction.ts';

interface Closing {
  readonly ownerOrganisationId: string;
  readonly organisationIds: readonly string[];
  readonly month: string;
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
  readonly versions: Readonly<Record<string, string>>;
}

/** False when the office closed it before. Freezes each value of the month at the sites that nobody closed yet. */
export async function insertPeriod(tx: Transaction, { ownerOrganisationId, month, subject, now }: Closing): Promise<boolean> {
  return (await tx.execute('insert into indicators.period (owner_organisation_id, month, closed_at, closed_by_name) values ($1, $2, $3, $4) on conflict do nothing', [ownerOrganisationId, month, now, subject.name])) === 1;
}

export async function freezeMonth(tx: Transaction, { ownerOrganisationId, organisationIds, month, subject, now, versions }: Closing): Promise<number> {
  const frozen = await tx.execute(
    `insert into indicators.frozen (indicator_id, organisation_id, month, revision, numerator, denominator, definition_version, owner_organisation_id, subject_id, subject_name, recorded_at)
     select v.indicator_id, v.organisation_id, v.month, 1, v.numerator, v.denominator, coalesce($7::jsonb ->> v.indicator_id, v.definition_version), $3, $4, $5, $6
     from indicators.month_value v where v.month = $1 and v.organisation_id = any($2::text[]) and not v.is_frozen on conflict do nothing`,
    [month, organisationIds, ownerOrganisationId, subject.id, subject.name, now, JSON.stringify(versions)],
  );
  await tx.execute('insert into indicators.closed_site (organisation_id, month, owner_organisation_id) select site, $2, $3 from unnest($1::text[]) site on conflict do nothing', [organisationIds, month, ownerOrganisationId]);
  return frozen;
}

export async function isClosed(tx: Transaction, organisationId: string, month: string): Promise<boolean> {
  return (await tx.query('select 1 from indicators.closed_site where organisation_id = $1 and month = $2', [organisationId, month])).length > 0;
}

/** The office that closed the month of a site. */
export async function findCloser(tx: Transaction, organisationId: string, month: string): Promise<string | undefined> {
  return (await tx.query<{ owner: string }>('select owner_organisation_id as owner from indicators.closed_site where organisation_id = $1 and month = $2', [organisationId, month]))[0]?.owner;
}

export interface NewRevision {
  readonly indicatorId: string;
  readonly organisationId: string;
  readonly month: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly version: string;
  readonly reason: string;
  readonly ownerOrganisationId: string;
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
}

/** A value that was missing at closing has a first revision of zero over zero, so that old and new both stand. */
export async function insertRevision(tx: Transaction, r: NewRevision): Promise<void> {
  await tx.execute("select pg_advisory_xact_lock(hashtextextended('indicators.frozen|' || $1, 0))", [`${r.indicatorId}|${r.organisationId}|${r.month}`]);
  await tx.execute(
    `insert into indicators.frozen (indicator_id, organisation_id, month, revision, numerator, denominator, definition_version, owner_organisation_id, subject_id, subject_name, recorded_at)
     values ($1, $2, $3, 1, 0, 0, $4, $5, $6, $7, $8) on conflict do nothing`,
    [r.indicatorId, r.organisationId, r.month, r.version, r.ownerOrganisationId, r.subject.id, r.subject.name, r.now],
  );
  await tx.execute(
    `insert into indicators.frozen (indicator_id, organisation_id, month, revision, numerator, denominator, definition_version, reason, owner_organisation_id, subject_id, subject_name, recorded_at)
     select $1, $2, $3, max(revision) + 1, $9, $10, $4, $11, $5, $6, $7, $8 from indicators.frozen where indicator_id = $1 and organisation_id = $2 and month = $3`,
    [r.indicatorId, r.organisationId, r.month, r.version, r.ownerOrganisationId, r.subject.id, r.subject.name, r.now, r.numerator, r.denominator, r.reason],
  );
}

export interface ClosedPeriod {
  readonly month: string;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  readonly frozen: number;
  readonly restated: number;
}

/** The months that the office closed, with what was frozen and restated at the sites below it. */
export function listPeriods(sql: Sql, { organisationId, organisationIds, from }: { organisationId: string; organisationIds: readonly string[]; from: string }): Promise<ClosedPeriod[]> {
  return sql.query<ClosedPeriod>(
    `select p.month, to_char(p.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "closedAt", p.closed_by_name as "closedBy", coalesce(f.frozen, 0)::int as frozen, coalesce(f.restated, 0)::int as restated
     from indicators.period p left join lateral (
       select count(*) filter (where revision = 1) as frozen, count(*) filter (where revision > 1) as restated from indicators.frozen where month = p.month and organisation_id = any($2::text[])
     ) f on true where p.owner_organisation_id = $1 and p.month >= $3 order by p.month desc`,
    [organisationId, organisationIds, from],
  );
}
