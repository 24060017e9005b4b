import pg from 'pg';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { writableUrl } from './hosts.ts';
import { type MigrationFile, readMigrationFiles } from './migration-files.ts';
import { APPLICATION_ROLE, READER_ROLE } from './sighted.ts';

export interface MigrationReport {
  /** File names applied by this call, in order. */
  readonly applied: readonly string[];
  /** All migrations that the database now holds. */
  readonly total: number;
}

interface AppliedRow {
  readonly name: string;
  readonly sha256: string;
}

/** Any constant serves; it only has to differ from other advisory locks of this database. */
const MIGRATION_LOCK = 7_161_001;
const INSUFFICIENT_PRIVILEGE = '42501';
/** Two databases of one server being migrated at once race for the role, which belongs to the server. */
const ROLE_RACE = new Set(['42710', '23505', 'XX000']);

/**
 * Brings the database to this version of the code: role, then every migration of `folders` that is missing, sorted by
 * file name, each in its own transaction. Runs as the owner. Safe to run twice at once: the second waits.
 * Throws StartUpFailure `data-folder-newer`, `migration-changed` or `database-rights-missing`.
 */
export async function migrate(connectionStringOfOwner: string, folders: readonly string[]): Promise<MigrationReport> {
  const files = readMigrationFiles(folders);
  const client = new pg.Client({ connectionString: await writableUrl(connectionStringOfOwner) });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    for (const role of [APPLICATION_ROLE, READER_ROLE]) await createRole(client, role);
    await createBookkeeping(client);
    const applied = await readApplied(client);
    const missing = missingMigrations(files, applied);
    // Rows that a migration moves or fills are not changes that somebody made by hand (audit.after_migration).
    await client.query("set yigong.migration = 'running'");
    for (const file of missing) await apply(client, file);
    if (missing.length > 0) await finish(client);
    return { applied: missing.map((file) => file.name), total: files.length };
  } finally {
    await client.end();
  }
}

/** Decides what to apply; refuses a database that this code does not fully know. */
export function missingMigrations(files: readonly MigrationFile[], applied: readonly AppliedRow[]): MigrationFile[] {
  const known = new Map(files.map((file) => [file.name, file]));
  const unknown = applied.filter((row) => !known.has(row.name));
  if (unknown.length > 0) throw newerDatabase(unknown.map((row) => row.name));
  const changed = applied.filter((row) => known.get(row.name)?.sha256 !== row.sha256);
  if (changed.length > 0) throw changedMigration(changed.map((row) => row.name));
  const done = new Set(applied.map((row) => row.name));
  return files.filter((file) => !done.has(file.name));
}

async function apply(client: pg.Client, file: MigrationFile): Promise<void> {
  await client.query('begin');
  try {
    await client.query(file.sql);
    await client.query('insert into public.schema_migration (name, sha256) values ($1, $2)', [file.name, file.sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    if ((error as { code?: string }).code === INSUFFICIENT_PRIVILEGE) throw rightsMissing(file.name, error);
    throw new Error(`Migration ${file.name} failed: ${describe(error, file.sql)}`, { cause: error });
  }
}

/** What a schema wants done once all its tables are there: its function `after_migration`, when it has one. */
async function finish(client: pg.Client): Promise<void> {
  const hooks = await client.query<{ hook: string }>(
    `select format('%I.after_migration()', n.nspname) as hook from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.proname = 'after_migration' and p.pronargs = 0 order by 1`,
  );
  for (const { hook } of hooks.rows) await client.query(`select ${hook}`);
}

function describe(error: unknown, sql: string): string {
  const { message, position } = error as { message: string; position?: string };
  return position === undefined ? message : `${message} (line ${sql.slice(0, Number(position)).split('\n').length})`;
}

async function createRole(client: pg.Client, name: string): Promise<void> {
  const role = await client.query<{ exists: boolean; member: boolean }>(
    `select exists (select 1 from pg_roles where rolname = $1) as exists,
       coalesce((select pg_has_role(current_user, oid,
         -- From 16 on the creator of a role is a member that may not take it.
         case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end)
         from pg_roles where rolname = $1), false) as member`,
    [name],
  );
  const { exists, member } = role.rows[0] ?? { exists: false, member: false };
  if (!exists) await attempt(client, `create role ${name} nologin`);
  if (!member) await attempt(client, `grant ${name} to current_user`);
}

async function attempt(client: pg.Client, statement: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await client.query(statement);
      return;
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (code === INSUFFICIENT_PRIVILEGE) throw rightsMissing(statement, error);
      if (code === '42710') return;
      if (!ROLE_RACE.has(code) || tries >= 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, tries * 50));
    }
  }
}

async function createBookkeeping(client: pg.Client): Promise<void> {
  const table = await client.query<{ present: boolean }>("select to_regclass('public.schema_migration') is not null as present");
  if (table.rows[0]?.present) return;
  try {
    await client.query(`
      begin;
      create table public.schema_migration (
        name text primary key,
        sha256 text not null,
        applied_at timestamptz not null default clock_timestamp(),
        constraint schema_migration_sha256 check (sha256 ~ '^[0-9a-f]{64}$')
      );
      comment on table public.schema_migration is 'Migrations that this database holds. sensitivity: none';
      comment on column public.schema_migration.name is 'File name, which is also the order. sensitivity: none';
      comment on column public.schema_migration.sha256 is 'Hash of the file when it was applied. sensitivity: none';
      comment on column public.schema_migration.applied_at is 'When it was applied. sensitivity: none';
      grant select on public.schema_migration to ${APPLICATION_ROLE};
      commit`);
  } catch (error) {
    await client.query('rollback');
    if ((error as { code?: string }).code === INSUFFICIENT_PRIVILEGE) throw rightsMissing('create table', error);
    throw error;
  }
}

async function readApplied(client: pg.Client): Promise<AppliedRow[]> {
  return (await client.query<AppliedRow>('select name, sha256 from public.schema_migration order by name')).rows;
}

function newerDatabase(names: readonly string[]): StartUpFailure {
  const list = names.slice(0, 3).join(', ') + (names.length > 3 ? ` … (${names.length})` : '');
  return new StartUpFailure('data-folder-newer', {
    zh: `数据库由更新版本的医共写入（本版本不认识的迁移：${list}）。请用该版本或更新版本启动；不要删除 schema_migration 中的记录。`,
    en:
      `The database was written by a newer version of Yigong (migrations unknown here: ${list}). ` +
      'Start that version or a later one; never delete rows of schema_migration.',
  });
}

function changedMigration(names: readonly string[]): StartUpFailure {
  return new StartUpFailure('migration-changed', {
    zh: `已执行的迁移文件被改动：${names.join('、')}。请恢复原文件，改动应写成新的迁移。`,
    en: `Migrations already applied were changed since: ${names.join(', ')}. Restore the files; write the change as a new migration.`,
  });
}

function rightsMissing(what: string, cause: unknown): StartUpFailure {
  return new StartUpFailure(
    'database-rights-missing',
    {
      zh:
        `数据库用户权限不足（${what}）。请由数据库管理员执行：alter role <用户> createrole; ` +
        `alter database <库> owner to <用户>; 或预先执行：create role ${APPLICATION_ROLE} nologin; grant ${APPLICATION_ROLE} to <用户>;`,
      en:
        `The database user lacks a right (${what}). Have the administrator run: alter role <user> createrole; ` +
        `alter database <database> owner to <user>; or beforehand: create role ${APPLICATION_ROLE} nologin; ` +
        `grant ${APPLICATION_ROLE} to <user>;`,
    },
    cause,
  );
}
