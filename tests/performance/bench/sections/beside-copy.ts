import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import { copyTextsOf } from '#fhir/repository/bulk.ts';
import type { Table } from '#fhir/repository/rows.ts';
import { alternate, measure, warmUp, type Rate } from '../load.ts';
import { pairLine, type Line } from '../report.ts';
import { BUNDLE_RESOURCES, transaction, visit } from '../resources.ts';
import type { Bench } from '../section.ts';
import { firstFreeVisit, Visits } from '../seed.ts';

const RATIO_MIN = 0.5;
/** Visits in one transaction of COPY. */
const COPY_VISITS = 20;
/** COPY is a stream; several of them would share the same cores that one nearly fills. */
const COPY_STREAMS = 1;
const COPY_SCHEMA = 'bench_copy';
const TABLES = ['resource', 'person_code', 'date_value', 'number_value', 'string_value'];
/** Visits made before the clock runs, for each second of it: more than either way stores on two cores. */
const READY_PER_SECOND = { transactions: 600, copy: 1_200 };

/** Tables with the same columns, constraints, indexes and settings, and the same rows to begin with. */
async function createTwins({ house }: Bench): Promise<void> {
  await house.raw.execute(`drop schema if exists ${COPY_SCHEMA} cascade`);
  await house.raw.execute(`create schema ${COPY_SCHEMA}`);
  for (const table of TABLES) {
    await house.raw.execute(`create table ${COPY_SCHEMA}.${table} (like fhir.${table} including all)`);
    await house.raw.execute(`insert into ${COPY_SCHEMA}.${table} select * from fhir.${table}`);
  }
  await house.raw.execute('vacuum analyze');
}

type Texts = readonly { readonly table: Table; readonly text: Buffer }[];

const textsOf = (visits: readonly number[]): Texts =>
  copyTextsOf(
    visits.flatMap((number) => visit(number).map((resource) => ({ method: 'put' as const, resource, ownerOrganisationId: null }))),
    { now: new Date(), newId: () => crypto.randomUUID(), validate: false },
  );

async function copy({ house }: Bench, texts: Texts): Promise<void> {
  const client = await house.raw.pool.connect();
  try {
    await client.query('begin');
    for (const { table, text } of texts.filter((each) => each.text.length > 0)) {
      const name = table.name.replace('fhir.', `${COPY_SCHEMA}.`);
      await pipeline(Readable.from([text]), client.query(copyFrom(`copy ${name} (${table.columns.join(',')}) from stdin`)));
    }
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** Fewer visits in the last call would be counted as `COPY_VISITS`. */
function taken(ready: Texts[]): Texts {
  const texts = ready.pop();
  if (texts === undefined) throw new Error(`COPY stores more than ${READY_PER_SECOND.copy} visits a second here: raise READY_PER_SECOND`);
  return texts;
}

const scaled = (rate: Rate, times: number): Rate => ({ ...rate, perSecond: rate.perSecond * times });

/** Transactions of thirty resources beside COPY of the rows that the repository makes of them, both on the house given. */
export async function transactionsBesideCopy(bench: Bench, what: string): Promise<Line> {
  await createTwins(bench);
  try {
    return await measureBeside(bench, what);
  } finally {
    await bench.house.raw.execute(`drop schema ${COPY_SCHEMA} cascade`);
  }
}

async function measureBeside(bench: Bench, what: string): Promise<Line> {
  const { house, options, say } = bench;
  const load = { ...options, pid: house.pid };
  const visits = new Visits(await firstFreeVisit(house));
  const ready = { bodies: [] as Buffer[], texts: [] as Texts[] };
  const secondsWithWarmUp = Math.ceil(options.seconds * 1.2);
  const bodyOfVisit = (): Buffer => Buffer.from(transaction(visit(visits.take())));
  const makeBodies = (): void => {
    ready.bodies = Array.from({ length: READY_PER_SECOND.transactions * secondsWithWarmUp }, bodyOfVisit);
  };
  const makeTexts = (): void => {
    const batches = (READY_PER_SECOND.copy * secondsWithWarmUp) / COPY_VISITS;
    ready.texts = Array.from({ length: batches }, () => textsOf(Array.from({ length: COPY_VISITS }, () => visits.take())));
  };
  const send = (_number: number, worker: number) => house.request(worker, { method: 'POST', path: '/fhir', body: ready.bodies.pop() ?? bodyOfVisit() });
  await warmUp(load, send);
  const pair = await alternate(
    options.rounds,
    () => {
      makeBodies();
      return measure(load, send);
    },
    async () => {
      makeTexts();
      return scaled(await measure({ ...load, concurrency: COPY_STREAMS }, () => copy(bench, taken(ready.texts))), COPY_VISITS);
    },
  );
  say(`visits used: ${visits.take()}`);
  return pairLine(what, 'resources/s', { pair, times: BUNDLE_RESOURCES, besideIs: 'COPY of the identical rows into identical tables and indexes, one stream', atLeast: RATIO_MIN, peer: { perSecond: 124, aim: 20 } });
}
