import type { Cli } from '#platform/cli/command.ts';
import { findRunningDatabase } from '#platform/database/embedded/launcher.ts';
import { checkExternalDatabase } from '#platform/database/external.ts';
import { readMigrationFiles } from '#platform/database/migration-files.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { Database } from '#platform/database/transaction.ts';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { countDeliveries } from '#platform/events/outbox-store.ts';
import { MIGRATION_FOLDERS } from '#apps/server/migration-folders.ts';
import { readSettings } from '#apps/server/settings.ts';
import type { Finding } from './doctor-machine.ts';

const DATABASE = '数据库 · database';

/** Looks at the database as it is; starts and changes nothing. */
export async function checkDatabase(cli: Cli): Promise<Finding[]> {
  const settings = readSettings({ ...cli.environment, YIGONG_DATA_DIR: cli.dataFolder });
  try {
    if (settings.databaseUrl !== undefined) await checkExternalDatabase(settings.databaseUrl, 0);
    const connectionString = settings.databaseUrl ?? findRunningDatabase(settings.dataFolder);
    if (connectionString === undefined) {
      return [{ what: DATABASE, state: 'note', found: '内置数据库未运行，启动后可检查更多 · the embedded one is not running; more is checked while it runs' }];
    }
    return await examine(connectionString);
  } catch (error) {
    const remedy = error instanceof StartUpFailure
      ? error.text
      : { zh: '请检查 DATABASE_URL 与数据库服务。', en: 'Check DATABASE_URL and the database server.' };
    return [{ what: DATABASE, state: 'bad', found: error instanceof StartUpFailure ? error.code : (error as Error).message, remedy }];
  }
}

async function examine(connectionString: string): Promise<Finding[]> {
  const database = openDatabase({ connectionString, connectionsMax: 2 });
  try {
    const version = await database.query<{ version: string; role: string }>("select current_setting('server_version') as version, current_user as role");
    const found = `PostgreSQL ${version[0]?.version ?? '?'}，角色 · role ${version[0]?.role ?? '?'}`;
    return [{ what: DATABASE, state: 'good', found }, await checkMigrations(database), ...(await checkWork(database))];
  } finally {
    await database.end();
  }
}

async function checkMigrations(database: Database): Promise<Finding> {
  const what = '数据库结构 · migrations';
  const known = new Set(readMigrationFiles(MIGRATION_FOLDERS).map((file) => file.name));
  const applied = await database.query<{ name: string }>('select name from public.schema_migration');
  const done = new Set(applied.map((row) => row.name));
  const missing = [...known].filter((name) => !done.has(name));
  const unknown = [...done].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    const remedy = { zh: '数据库由更新的版本写入，请使用该版本或更新版本。', en: 'A newer version wrote this database; use that version or a later one.' };
    return { what, state: 'bad', found: `未知 · unknown here: ${unknown.join(', ')}`, remedy };
  }
  if (missing.length === 0) return { what, state: 'good', found: `${done.size}` };
  const remedy = { zh: '重新启动服务即可自动更新。', en: 'Restart the server; it applies them.' };
  return { what, state: 'note', found: `待执行 · waiting: ${missing.length}`, remedy };
}

async function checkWork(database: Database): Promise<Finding[]> {
  const deliveries = await countDeliveries(database);
  const failing = await database.query<{ kind: string; failures: number }>('select kind, failures from jobs.recurring where failures > 0 order by kind limit 20');
  const accounts = await database.query<{ count: number }>('select count(*) as count from identity.account where disabled_at is null');
  return [
    {
      what: '事件投递 · event deliveries',
      state: deliveries.dead > 0 ? 'bad' : 'good',
      found: `${deliveries.waiting} 待投递 · waiting, ${deliveries.dead} 失败 · dead`,
      ...(deliveries.dead > 0
        ? { remedy: { zh: '失败原因见 events.delivery.last_error；修复后清空其 dead_at 即重新投递。', en: 'Reasons are in events.delivery.last_error; clear dead_at to deliver again once mended.' } }
        : {}),
    },
    {
      what: '定时任务 · recurring jobs',
      state: failing.length > 0 ? 'bad' : 'good',
      found: failing.length === 0 ? '正常 · fine' : failing.map(({ kind, failures }) => `${kind} ×${failures}`).join(', '),
      ...(failing.length > 0 ? { remedy: { zh: '原因见 jobs.recurring.last_error。', en: 'Reasons are in jobs.recurring.last_error.' } } : {}),
    },
    accounts[0]?.count
      ? { what: '账号 · accounts', state: 'good', found: `${accounts[0].count}` }
      : { what: '账号 · accounts', state: 'note', found: '0', remedy: { zh: '用 yigong user setup-link 建立首个管理员。', en: 'Make the first administrator with yigong user setup-link.' } },
  ];
}
