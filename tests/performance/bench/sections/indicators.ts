import { getIndicatorCard } from '#modules/indicators/contract/operations.ts';
import { MEASURES } from '#modules/indicators/server/store/measures.ts';
import { computeFromFacts, readEncounters, refreshCells } from '#modules/indicators/server/store/facts.ts';
import { atEase, type Pace } from '#modules/indicators/server/store/pace.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { measure, median } from '../load.ts';
import type { Line } from '../report.ts';
import { CODES, LOINC, personId } from '../resources.ts';
import type { Bench, Section } from '../section.ts';
import { seed } from '../seed.ts';
import { VISITS } from './reads.ts';

const FACTS = 5_000_000;
const MONTHS = 36;
const DAYS = 1_095;
const FULL_MAX = 3;
const DAY_SHARE_MAX = 0.01;
const CARD_MS_MAX = 50;
const LIFT_MAX = 1.2;
const PREFIX = 'bench-fact-';

/** Facts of made-up encounters at the demonstration's sites, over three years up to today: nine visits to a stay. */
async function fill({ house, say }: Bench): Promise<void> {
  const [known] = await house.raw.query<{ known: boolean }>(`select exists (select 1 from indicators.encounter where encounter_id like '${PREFIX}%') as known`);
  if (known!.known) return;
  say(`filling ${FACTS.toLocaleString('en')} facts …`);
  await house.raw.execute(
    `insert into indicators.encounter (encounter_id, person_id, organisation_id, class, counted, started_on, ended_on, visit_month, discharge_month, version)
     select '${PREFIX}' || n, 'bench-p-' || n % 474000, sites.ids[1 + n % cardinality(sites.ids)], case when n % 10 = 0 then 'IMP' when n % 10 = 1 then 'EMER' else 'AMB' end, true, day, day + case when n % 10 = 0 then n % 14 else 0 end,
       case when n % 10 > 0 then to_char(day, 'YYYY-MM') end, case when n % 10 = 0 then to_char(day + n % 14, 'YYYY-MM') end, 1
     from (select n, current_date - ${DAYS} + (n::bigint * ${DAYS} / ${FACTS})::int as day from generate_series(1, ${FACTS}) n) numbered, (select array_agg(organisation_id order by organisation_id) as ids from consortium.organisation) sites`,
  );
  await house.raw.execute('vacuum analyze indicators.encounter');
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
};
const medianOf = async (rounds: number, work: () => Promise<unknown>): Promise<number> => {
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) took.push(await timed(work));
  return median(took);
};

/** As the server itself works: the owner's own changes are noted one by one in the trail. */
const asServer = <Result>({ house }: Pick<Bench, 'house'>, work: (tx: Transaction) => Promise<Result>): Promise<Result> =>
  house.raw.transaction(async (tx) => {
    await tx.execute('set local role yigong_app');
    return work(tx);
  });

/** All facts and all indicators, and how long that took. */
const computeAll = (bench: Pick<Bench, 'house'>, pace?: Pace): Promise<unknown> =>
  asServer(bench, (tx) => refreshCells(tx, { now: new Date(), today: chinaDate(new Date()), anew: 'all', ...(pace === undefined ? {} : { pace }) }));

/** All indicators that are computed, at all sites, anew; beside one reading of the facts by the database. */
async function measureComputing(bench: Bench): Promise<Line[]> {
  const { house, options } = bench;
  await computeAll(bench);
  const scanMs = await medianOf(options.rounds, () => house.raw.query('select count(*), count(visit_month), count(discharge_month), max(ended_on), max(class), max(organisation_id) from indicators.encounter'));
  const fullMs = await medianOf(options.rounds, () => computeAll(bench));
  const [reading, computing]: [number[], number[]] = [[], []];
  for (let round = 0; round < options.rounds; round += 1) {
    await touchOneDay(bench);
    const [now, today] = [new Date(), chinaDate(new Date())];
    let changed: string[] = [];
    reading.push(await timed(async () => void (changed = await asServer(bench, (tx) => readEncounters(tx, now)))));
    computing.push(await timed(() => asServer(bench, (tx) => computeFromFacts(tx, { now, today, changed }))));
  }
  const [readMs, dayMs] = [median(reading), median(computing)];
  return [
    { what: `${Object.keys(MEASURES).length} indicators, all sites, ${MONTHS} months, ${FACTS.toLocaleString('en')} encounters, anew`, unit: 'ms', ours: fullMs, beside: scanMs, besideIs: 'one sequential scan of the facts', ratio: fullMs / scanMs, bar: { of: 'ratio', atMost: FULL_MAX } },
    { what: 'from the facts after one day', unit: 'ms', ours: dayMs, beside: fullMs, besideIs: 'computed anew from the facts', ratio: dayMs / fullMs, bar: { of: 'ratio', atMost: DAY_SHARE_MAX } },
    { what: `a day's ${PER_DAY.toLocaleString('en')} encounters read from the repository into the facts`, unit: 'ms', ours: readMs },
  ];
}

const PER_DAY = Math.round(FACTS / DAYS);

/** A day's encounters arrive as changes in the repository: the latest stored visits, each changed once more. What the start of the house stored a minute ago was followed long before. */
async function touchOneDay({ house }: Pick<Bench, 'house'>): Promise<void> {
  await house.raw.execute("update indicators.watermark set read_until = clock_timestamp() + interval '10 minutes', event_position = (select coalesce(max(event_id), 0) from events.outbox) where source = 'encounter'");
  await house.raw.execute(
    `with chosen as (select key from fhir.resource where resource_type = 'Encounter' and not deleted and isfinite(at_low) order by at_low desc limit $1)
     update fhir.resource r set version = version + 1, last_updated = clock_timestamp() + interval '1 minute' from chosen where r.key = chosen.key`,
    [PER_DAY],
  );
}

/** A card opened by the office, through HTTP and the gate. */
async function measureCard({ house, options }: Bench, organisationId: string): Promise<Line> {
  const rate = await measure({ ...options, concurrency: 1, pid: house.pid }, (number, worker) => {
    const indicatorId = ['C07', 'Y14', 'Y17', 'C05a'][number % 4]!;
    return house.request(worker, { path: `/api${getIndicatorCard.path.replace('{indicatorId}', indicatorId)}?organisationId=${organisationId}` });
  });
  return { what: 'a card', unit: 'ms (p95)', ours: rate.p95Ms, rate, bar: { of: 'ours', atMost: CARD_MS_MAX } };
}

/** Searches of the clinic while everything is computed anew as the room does it every day, beside the same without it. */
async function measureLift(bench: Bench): Promise<Line[]> {
  const { house, options } = bench;
  const load = { ...options, concurrency: 2, pid: house.pid };
  const search = (number: number, worker: number) => house.request(worker, { path: `/fhir/Observation?subject=Patient/${personId(number * 7)}&code=${LOINC}|${CODES[number % CODES.length]}&_sort=-date&_count=20` });
  const ratios: [number, number][] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const quiet = await measure(load, search);
    let isOver = false;
    const rest = (workedMs: number): Promise<void> => (isOver ? Promise.resolve() : atEase.rest(workedMs));
    const computing = (async () => {
      while (!isOver) await computeAll(bench, { rest });
    })();
    const busy = await measure(load, search);
    isOver = true;
    await computing;
    ratios.push([quiet.p95Ms, busy.p95Ms]);
  }
  const [quiet, busy] = [median(ratios.map(([each]) => each)), median(ratios.map(([, each]) => each))];
  const wholeMs = await timed(() => computeAll(bench, atEase));
  return [
    { what: 'p95 of clinical searches while everything is computed', unit: 'ms', ours: busy, beside: quiet, besideIs: 'the same without', ratio: median(ratios.map(([before, during]) => during / before)), bar: { of: 'ratio', atMost: LIFT_MAX } },
    { what: 'everything computed at that pace', unit: 's', ours: wholeMs / 1_000 },
  ];
}

/** Five million encounters: computing anew, one day's change, a card, and what it costs the clinic. */
export const indicators: Section = {
  name: 'indicators',
  isLong: true,
  run: async (bench) => {
    await seed(bench.house, VISITS);
    await fill(bench);
    const lines = await measureComputing(bench);
    const [top] = await bench.house.raw.query<{ id: string }>('select organisation_id as id from access.organisation where parent_id is null order by (select count(*) from access.organisation below where below.ancestor_ids @> array[organisation.organisation_id]) desc limit 1');
    return [...lines, await measureCard(bench, top!.id), ...(await measureLift(bench))];
  },
};
