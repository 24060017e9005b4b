import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { migrate } from '#platform/database/migrate.ts';
import { readMigrationFiles } from '#platform/database/migration-files.ts';
import type { Database, Sql } from '#platform/database/transaction.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import { MIGRATION_FOLDERS } from '#apps/server/migration-folders.ts';

interface Table {
  readonly table: string;
  readonly rows: readonly Record<string, unknown>[];
}

/** Everything that the server of one commit kept. */
export interface ReleasedState {
  readonly commit: string;
  readonly county: { readonly office: string; readonly hospital: string; readonly township: string };
  readonly tables: readonly Table[];
  readonly sequences: readonly { schemaname: string; sequencename: string; last_value: number }[];
}

const FOLDER = join(projectRoot(), 'tests/faults/upgrade');

export const releasedCommits = (): string[] => readdirSync(FOLDER).flatMap((name) => /^([0-9a-f]{7})\.json\.gz$/.exec(name)?.[1] ?? []);

export function readReleasedState(commit: string): ReleasedState {
  const content = JSON.parse(gunzipSync(readFileSync(join(FOLDER, `${commit}.json.gz`))).toString('utf8')) as Omit<ReleasedState, 'commit'>;
  return { commit, ...content };
}

const MIGRATIONS = 'public.schema_migration';
/** Names of migrations and their hashes when that version applied them. */
export const migrationsOf = ({ tables }: ReleasedState): { name: string; sha256: string }[] =>
  (tables.find(({ table }) => table === MIGRATIONS)?.rows ?? []) as { name: string; sha256: string }[];

/** Applies the migrations of these names only, as a version did that had no others. */
export async function migrateUpTo(connectionString: string, names: ReadonlySet<string>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'yigong-migrations-'));
  try {
    for (const { name, sql } of readMigrationFiles(MIGRATION_FOLDERS)) if (names.has(name)) writeFileSync(join(folder, name), sql);
    await migrate(connectionString, [folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Puts the rows in place of what the migrations loaded. */
export async function loadState(owner: Database, { tables, sequences }: ReleasedState): Promise<void> {
  const loaded = tables.filter(({ table }) => table !== MIGRATIONS);
  await owner.transaction(async (tx) => {
    await tx.execute(`truncate ${loaded.map(({ table }) => table).join(', ')} cascade`);
    await insertInOrder(tx, loaded);
    for (const { schemaname, sequencename, last_value } of sequences) await tx.query(`select setval('${schemaname}.${sequencename}', ${last_value})`);
    // The age of a password is counted from today, not from the day of the file.
    await tx.execute('update identity.account set password_changed_at = clock_timestamp()');
  });
}

/** A table that needs rows of another is tried again after it. */
async function insertInOrder(tx: Sql, tables: readonly Table[]): Promise<void> {
  let waiting = [...tables];
  while (waiting.length > 0) {
    const left: Table[] = [];
    let reason: unknown;
    for (const each of waiting) {
      await tx.execute('savepoint before_table');
      try {
        const columns = Object.keys(each.rows[0] ?? {}).map((name) => `"${name}"`).join(', ');
        await tx.execute(
          `insert into ${each.table} (${columns}) overriding system value select ${columns} from jsonb_populate_recordset(null::${each.table}, $1::jsonb)`,
          [JSON.stringify(each.rows)],
        );
      } catch (error) {
        reason = error;
        left.push(each);
        await tx.execute('rollback to savepoint before_table');
      }
    }
    if (left.length === waiting.length) throw new Error(`no order for ${left.map(({ table }) => table).join(', ')}`, { cause: reason });
    waiting = left;
  }
}

export interface TableHash {
  readonly rows: number;
  readonly hash: string;
}

/** Columns that a migration fills where they were empty, or drops because another took their place, and which one. */
const REPLACED: Readonly<Record<string, readonly string[]>> = { 'fhir.resource': ['person_key' /* 20261122T1525_carry_the_person */], 'residents.resident': ['phone_digits' /* 20261122T2236_seal_telephones */] };

/** Count and hash of the rows of every table of the file that still stands, over the columns that both versions have. */
export async function hashState(owner: Database, { tables }: ReleasedState): Promise<Map<string, TableHash | 'gone'>> {
  const hashes = new Map<string, TableHash | 'gone'>();
  for (const { table, rows } of tables) {
    const [schema = '', name = ''] = table.split('.');
    const present = (await owner.query<{ column_name: string }>('select column_name from information_schema.columns where table_schema = $1 and table_name = $2', [schema, name])).map((row) => row.column_name);
    const columns = Object.keys(rows[0] ?? {}).filter((column) => present.includes(column) && !REPLACED[table]?.includes(column));
    if (columns.length === 0) {
      hashes.set(table, 'gone');
      continue;
    }
    const [found] = await owner.query<TableHash>(
      `select count(*)::int as rows, coalesce(md5(string_agg(line, ',' order by line)), '') as hash
       from (select md5(to_jsonb(t)::text) as line from (select ${columns.map((column) => `"${column}"`).join(', ')} from ${table}) t) lines`,
    );
    hashes.set(table, found!);
  }
  return hashes;
}
