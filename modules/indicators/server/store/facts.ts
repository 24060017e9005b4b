import type { Transaction } from '#platform/database/transaction.ts';
import { findDefinition } from '../../contract/definitions/all.ts';
import { MEASURES, OF_ENCOUNTERS } from './measures.ts';

/** Transactions that began before the last reading and were committed after it are within this time. */
const OVERLAP = '10 minutes';

/**
 * Reads the encounters that changed since the last reading into the facts; returns the months that any of them was or is in. Reading a change twice
 * changes nothing.
 */
async function readEncounters(tx: Transaction, now: Date): Promise<string[]> {
  await tx.execute("insert into indicators.watermark (source, read_until) values ('encounter', '-infinity') on conflict do nothing");
  await tx.query("select read_until from indicators.watermark where source = 'encounter' for update");
  const rows = await tx.query<{ month: string }>(
    `with changed as materialized (
       select e.*, not e.deleted and e.organisation_id is not null and e.started_on is not null and e.status not in ('planned', 'cancelled', 'entered-in-error') as counted
       from fhir_report.encounter e where e.last_updated >= (select read_until - interval '${OVERLAP}' from indicators.watermark where source = 'encounter')
     ), fact as (
       select encounter_id, person_id, organisation_id, class, coalesce(counted, false) as counted, started_on, case when ended_on >= started_on then ended_on end as ended_on,
         case when counted and class in ('AMB', 'EMER') then to_char(started_on, 'YYYY-MM') end as visit_month,
         case when counted and class in ('IMP', 'ACUTE', 'NONAC') and status = 'finished' and ended_on >= started_on then to_char(ended_on, 'YYYY-MM') end as discharge_month, version from changed
     ), former as (
       select e.visit_month, e.discharge_month from indicators.encounter e join fact using (encounter_id) where fact.version > e.version
     ), kept as (
       insert into indicators.encounter (encounter_id, person_id, organisation_id, class, counted, started_on, ended_on, visit_month, discharge_month, version)
       select encounter_id, person_id, organisation_id, class, counted, started_on, ended_on, visit_month, discharge_month, version from fact
       on conflict (encounter_id) do update set person_id = excluded.person_id, organisation_id = excluded.organisation_id, class = excluded.class, counted = excluded.counted, started_on = excluded.started_on,
         ended_on = excluded.ended_on, visit_month = excluded.visit_month, discharge_month = excluded.discharge_month, version = excluded.version
       where excluded.version > indicators.encounter.version
       returning visit_month, discharge_month
     ), touched as (select * from former union all select * from kept)
     select visit_month as month from touched where visit_month is not null union select discharge_month from touched where discharge_month is not null`,
  );
  await tx.execute("update indicators.watermark set read_until = greatest(read_until, $1) where source = 'encounter'", [now]);
  return rows.map(({ month }) => month);
}

/** Computes the cells of one indicator anew, in the months given or in all; cells that nothing stands behind any more are removed. */
async function computeCells(tx: Transaction, { indicatorId, months, today, now }: { indicatorId: string; months: readonly string[] | null; today: string; now: Date }): Promise<void> {
  await tx.execute(
    `with computed as (
       select organisation_id, month, sum(numerator)::numeric as numerator, sum(denominator)::numeric as denominator, count(case_id) as cases from (${MEASURES[indicatorId]}) measured
       where $1::date is not null and organisation_id is not null and ($2::text[] is null or month = any($2::text[])) group by organisation_id, month
     ), gone as (
       delete from indicators.cell c where c.indicator_id = $3 and ($2::text[] is null or c.month = any($2::text[]))
         and not exists (select 1 from computed where computed.organisation_id = c.organisation_id and computed.month = c.month)
     )
     insert into indicators.cell as c (indicator_id, organisation_id, month, numerator, denominator, cases, definition_version, computed_at)
     select $3, organisation_id, month, numerator, denominator, cases, $4, $5 from computed
     on conflict (indicator_id, organisation_id, month) do update set numerator = excluded.numerator, denominator = excluded.denominator, cases = excluded.cases, definition_version = excluded.definition_version, computed_at = excluded.computed_at
     where (c.numerator, c.denominator, c.cases, c.definition_version) is distinct from (excluded.numerator, excluded.denominator, excluded.cases, excluded.definition_version)`,
    [today, months, indicatorId, findDefinition(indicatorId)?.version ?? '', now],
  );
}

/** Brings all cells up to date: what reads encounters only where months changed, unless everything is asked for. */
export async function refreshCells(tx: Transaction, { now, today, everything = false }: { now: Date; today: string; everything?: boolean }): Promise<string[]> {
  const months = await readEncounters(tx, now);
  for (const indicatorId of Object.keys(MEASURES)) {
    const isOfEncounters = OF_ENCOUNTERS.includes(indicatorId);
    if (isOfEncounters && !everything && months.length === 0) continue;
    await computeCells(tx, { indicatorId, months: isOfEncounters && !everything ? months : null, today, now });
  }
  return months;
}
