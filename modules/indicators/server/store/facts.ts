import type { Transaction } from '#platform/database/transaction.ts';
import { findDefinition } from '../../contract/definitions/all.ts';
import { modulesWithEventsAfter } from '#platform/events/outbox-store.ts';
import { groupBy } from '../rules/group.ts';
import { refreshFlows } from './flows.ts';
import { ENCOUNTER_SUMS, ENCOUNTER_SUMS_READ, MEASURES } from './measures.ts';
import type { Pace } from './pace.ts';

const SUMS = Object.keys(ENCOUNTER_SUMS) as (keyof typeof ENCOUNTER_SUMS)[];
const ids = Object.keys(MEASURES);
/** A fact is a visit or a stay, never both. */
const MONTH_OF_FACT = 'coalesce(visit_month, discharge_month)';
const amountOf = (sum: keyof typeof ENCOUNTER_SUMS): string => `case when ${ENCOUNTER_SUMS[sum].month} is null then 0 else ${ENCOUNTER_SUMS[sum].amount} end`;

/** The months that stand in a column, each found by one step through its index. */
const stepsThrough = (column: string): string => `(with recursive step as (
    select min(${column}) as month from indicators.encounter where ${column} is not null
    union all select (select min(e.${column}) from indicators.encounter e where e.${column} > step.month) from step where step.month is not null
  ) select month from step where month is not null) ${column}s`;

/** Transactions that began before the last reading and were committed after it are within this time. */
const OVERLAP = '10 minutes';

/** On Citus a statement that writes tables of the coordinator cannot read the machines of the record: what changed is fetched first. */
async function fetchChanged(tx: Transaction): Promise<string> {
  const [watermark] = await tx.query<{ since: string }>(`select (read_until - interval '${OVERLAP}')::text as since from indicators.watermark where source = 'encounter'`);
  await tx.execute('create temporary table changed_encounter (like fhir_report.encounter) on commit drop');
  await tx.execute('insert into changed_encounter select * from fhir_report.encounter where last_updated >= $1::timestamptz', [watermark!.since]);
  return 'changed_encounter';
}

/**
 * Reads the encounters that changed since the last reading into the facts; returns the months that any of them was or is in. Reading a change twice
 * changes nothing, and its text is not opened again.
 */
export async function readEncounters(tx: Transaction, now: Date): Promise<string[]> {
  await tx.execute("insert into indicators.watermark (source, read_until) values ('encounter', '-infinity') on conflict do nothing");
  await tx.query("select read_until from indicators.watermark where source = 'encounter' for update");
  const source = tx.isDistributed ? await fetchChanged(tx) : 'fhir_report.encounter';
  const rows = await tx.query<{ month: string }>(
    `with changed as materialized (
       select e.*, not e.deleted and e.organisation_id is not null and e.started_on is not null and e.status not in ('planned', 'cancelled', 'entered-in-error') as counted
       from ${source} e where e.last_updated >= (select read_until - interval '${OVERLAP}' from indicators.watermark where source = 'encounter')
         and not exists (select 1 from indicators.encounter known where known.encounter_id = e.encounter_id and known.version >= e.version)
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

/** Counting is cheaper than adding ones, over millions of facts. */
const anewOf = (sum: keyof typeof ENCOUNTER_SUMS): string => {
  const { month, amount } = ENCOUNTER_SUMS[sum];
  return amount === '1' ? `count(${month})::text as ${sum}` : `coalesce(sum(${amount}) filter (where ${month} is not null), 0)::text as ${sum}`;
};
const ADD_UP = `select organisation_id, ${MONTH_OF_FACT} as month, ${SUMS.map(anewOf).join(', ')} from indicators.encounter where organisation_id is not null`;

/** Adds the facts of these months up anew, or all. They are read by statements that only read: one for all, so that the database may use all its processors; else one a month. */
async function addUpAnew(tx: Transaction, { months, pace }: { months: readonly string[] | null; pace?: Pace | undefined }): Promise<void> {
  if (months === null && pace === undefined) return keepSums(tx, null, await tx.query(`select * from (${ADD_UP} group by 1, 2) added where month is not null`));
  if (months === null) await tx.execute('set local max_parallel_workers_per_gather = 0');
  const rows: unknown[] = [];
  for (const month of months ?? (await monthsOfFacts(tx))) {
    const begin = performance.now();
    rows.push(...await tx.query(`${ADD_UP} and (visit_month = $1 or discharge_month = $1) group by 1, 2`, [month]));
    await pace?.rest(performance.now() - begin);
  }
  await keepSums(tx, months, rows);
}

const monthsOfFacts = async (tx: Transaction): Promise<string[]> =>
  (await tx.query<{ month: string }>(`select month from ${stepsThrough('visit_month')} union select month from ${stepsThrough('discharge_month')} order by month`)).map(({ month }) => month);

async function keepSums(tx: Transaction, months: readonly string[] | null, rows: readonly unknown[]): Promise<void> {
  await tx.execute('delete from indicators.encounter_month where $1::text[] is null or month = any($1)', [months]);
  await tx.execute(
    `insert into indicators.encounter_month (organisation_id, month, ${SUMS.join(', ')}) select organisation_id, month, ${SUMS.join(', ')}
     from jsonb_to_recordset($1::jsonb) as sums(organisation_id text, month text, ${SUMS.map((sum) => `${sum} bigint`).join(', ')})`,
    [JSON.stringify(rows)],
  );
}

/** Computes the cells of indicators anew, in the months given or in all; cells that nothing stands behind any more are removed. */
async function computeCells(tx: Transaction, { indicatorIds, months, today, now }: { indicatorIds: readonly string[]; months: readonly string[] | null; today: string; now: Date }): Promise<void> {
  if (indicatorIds.length === 0) return;
  const sums = [...groupBy(indicatorIds, (id) => MEASURES[id]!.sums)].map(([text, ofThem]) => `select indicator_id, organisation_id, month, numerator::numeric, denominator::numeric, cases from (${text}) measured cross join unnest(array[${ofThem.map((id) => `'${id}'`).join(', ')}]) as indicator_id`);
  await tx.execute(
    `with ${ENCOUNTER_SUMS_READ}, computed as (
       select indicator_id, organisation_id, month, sum(numerator) as numerator, sum(denominator) as denominator, sum(cases)::bigint as cases from (${sums.join(' union all ')}) measured
       where $1::date is not null and organisation_id is not null and ($2::text[] is null or month = any($2::text[])) group by 1, 2, 3
     ), gone as (
       delete from indicators.cell c where c.indicator_id = any($3::text[]) and ($2::text[] is null or c.month = any($2::text[]))
         and not exists (select 1 from computed where (computed.indicator_id, computed.organisation_id, computed.month) = (c.indicator_id, c.organisation_id, c.month))
     )
     insert into indicators.cell as c (indicator_id, organisation_id, month, numerator, denominator, cases, definition_version, computed_at)
     select indicator_id, organisation_id, month, numerator, denominator, cases, version, $5
     from (select computed.*, coalesce($4::jsonb ->> indicator_id, '') as version from computed) told
     where not exists (select 1 from indicators.cell c where (c.indicator_id, c.organisation_id, c.month) = (told.indicator_id, told.organisation_id, told.month)
       and (c.numerator, c.denominator, c.cases, c.definition_version) is not distinct from (told.numerator, told.denominator, told.cases, told.version))
     on conflict (indicator_id, organisation_id, month) do update set numerator = excluded.numerator, denominator = excluded.denominator, cases = excluded.cases, definition_version = excluded.definition_version, computed_at = excluded.computed_at`,
    [today, months, indicatorIds, JSON.stringify(Object.fromEntries(indicatorIds.map((id) => [id, findDefinition(id)?.version ?? '']))), now],
  );
}

export interface Computing {
  readonly now: Date;
  readonly today: string;
  /** Months in which the facts of encounters changed. */
  readonly changed: readonly string[];
  /** What is added up and computed anew whether it changed or not. */
  readonly anew?: readonly string[] | 'all';
  /** With it, everything is done in parts with rests between them. */
  readonly pace?: Pace;
}

/**
 * Brings the cells up to date with the facts: what encounters stand behind where months changed, what other rooms stand behind where an event of theirs came; all of it in a new month.
 */
export async function computeFromFacts(tx: Transaction, { now, today, changed, anew = [], pace }: Computing): Promise<void> {
  if (anew === 'all' || anew.length > 0) await addUpAnew(tx, { months: anew === 'all' ? null : anew, pace });
  const [last] = await tx.query<{ position: string; month: string }>("select event_position::text as position, computed_month as month from indicators.watermark where source = 'encounter'");
  const { modules, position } = await modulesWithEventsAfter(tx, last!.position);
  const isAllStale = anew === 'all' || last!.month !== today.slice(0, 7);
  const isStale = (id: string): boolean => isAllStale || MEASURES[id]!.rooms.some((room) => modules.includes(room));
  const [stale, others] = [ids.filter(isStale), ids.filter((id) => !isStale(id))];
  for (const indicatorIds of pace === undefined ? [stale] : stale.map((id) => [id])) {
    const begin = performance.now();
    await computeCells(tx, { indicatorIds, months: null, today, now });
    await pace?.rest(performance.now() - begin);
  }
  if (anew !== 'all' && anew.length > 0) await computeCells(tx, { indicatorIds: others, months: anew, today, now });
  if (changed.length > 0) await computeCells(tx, { indicatorIds: others.filter((id) => MEASURES[id]!.ofEncounters), months: changed, today, now });
  if (isAllStale || modules.includes('referral')) await refreshFlows(tx);
  if (position !== last!.position || last!.month !== today.slice(0, 7)) await tx.execute("update indicators.watermark set event_position = $1, computed_month = $2 where source = 'encounter'", [position, today.slice(0, 7)]);
}

/** Follows the repository and brings all cells up to date; returns the months of encounters that changed. */
export async function refreshCells(tx: Transaction, { now, ...computing }: Omit<Computing, 'changed'>): Promise<string[]> {
  const changed = await readEncounters(tx, now);
  await computeFromFacts(tx, { now, ...computing, changed });
  return changed;
}
