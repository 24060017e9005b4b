import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { sightOf } from '#platform/access/sight.ts';
import { openKeyRing } from '#platform/crypto/key-ring.ts';
import { fileMasterKey } from '#platform/crypto/master-key.ts';
import { useKeyRing } from '#platform/crypto/ring-in-use.ts';
import { loadSearchDigest } from '#platform/crypto/search-digest.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { Database } from '#platform/database/transaction.ts';
import { createCitusDatabase, dropCitusDatabase, findCitus, LAYOUT_VARIABLE, type TestCitus } from '#platform/testing/test-citus.ts';
import { RUN_VARIABLE } from '#platform/testing/test-server.ts';
import { readText } from '#fhir/repository/read.ts';
import { searchResources } from '#fhir/repository/search.ts';
import { writeResources } from '#fhir/repository/write.ts';
import { MIGRATION_FOLDERS } from '#apps/server/migration-folders.ts';
import { TABLE_LAYOUT } from '#apps/server/table-layout.ts';
import { cpuTime } from '../bench/cpu.ts';
import { CODES, LOINC, observation, patient, PEOPLE, personId, type Identified } from '../bench/resources.ts';

const OWNER = 'yigong_test_owner';
const TRANSACTION = 30;
const AT_ONCE = 4;
const [TRANSACTIONS, READS, SEARCHES] = [100, 600, 300];
const ORGANISATION = 'bench-organisation';

/**
 * What the work of the record costs on a Citus cluster whose servers run on this machine: `node tools/run.mjs
 * tests/performance/growth/cluster.ts postgresql://…` prints, for each kind of statement, the rate and the processor time of the
 * coordinator, of all workers and of this process, and the bytes of a resource. In a database of its own, which is dropped.
 */
export async function main({ arguments: [server] }: { readonly arguments: readonly string[] }): Promise<void> {
  const citus = server === undefined ? undefined : await findCitus(server);
  if (server === undefined || !citus) throw new Error('usage: cluster.ts <address of a Citus coordinator with workers, as its superuser>');
  const folder = mkdtempSync(join(tmpdir(), 'yigong-cluster-'));
  process.env[RUN_VARIABLE] = folder;
  process.env[LAYOUT_VARIABLE] = JSON.stringify(TABLE_LAYOUT);
  const name = `bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  [url.username, url.pathname] = [OWNER, `/${name}`];
  await createCitusDatabase(citus, { server, name, owner: OWNER, connectionString: url.href, folders: MIGRATION_FOLDERS });
  const [database, owner] = [openDatabase({ connectionString: url.href }), openDatabase({ connectionString: url.href, as: 'owner', connectionsMax: 1 })];
  try {
    useKeyRing(openKeyRing({ master: fileMasterKey(join(folder, 'keys')), providerName: 'national' }));
    await loadSearchDigest(owner);
    await measure({ database, owner, postmasters: await findPostmasters(server, citus) });
  } finally {
    await Promise.all([database.end(), owner.end()]);
    await dropCitusDatabase(citus, { server, name });
  }
}

interface Measured {
  readonly database: Database;
  readonly owner: Database;
  /** The coordinator's first. */
  readonly postmasters: readonly number[];
}

async function measure({ database, owner, postmasters }: Measured): Promise<void> {
  await store(database, Array.from({ length: PEOPLE }, (_, number) => patient(number)));
  await store(database, Array.from({ length: TRANSACTION }, (_, at) => observation(`warm-${at}`, at, at)));
  const sight: Subject = { ...systemSubject, kind: 'staff', id: 'bench', everyOrganisation: false, organisationId: ORGANISATION, organisationIds: [ORGANISATION] };
  const walled = database.sighted(sightOf(sight));
  const read = (sql: Database, number: number, subject: Subject) => readText(sql, { subject, type: 'Observation', id: observationId(number % (TRANSACTIONS * TRANSACTION)) });
  const line = async (what: string, count: number, work: (number: number) => Promise<unknown>, perWork = 1) => {
    const before = postmasters.map((pid) => cpuTime(pid));
    const begin = performance.now();
    await repeat(count, work);
    const seconds = (performance.now() - begin) / 1000;
    const [coordinator = 0, ...workers] = postmasters.map((pid, index) => cpuTime(pid).database - before[index]!.database);
    const own = cpuTime(0).client - before[0]!.client;
    const each = (us: number): string => (us / count / perWork).toFixed(0);
    process.stdout.write(`${what}: ${((count * perWork) / seconds).toFixed(0)}/s; µs of processor each: coordinator ${each(coordinator)}, workers ${each(workers.reduce((sum, us) => sum + us, 0))}, server ${each(own)}\n`);
  };
  await line(`resources in transactions of ${TRANSACTION}`, TRANSACTIONS, (number) =>
    store(database, Array.from({ length: TRANSACTION }, (_, at) => observation(observationId(number * TRANSACTION + at), number, number * TRANSACTION + at))), TRANSACTION);
  await owner.execute('analyze');
  await line('read by id', READS, (number) => read(database, number, systemSubject));
  await line('read by id, behind both walls', READS, (number) => read(walled, number, sight));
  const search = (number: number): string => `Observation?subject=Patient/${personId(number)}&code=${LOINC}|${CODES[number % CODES.length]!}&_sort=-date&_count=20`;
  await line('newest 20 of a person and code', SEARCHES, (number) => searchResources(database, systemSubject, search(number)));
  await line('newest 20 of a person and code, behind both walls', SEARCHES, (number) => searchResources(walled, sight, search(number)));
  await line('one identifier among everybody', SEARCHES, (number) => searchResources(database, systemSubject, `Observation?identifier=${observationId(number)}`));
  await sizes(owner);
}

const observationId = (number: number): string => `cluster-${number}`;

async function store(database: Database, resources: readonly Identified[]): Promise<void> {
  const writes = resources.map((resource) => ({ method: 'put', resource, ownerOrganisationId: ORGANISATION }) as const);
  await database.transaction((tx) => writeResources({ tx, subject: systemSubject, now: new Date(), newId: randomUUID }, writes));
}

async function repeat(count: number, work: (number: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < count) await work(next++);
  }));
}

async function sizes(owner: Database): Promise<void> {
  const [row] = await owner.query<{ resources: number; spread: number; copied: number }>(
    `select (select count(*) from fhir.resource)::int as resources,
       sum(citus_total_relation_size(logicalrelid)) filter (where partmethod = 'h')::bigint as spread,
       sum(citus_total_relation_size(logicalrelid)) filter (where partmethod = 'n' and logicalrelid::text like 'fhir.%')::bigint as copied from pg_dist_partition`,
  );
  process.stdout.write(`${row!.resources} resources: ${(row!.spread / row!.resources).toFixed(0)} bytes each on the workers, ${(row!.copied / row!.resources).toFixed(0)} in copies on all machines\n`);
}

async function findPostmasters(server: string, { coordinator, workers }: TestCitus): Promise<number[]> {
  const found: number[] = [];
  for (const address of [coordinator, ...workers]) {
    const url = new URL(server);
    url.host = address;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    const { rows } = await client.query<{ pid: number }>("select split_part(pg_read_file('postmaster.pid'), chr(10), 1)::int as pid");
    found.push(rows[0]!.pid);
    await client.end();
  }
  return found;
}
