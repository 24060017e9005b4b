import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from '#platform/database/transaction.ts';
import { CONTENT } from '#fhir/repository/content.ts';
import { decimalOf, hashText, resourceKey } from '#fhir/search/hash.ts';
import { searchColumns } from '#fhir/repository/search-columns.ts';
import type { Identified } from '../resources.ts';

/** Parameters of an Observation whose keys hold the person. */
const OF_PERSON = ['Observation.subject', 'Observation.patient'];

export interface Growth {
  /** Observations that are there: the first of every copy. */
  readonly from: number;
  readonly to: number;
  readonly perPerson: number;
  readonly say: (line: string) => void;
}

const SOURCES = `
  create schema bench_clone;
  create unlogged table bench_clone.resource as select substr(resource_id, 9)::bigint as number, * from fhir.resource where resource_type = 'Observation' and resource_id like 'scale-o-%';
  create unlogged table bench_clone.person_code as select v.* from fhir.person_code v where v.key in (select key from bench_clone.resource);
  create unlogged table bench_clone.number_value as select v.* from fhir.number_value v where v.key in (select key from bench_clone.resource);
  create unlogged table bench_clone.date_value as select v.* from fhir.date_value v where v.key in (select key from bench_clone.resource);
  create unlogged table bench_clone.copy (source bigint, key bigint, person_key bigint, number bigint, person bigint);
  analyze bench_clone.resource`;

/** Of the columns only those of the id and of the person differ; the text is the first one's with the new names. */
const cloneText = (perPerson: number): string => {
  const moved = OF_PERSON.reduce((keys, name) => {
    const { high, low } = hashText(name);
    const hash = `(${decimalOf(high, low)})::bigint`;
    return `array_replace(${keys}, ${hash} # r.person_key, ${hash} # m.person_key)`;
  }, 'r.keys');
  return `
    insert into fhir.resource (key, person_key, last_updated, at_low, at_high, version, deleted, resource_type, resource_id, person_id, owner_organisation_id, managed_by, keys, present, content, restricted)
      select m.key, m.person_key, r.last_updated, r.at_low, r.at_high, r.version, false, r.resource_type, 'scale-o-' || m.number, 'scale-p-' || m.person, r.owner_organisation_id, r.managed_by, ${moved}, r.present,
        replace(replace(r.content, '"scale-o-' || r.number || '"', '"scale-o-' || m.number || '"'), '"Patient/scale-p-' || r.number / ${perPerson} || '"', '"Patient/scale-p-' || m.person || '"'), r.restricted
      from bench_clone.copy m join bench_clone.resource r on r.key = m.source;
    insert into fhir.person_code (person_key, code_key, at, key) select m.person_key, v.code_key, v.at, m.key from bench_clone.copy m join bench_clone.person_code v on v.key = m.source;
    insert into fhir.number_value (parameter, person_key, key, system_hash, code_hash, unit_hash, low, high)
      select v.parameter, m.person_key, m.key, v.system_hash, v.code_hash, v.unit_hash, v.low, v.high from bench_clone.copy m join bench_clone.number_value v on v.key = m.source;
    insert into fhir.date_value (parameter, person_key, low, high, key) select v.parameter, m.person_key, v.low, v.high, m.key from bench_clone.copy m join bench_clone.date_value v on v.key = m.source`;
};

/** Copies of the observations there are, of other people, until there are `to`: nothing is validated or extracted anew. */
export async function cloneObservations(owner: Database, { from, to, perPerson, say }: Growth): Promise<void> {
  const client = await owner.pool.connect();
  try {
    // No change made by hand, of which the trail would keep an entry a row.
    await client.query("set yigong.migration = 'running'; drop schema if exists bench_clone cascade");
    await client.query(SOURCES);
    const begin = performance.now();
    for (let first = from; first < to; first += from) {
      await client.query('begin; truncate bench_clone.copy');
      await pipeline(Readable.from(copyLines({ first, count: Math.min(from, to - first), perPerson })), client.query(copyFrom('copy bench_clone.copy from stdin')) as unknown as NodeJS.WritableStream);
      await client.query(`analyze bench_clone.copy; ${cloneText(perPerson)}; commit`);
      if ((first / from) % 10 === 0) say(`  ${first} observations, ${Math.round((first - from) / ((performance.now() - begin) / 1000))} a second`);
    }
  } finally {
    await end(client);
  }
}

async function end(client: PoolClient): Promise<void> {
  await client.query("rollback; drop schema if exists bench_clone cascade; reset yigong.migration").catch(() => undefined);
  client.release();
}

const LINES = 5_000;

function* copyLines({ first, count, perPerson }: { first: number; count: number; perPerson: number }): Generator<Buffer> {
  let text = '';
  for (let index = 0; index < count; index += 1) {
    const [number, person] = [first + index, Math.floor((first + index) / perPerson)];
    text += `${resourceKey('Observation', `scale-o-${index}`)}\t${resourceKey('Observation', `scale-o-${number}`)}\t${resourceKey('Patient', `scale-p-${person}`)}\t${number}\t${person}\n`;
    if (index % LINES !== LINES - 1 && index !== count - 1) continue;
    yield Buffer.from(text);
    text = '';
  }
}

/** Throws unless a copy has the search values that the repository would have made of its text. */
export async function requireAsWritten(owner: Database, { id }: Identified): Promise<void> {
  const key = resourceKey('Observation', id);
  const [row] = await owner.query<{ content: string; keys: string; present: string; person: string; codes: number; numbers: number }>(
    `select ${CONTENT} as content, keys::text, present::text, person_key::text as person, (select count(*)::int from fhir.person_code v where v.person_key = r.person_key and v.key = r.key) as codes,
       (select count(*)::int from fhir.number_value v where v.key = r.key) as numbers from fhir.resource r where r.key = $1`, [key]);
  const made = searchColumns(JSON.parse(row!.content) as Identified, key);
  const same = (JSON.parse(row!.content) as { id: string }).id === id && row!.keys === String(made.keys) && row!.present === String(made.present) && row!.person === made.personKey;
  if (!same || row!.codes !== made.personCodes.length || row!.numbers !== made.numbers.length) throw new Error(`${id} is not as the repository would have stored it`);
}
