import { randomUUID } from 'node:crypto';
import { loadBatch } from '#fhir/repository/bulk.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { Database } from '#platform/database/transaction.ts';
import { measure, middleOf, type Rate } from '../load.ts';
import type { Line } from '../report.ts';
import type { Identified } from '../resources.ts';
import type { Bench, Section } from '../section.ts';
import { pagesOf } from '../pages.ts';
import { readStatement, searchStatement, type Statement } from '../statements.ts';
import { cloneObservations, requireAsWritten } from './clone.ts';

const OBSERVATIONS_FIRST = 100_000;
const LIFT_MAX = 1.5;
const PER_PERSON = 50;
const BATCH_PERSONS = 40;
const BATCHES_AT_ONCE = 2;
const CODES = ['8480-6', '8462-4', '8867-4', '8310-5', '2708-6'];

const personOf = (number: number): string => `scale-p-${number}`;

const patientOf = (number: number): Identified =>
  ({ resourceType: 'Patient', id: personOf(number), identifier: [{ system: 'https://yigong.example/scale', value: personOf(number) }], name: [{ text: `测试${number % 5000}` }], gender: 'female', birthDate: '1960-01-01' }) as Identified;

const observationOf = (number: number): Identified =>
  ({
    resourceType: 'Observation',
    id: `scale-o-${number}`,
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
    code: { coding: [{ system: 'http://loinc.org', code: CODES[number % CODES.length] }] },
    subject: { reference: `Patient/${personOf(Math.floor(number / PER_PERSON))}` },
    effectiveDateTime: new Date(Date.UTC(2020, 0, 1, 8) + ((number * 37) % 2400) * 86_400_000).toISOString(),
    valueQuantity: { value: 100 + (number % 60), unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  }) as Identified;

const peopleOf = (firstPerson: number): Identified[] => Array.from({ length: BATCH_PERSONS }, (_, index) => patientOf(firstPerson + index));

const batchOf = (firstPerson: number): Identified[] =>
  Array.from({ length: BATCH_PERSONS }, (_, index) => firstPerson + index).flatMap((person) => [
    patientOf(person),
    ...Array.from({ length: PER_PERSON }, (_unused, index) => observationOf(person * PER_PERSON + index)),
  ]);

interface Index {
  readonly name: string;
  readonly definition: string;
}

/** Of the repository's tables, but for the keys by which a load finds what is there. */
const secondaryIndexes = (owner: Database): Promise<Index[]> =>
  owner.query<Index>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
     join pg_namespace n on n.oid = t.relnamespace where n.nspname = 'fhir' and t.relname in ('resource', 'person_code', 'date_value', 'number_value', 'string_value')
       and not i.indisunique`,
  );

/**
 * The first observations and all people are stored as every load stores them; the other observations are copies of the first that
 * the database makes itself (`clone.ts`), and the indexes are built afterwards: so ten million are had in minutes.
 */
async function grow(bench: Bench, from: number, to: number): Promise<void> {
  const { house, say } = bench;
  const indexes = to - from > OBSERVATIONS_FIRST ? await secondaryIndexes(house.raw) : [];
  for (const { name } of indexes) await house.raw.execute(`drop index fhir.${name}`);
  if (from === 0) await load(bench, { from: 0, to: to / PER_PERSON, of: batchOf });
  else {
    await load(bench, { from: from / PER_PERSON, to: to / PER_PERSON, of: (person) => peopleOf(person) });
    await cloneObservations(house.raw, { from, to, perPerson: PER_PERSON, say });
  }
  await buildIndexes(house.raw, indexes, say);
  await house.raw.execute('vacuum analyze fhir.resource, fhir.person_code, fhir.date_value, fhir.number_value, fhir.string_value');
  await house.raw.execute('checkpoint').catch(() => undefined);
}

interface People {
  readonly from: number;
  readonly to: number;
  /** The resources of `BATCH_PERSONS` people from a number on. */
  readonly of: (firstPerson: number) => Identified[];
}

async function load({ house, say }: Bench, { from, to, of }: People): Promise<void> {
  const database = openDatabase({ connectionString: house.connectionString, connectionsMax: BATCHES_AT_ONCE });
  const begin = performance.now();
  let person = from;
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, async () => {
    while (person < to) {
      const first = person;
      person += BATCH_PERSONS;
      const writes = of(first).map((resource) => ({ method: 'put' as const, resource, ownerOrganisationId: null }));
      await database.transaction((tx) => loadBatch(tx, writes, { now: new Date(), newId: randomUUID, validate: false }));
    }
  }));
  await database.end();
  say(`  ${to - from} people, ${Math.round((performance.now() - begin) / 1000)} s`);
}

async function buildIndexes(owner: Database, indexes: readonly Index[], say: (line: string) => void): Promise<void> {
  const client = await owner.pool.connect();
  try {
    await client.query("set maintenance_work_mem = '1GB'");
    for (const { name, definition } of indexes) {
      const begin = performance.now();
      await client.query(definition);
      say(`  ${name}: built in ${Math.round((performance.now() - begin) / 1000)} s`);
    }
  } finally {
    client.release();
  }
}

interface Asked {
  readonly what: string;
  readonly path: (person: number, number: number) => string;
}

const ASKED: readonly Asked[] = [
  { what: 'read by id', path: (person, number) => `Observation/scale-o-${person * PER_PERSON + (number % PER_PERSON)}` },
  { what: 'search: person and code, newest 20', path: (person, number) => `Observation?subject=Patient/${personOf(person)}&code=http://loinc.org|${CODES[number % CODES.length]}&_sort=-date&_count=20` },
  { what: 'look-up by identifier', path: (person) => `Patient?identifier=https://yigong.example/scale|${personOf(person)}` },
];

/** People all over the table, so that a larger one has more pages to read. */
async function ask({ house, options }: Bench, { path }: Asked, observations: number): Promise<Rate> {
  const people = observations / PER_PERSON;
  const rates: Rate[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    rates.push(await measure({ ...options, pid: house.pid }, (number, worker) =>
      house.request(worker, { path: `/fhir/${path(((number + round * 7919) * 104_729) % people, number)}` })));
  }
  return middleOf(rates);
}

const PEOPLE_EXPLAINED = 100;

/** Pages that the statement behind a request touches; people all over the table. */
async function pages({ house }: Bench, { path }: Asked, observations: number): Promise<number> {
  const people = observations / PER_PERSON;
  const paths = Array.from({ length: PEOPLE_EXPLAINED }, (_, number) => path((number * 104_729) % people, number));
  const statements: Statement[] = [];
  for (const each of paths) {
    const [type = '', id] = each.split('/');
    statements.push(each.includes('?') ? await searchStatement(each) : await readStatement(type, id!));
  }
  return pagesOf(house.raw, statements);
}

export const scale: Section = {
  name: 'scale',
  isLong: true,
  run: async (bench) => {
    const { observations } = bench.options;
    await grow(bench, 0, OBSERVATIONS_FIRST);
    const small = [];
    for (const asked of ASKED) small.push({ rate: await ask(bench, asked, OBSERVATIONS_FIRST), pages: await pages(bench, asked, OBSERVATIONS_FIRST) });
    await grow(bench, OBSERVATIONS_FIRST, observations);
    await requireAsWritten(bench.house.raw, observationOf(observations - 1));
    const lines: Line[] = [];
    for (const [at, asked] of ASKED.entries()) {
      const [large, { rate: beside, pages: pagesBefore }] = [await ask(bench, asked, observations), small[at]!];
      const pagesNow = await pages(bench, asked, observations);
      lines.push({
        what: `p95 of ${asked.what} among ${observations.toLocaleString('en')} observations`, unit: 'ms', ours: large.p95Ms, beside: beside.p95Ms,
        besideIs: `p95 among ${OBSERVATIONS_FIRST.toLocaleString('en')}`, ratio: large.p95Ms / beside.p95Ms, rate: large, besideRate: beside, bar: { of: 'ratio', atMost: LIFT_MAX },
      }, { what: `pages of ${asked.what}`, unit: 'of 8 kB', ours: pagesNow, beside: pagesBefore, besideIs: 'pages among the fewer', ratio: pagesNow / pagesBefore, bar: { of: 'ratio', atMost: LIFT_MAX } });
    }
    return lines;
  },
};
