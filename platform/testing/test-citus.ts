import { join } from 'node:path';
import pg from 'pg';
import { distribute, readCluster, type TableLayout } from '#platform/database/distribution.ts';
import { migrate } from '#platform/database/migrate.ts';
import { openDatabase } from '#platform/database/pool.ts';
import { once, testRunFolder } from './test-server.ts';

/** Layout of the whole house as JSON; set by the runner, because this floor does not know its tables. */
export const LAYOUT_VARIABLE = 'YIGONG_TEST_LAYOUT';
/** Enough that every worker holds several shards, few enough that a database is made in seconds. */
const SHARDS = 8;
const SPREADING_LOCK = 7_161_002;

/** The servers of a Citus cluster, from the database that the server's address names. */
export interface TestCitus {
  readonly version: string;
  readonly coordinator: string;
  /** `host:port`. */
  readonly workers: readonly string[];
}

const found = new Map<string, Promise<TestCitus | undefined>>();

/** The cluster whose coordinator `server` names, undefined for an ordinary PostgreSQL; asked once a process. */
export function findCitus(server: string): Promise<TestCitus | undefined> {
  let asked = found.get(server);
  if (!asked) found.set(server, (asked = askForCitus(server)));
  return asked;
}

async function askForCitus(server: string): Promise<TestCitus | undefined> {
  const pool = openDatabase({ connectionString: server, as: 'owner', connectionsMax: 1 });
  try {
    const { version, workers } = await readCluster(pool);
    if (version === null || workers.length === 0) return undefined;
    const url = new URL(server);
    return { version, workers, coordinator: `${url.hostname}:${url.port || '5432'}` };
  } finally {
    await pool.end();
  }
}

export interface CitusDatabase {
  readonly server: string;
  readonly name: string;
  readonly owner: string;
  /** Of the owner. */
  readonly connectionString: string;
  readonly folders: readonly string[];
}

/**
 * An own database on every server of the cluster, migrated and spread. Not copied from a template: what Citus knows of a
 * database names its shards on the workers, which a copy would share.
 */
export async function createCitusDatabase(citus: TestCitus, { server, name, owner, connectionString, folders }: CitusDatabase): Promise<void> {
  await once(join(testRunFolder(), 'citus-roles'), () => createRoles(citus, server, owner));
  const turn = new pg.Client({ connectionString: server });
  await turn.connect();
  // Roles and their rights belong to the servers: two databases cannot be made at one time.
  await turn.query('select pg_advisory_lock($1)', [SPREADING_LOCK]);
  try {
    await createSpread(citus, { server, name, owner, connectionString, folders });
  } finally {
    await turn.end();
  }
}

async function createSpread(citus: TestCitus, { server, name, owner, connectionString, folders }: CitusDatabase): Promise<void> {
  for (const address of [...citus.workers, citus.coordinator]) {
    await run(on(server, address), [`create database ${name} owner ${owner}`]);
    // What only a superuser may say, on every machine (docs/decisions/0051-row-security.md).
    await run(on(server, address, name), ['create extension citus', 'alter function pg_catalog.arrayoverlap(anyarray, anyarray) leakproof']);
  }
  const [host, port] = citus.coordinator.split(':');
  await run(on(server, citus.coordinator, name), [
    `select citus_set_coordinator_host('${host}', ${port})`,
    ...citus.workers.map((worker) => `select citus_add_node('${worker.split(':')[0]}', ${worker.split(':')[1]})`),
  ]);
  await migrate(connectionString, folders);
  const database = openDatabase({ connectionString, as: 'owner', connectionsMax: 1 });
  try {
    await distribute(database, JSON.parse(process.env[LAYOUT_VARIABLE] ?? '[]') as TableLayout[], { shards: SHARDS });
  } finally {
    await database.end();
  }
}

/** Roles belong to the servers: made once a run, since two test processes cannot change one role at once. */
async function createRoles(citus: TestCitus, server: string, owner: string): Promise<string> {
  for (const address of [...citus.workers, citus.coordinator]) {
    await run(on(server, address), [
      `do $$ begin
        if not exists (select from pg_roles where rolname = '${owner}') then create role ${owner} login; end if;
        if not exists (select from pg_roles where rolname = 'yigong_app') then create role yigong_app; end if;
        if not exists (select from pg_roles where rolname = 'yigong_reader') then create role yigong_reader; end if;
      end $$`,
      `alter role ${owner} superuser`,
      'alter role yigong_app login',
      'alter role yigong_reader login',
    ]);
  }
  return owner;
}

export async function dropCitusDatabase(citus: TestCitus, { server, name }: Pick<CitusDatabase, 'server' | 'name'>): Promise<void> {
  for (const address of [citus.coordinator, ...citus.workers]) await run(on(server, address), [`drop database if exists ${name} with (force)`]);
}

function on(server: string, address: string, database?: string): string {
  const url = new URL(server);
  url.host = address;
  if (database !== undefined) url.pathname = `/${database}`;
  return url.href;
}

async function run(connectionString: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
