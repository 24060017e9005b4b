import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { keepNumberTrials } from '#platform/access/number-trials.ts';
import { openKeyRing } from '#platform/crypto/key-ring.ts';
import { fileMasterKey } from '#platform/crypto/master-key.ts';
import { hasKeyRing, useKeyRing } from '#platform/crypto/ring-in-use.ts';
import { loadSearchDigest } from '#platform/crypto/search-digest.ts';
import { migrate } from '#platform/database/migrate.ts';
import { readMigrationFiles } from '#platform/database/migration-files.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { Database } from '#platform/database/transaction.ts';
import { createCitusDatabase, dropCitusDatabase, findCitus } from './test-citus.ts';
import { once, testRunFolder, testServer } from './test-server.ts';

export interface TestDatabase {
  /** As the application role: no DDL, only SELECT and INSERT on action tables. */
  readonly database: Database;
  /** As the owner, to look past the grants. */
  readonly owner: Database;
  /** Of the owner, for processes under test. */
  readonly connectionString: string;
  /** Ends the connections and drops the database. */
  close(): Promise<void>;
}

/** Names the migration folders of the whole house; set by the runner, because this floor does not know them. */
export const FOLDERS_VARIABLE = 'YIGONG_TEST_MIGRATIONS';
const OWNER = 'yigong_test_owner';
const OWNER_PASSWORD = 'owner-of-a-throw-away-database';

/** An own database, copied from a template that was migrated once in this run. Default: every migration there is. */
export async function openTestDatabase(folders: readonly string[] = allFolders()): Promise<TestDatabase> {
  if (!hasKeyRing()) useKeyRing(openKeyRing({ master: fileMasterKey(join(testRunFolder(), 'keys')), providerName: 'national' }));
  const server = await testServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  const citus = await findCitus(server);
  const connectionString = ownerOf(server, name);
  if (citus) {
    await once(join(testRunFolder(), 'owner'), () => createOwner(server));
    await createCitusDatabase(citus, { server, name, owner: OWNER, connectionString, folders });
  } else {
    const template = await openTemplate(server, folders);
    await administer(server, `create database ${name} template ${template} owner ${OWNER}`);
  }
  const database = openDatabase({ connectionString });
  const owner = openDatabase({ connectionString, as: 'owner', connectionsMax: 4 });
  await loadKeysOfSearch(owner);
  keepNumberTrials(database);
  return {
    database,
    owner,
    connectionString,
    close: async () => {
      await Promise.all([database.end(), owner.end()]);
      await (citus ? dropCitusDatabase(citus, { server, name }) : administer(server, `drop database if exists ${name} with (force)`));
    },
  };
}

/** An empty database of an ordinary owner, for tests of the migrations themselves. */
export async function openEmptyDatabase(): Promise<{ connectionString: string; close: () => Promise<void> }> {
  const server = await testServer();
  await once(join(testRunFolder(), 'owner'), () => createOwner(server));
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(server, `create database ${name} owner ${OWNER}`);
  return {
    connectionString: ownerOf(server, name),
    close: () => administer(server, `drop database if exists ${name} with (force)`),
  };
}

function allFolders(): readonly string[] {
  const listed = process.env[FOLDERS_VARIABLE];
  if (listed === undefined) throw new Error(`${FOLDERS_VARIABLE} is not set; run the test through vitest`);
  return JSON.parse(listed) as string[];
}

async function openTemplate(server: string, folders: readonly string[]): Promise<string> {
  // Named by what is in it, so that a server kept over several runs never serves an old schema.
  const content = readMigrationFiles(folders).map((file) => file.name + file.sha256).join();
  const name = `template_${createHash('sha256').update(content).digest('hex').slice(0, 16)}`;
  await once(join(testRunFolder(), 'owner'), () => createOwner(server));
  return once(join(testRunFolder(), name), async () => {
    await administer(server, `drop database if exists ${name}`);
    await administer(server, `create database ${name} owner ${OWNER}`);
    // What only a superuser may say (docs/decisions/0051-row-security.md); an external server without one goes without the wall.
    await administer(atDatabase(server, name), 'alter function pg_catalog.arrayoverlap(anyarray, anyarray) leakproof').catch(() => undefined);
    await migrate(ownerOf(server, name), folders);
    await withOwner(ownerOf(server, name), loadKeysOfSearch);
    return name;
  });
}

/** Made in the template, so that every copy of it has the same key: a process under test holds one only. */
async function loadKeysOfSearch(owner: Database): Promise<void> {
  const [found] = await owner.query<{ table: string | null }>("select to_regclass('crypto.data_key')::text as table");
  if (found?.table != null) await loadSearchDigest(owner);
}

async function withOwner(connectionString: string, work: (owner: Database) => Promise<void>): Promise<void> {
  const owner = openDatabase({ connectionString, as: 'owner', connectionsMax: 1 });
  await work(owner).finally(() => owner.end());
}

async function createOwner(server: string): Promise<string> {
  await administer(server, `do $$ begin
    if not exists (select 1 from pg_roles where rolname = '${OWNER}') then
      create role ${OWNER} login createrole password '${OWNER_PASSWORD}';
    end if;
    -- An external test server whose user is no superuser must be a member to give databases away.
    if not pg_has_role(current_user, '${OWNER}', 'USAGE') then grant ${OWNER} to current_user; end if;
  end $$`);
  return OWNER;
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const atDatabase = (server: string, database: string): string => {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
};

function ownerOf(server: string, database: string): string {
  const url = new URL(server);
  url.username = OWNER;
  url.password = OWNER_PASSWORD;
  url.pathname = `/${database}`;
  return url.href;
}
