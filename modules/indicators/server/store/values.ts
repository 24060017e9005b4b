import type { Gate } from '#platform/access/gate.ts';
import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { MonthRow } from '../rules/value.ts';
import { MEASURES } from './measures.ts';

export interface KnownRow extends MonthRow {
  readonly indicatorId: string;
  readonly isFrozen: boolean;
  readonly knownAt: string | null;
}

const INSTANT = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

interface Asked {
  readonly indicatorIds: readonly string[];
  readonly organisationIds: readonly string[];
  readonly from: string;
  readonly until: string;
}

/** What counts, by site and month: frozen where closed, else computed or approved. */
export function listSiteMonths(sql: Sql, { indicatorIds, organisationIds, from, until }: Asked): Promise<KnownRow[]> {
  return sql.query<KnownRow>(
    `select indicator_id as "indicatorId", organisation_id as "organisationId", month, trim_scale(numerator)::text as numerator, trim_scale(denominator)::text as denominator, is_frozen as "isFrozen", ${INSTANT('known_at')} as "knownAt"
     from indicators.month_value where indicator_id = any($1::text[]) and organisation_id = any($2::text[]) and month between $3 and $4 order by month, organisation_id`,
    [indicatorIds, organisationIds, from, until],
  );
}

/** As `listSiteMonths`, added over the sites by the database. */
export function listMonthSums(sql: Sql, { indicatorIds, organisationIds, from, until }: Asked): Promise<KnownRow[]> {
  return sql.query<KnownRow>(
    `select indicator_id as "indicatorId", '' as "organisationId", month, trim_scale(sum(numerator))::text as numerator, trim_scale(sum(denominator))::text as denominator, bool_and(is_frozen) as "isFrozen", ${INSTANT('max(known_at)')} as "knownAt"
     from indicators.month_value where indicator_id = any($1::text[]) and organisation_id = any($2::text[]) and month between $3 and $4 group by indicator_id, month order by month`,
    [indicatorIds, organisationIds, from, until],
  );
}

export function listSites(sql: Sql, organisationIds: readonly string[]): Promise<{ organisationId: string; name: string; level: string }[]> {
  return sql.query(`select organisation_id as "organisationId", name, level from consortium_report.organisation where organisation_id = any($1::text[]) order by organisation_id`, [organisationIds]);
}

/** Active organisations of the same level and kind, the one itself among them, by name. */
export function listPeers(sql: Sql, { organisationId, organisationIds }: { organisationId: string; organisationIds: readonly string[] }): Promise<{ organisationId: string; name: string }[]> {
  return sql.query(
    `select peer.organisation_id as "organisationId", peer.name from consortium_report.organisation own join consortium_report.organisation peer on peer.level = own.level and peer.kind = own.kind and peer.state = 'active'
     where own.organisation_id = $1 and peer.organisation_id = any($2::text[]) order by peer.name, peer.organisation_id limit 200`,
    [organisationId, organisationIds],
  );
}

export interface Restatement {
  readonly organisationId: string;
  readonly month: string;
  readonly oldNumerator: string;
  readonly oldDenominator: string;
  readonly newNumerator: string;
  readonly newDenominator: string;
  readonly reason: string;
  readonly subjectName: string;
  readonly at: string;
}

/** Newest first. */
export function listRestatements(sql: Sql, indicatorId: string, organisationIds: readonly string[]): Promise<Restatement[]> {
  return sql.query(
    `select f.organisation_id as "organisationId", f.month, trim_scale(o.numerator)::text as "oldNumerator", trim_scale(o.denominator)::text as "oldDenominator", trim_scale(f.numerator)::text as "newNumerator",
       trim_scale(f.denominator)::text as "newDenominator", f.reason, f.subject_name as "subjectName", ${INSTANT('f.recorded_at')} as at
     from indicators.frozen f join indicators.frozen o on o.indicator_id = f.indicator_id and o.organisation_id = f.organisation_id and o.month = f.month and o.revision = f.revision - 1
     where f.indicator_id = $1 and f.organisation_id = any($2::text[]) order by f.recorded_at desc, f.revision desc, f.organisation_id, f.month limit 500`,
    [indicatorId, organisationIds],
  );
}

/** What one person adds to an indicator at these sites, by site and month. */
export function listMonthsOfPerson(sql: Sql, { indicatorId, organisationIds, personId, months, today }: { indicatorId: string; organisationIds: readonly string[]; personId: string; months: readonly string[]; today: string }): Promise<MonthRow[]> {
  return sql.query<MonthRow>(
    `select organisation_id as "organisationId", month, trim_scale(sum(numerator)::numeric)::text as numerator, trim_scale(sum(denominator)::numeric)::text as denominator
     from (${(MEASURES[indicatorId]?.rows ?? '').replaceAll('$1::date', `'${today}'::date`)}) measured where person_id = $1 and month = any($2::text[]) and organisation_id = any($3::text[]) group by 1, 2 order by 2, 1`,
    [personId, months, organisationIds],
  );
}

export interface CaseRow {
  readonly caseId: string;
  readonly personId: string | null;
  readonly organisationId: string;
  readonly day: string | null;
  readonly numerator: string;
  readonly denominator: string;
}

/** Columns named with their table: in the look-up of a ground a bare one would mean the ground's own. A case of a person is shown to whom that person's record is open; one without a person to its organisation. */
const CASE_SCOPE = { organisation: ['case when measured.person_id is null then measured.organisation_id end'], person: 'measured.person_id', rowByRow: true } as const;

/** The rows behind the cells of a month that the asker may open; the total counts these, no others. */
export async function listCases(sql: Sql, gate: Gate, { indicatorId, organisationIds, month, today, limit, offset }: { indicatorId: string; organisationIds: readonly string[]; month: string; today: string; limit: number; offset: number }): Promise<Page<CaseRow>> {
  const asked = {
    select: `case_id as "caseId", person_id as "personId", organisation_id as "organisationId", day::text as day, trim_scale(numerator::numeric)::text as numerator, trim_scale(denominator::numeric)::text as denominator`,
    from: `(${(MEASURES[indicatorId]?.rows ?? '').replaceAll('$1::date', `'${today}'::date`)}) measured`,
    filters: [{ text: 'case_id is not null and month = ?', values: [month] }, { text: 'organisation_id = any(?::text[])', values: [organisationIds] }],
    orderBy: 'day, case_id',
  };
  return listPage<CaseRow>(sql, { ...asked, scope: gate.scope(CASE_SCOPE), limit, offset });
}
