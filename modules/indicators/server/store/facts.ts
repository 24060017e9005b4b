import type { Transaction } from '#platform/database/transaction.ts';
import { findDefinition } from '../../contract/definitions/all.ts';
import { modulesWithEventsAfter } from '#platform/events/outbox-store.ts';
import { refreshFlows } from './flows.ts';
import { ENCOUNTER_SUMS, MEASURES } from './measures.ts';

const SUMS = Object.keys(ENCOUNTER_SUMS) as (keyof typeof ENCOUNTER_SUMS)[];
/** A fact is a visit or a stay, never both. */
const MONTH_OF_FACT = 'coalesce(visit_month, discharge_month)';
const amountOf = (sum: keyof typeof ENCOUNTER_SUMS): string => `case when ${ENCOUNTER_SUMS[sum].month} is null then 0 else ${ENCOUNTER_SUMS[sum].amount} end`;

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
       select -1 as sign, e.* from indicators.encounter e join fact using (encounter_id) where fact.version > e.version
     ), kept as (
       insert into indicators.encounter (encounter_id, person_id, organisation_id, class, counted, started_on, ended_on, visit_month, discharge_month, version)
       select encounter_id, person_id, organisation_id, class, counted, started_on, ended_on, visit_month, discharge_month, version from fact
       on conflict (encounter_id) do update set person_id = excluded.person_id, organisation_id = excluded.organisation_id, class = excluded.class, counted = excluded.counted, started_on = excluded.started_on,
         ended_on = excluded.ended_on, visit_month = excluded.visit_month, discharge_month = excluded.discharge_month, version = excluded.version
       where excluded.version > indicators.encounter.version
       returning *
     ), added as (
       select organisation_id, ${MONTH_OF_FACT} as month, ${SUMS.map((sum) => `sum(sign * (${amountOf(sum)})) as ${sum}`).join(', ')}
       from (select * from former union all select 1, * from kept) touched where organisation_id is not null and ${MONTH_OF_FACT} is not null group by 1, 2
     ), merged as (
       insert into indicators.encounter_month as m (organisation_id, month, ${SUMS.join(', ')}) select organisation_id, month, ${SUMS.join(', ')} from added
       on conflict (organisation_id, month) do update set ${SUMS.map((sum) => `${sum} = m.${sum} + excluded.${sum}`).join(', ')}
     )
     select distinct month from added`,
  );
  await tx.execute("update indicators.watermark set read_until = greatest(read_until, $1) where source = 'encounter'", [now]);
  return rows.map(({ month }) => month);
}

/** Adds all facts up anew. They are read by a statement that only reads, so that the database may use all its processors. */
async function addUpAnew(tx: Transaction): Promise<void> {
  const rows = await tx.query(
    `select organisation_id, ${MONTH_OF_FACT} as month, ${SUMS.map((sum) => `coalesce(sum(${amountOf(sum)}), 0)::text as ${sum}`).join(', ')} from indicators.encounter
     where organisation_id is not null and ${MONTH_OF_FACT} is not null group by 1, 2`,
  );
  await tx.execute('delete from indicators.encounter_month');
  await tx.execute(
    `insert into indicators.encounter_month (organisation_id, month, ${SUMS.join(', ')}) select organisation_id, month, ${SUMS.join(', ')}
     from jsonb_to_recordset($1::jsonb) as sums(organisation_id text, month text, ${SUMS.map((sum) => `${sum} bigint`).join(', ')})`,
    [JSON.stringify(rows)],
  );
}

/** Computes the cells of one indicator anew, in the months given or in all; cells that nothing stands behind any more are removed. */
async function computeCells(tx: Transaction, { indicatorId, months, today, now }: { indicatorId: string; months: readonly string[] | null; today: string; now: Date }): Promise<void> {
  await tx.execute(
    `with computed as (
       select organisation_id, month, sum(numerator)::numeric as numerator, sum(denominator)::numeric as denominator, sum(cases)::bigint as cases from (${MEASURES[indicatorId]!.sums}) measured
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

/**
 * Brings all cells up to date. What encounters stand behind is computed anew where months changed, what other rooms stand behind where an event of theirs came; all of it in a new month, or when
 * everything is asked for. Returns the months of encounters that changed.
 */
export async function refreshCells(tx: Transaction, { now, today, everything = false }: { now: Date; today: string; everything?: boolean }): Promise<string[]> {
  const months = await readEncounters(tx, now);
  if (everything) await addUpAnew(tx);
  const [last] = await tx.query<{ position: string; month: string }>("select event_position::text as position, computed_month as month from indicators.watermark where source = 'encounter'");
  const { modules, position } = await modulesWithEventsAfter(tx, last!.position);
  const isAllStale = everything || last!.month !== today.slice(0, 7);
  for (const [indicatorId, { rooms, ofEncounters }] of Object.entries(MEASURES)) {
    if (isAllStale || rooms.some((room) => modules.includes(room))) await computeCells(tx, { indicatorId, months: null, today, now });
    else if (ofEncounters && months.length > 0) await computeCells(tx, { indicatorId, months, today, now });
  }
  if (isAllStale || modules.includes('referral')) await refreshFlows(tx);
  await tx.execute("update indicators.watermark set event_position = $1, computed_month = $2 where source = 'encounter'", [position, today.slice(0, 7)]);
  return months;
}
