import { startEmbeddedDatabase } from '#platform/database/embedded/launcher.ts';
import { checkExternalDatabase } from '#platform/database/external.ts';
import { migrate } from '#platform/database/migrate.ts';
import { settingsForBackups } from './backups/places.ts';
import { MIGRATION_FOLDERS } from './migration-folders.ts';
import type { Settings } from './settings.ts';

export interface PreparedDatabase {
  /** Of the owner; `openDatabase` takes the application role from it. */
  readonly connectionString: string;
  /** Of the superuser, to the same database; only of an embedded one. */
  readonly superuser?: string;
  stop(): Promise<void>;
}

export interface PrepareRequest {
  readonly settings: Settings;
  /** One line of progress, already in both languages. */
  readonly say: (line: string) => void;
  /** The embedded server died for good. */
  readonly onLost: (failure: unknown) => void;
}

/** Database of the settings, running and migrated. Used by the server and by CLI commands that work without one. */
export async function prepareDatabase({ settings, say, onLost }: PrepareRequest): Promise<PreparedDatabase> {
  const opened = settings.databaseUrl === undefined ? await openEmbedded({ settings, say, onLost }) : await openExternal(settings);
  try {
    const { applied } = await migrate(opened.connectionString, MIGRATION_FOLDERS);
    if (applied.length > 0) say(`数据库结构已更新 · ${applied.length} migrations applied`);
    return opened;
  } catch (error) {
    await opened.stop();
    throw error;
  }
}

async function openEmbedded({ settings, say, onLost }: PrepareRequest): Promise<PreparedDatabase> {
  say(`启动内置 PostgreSQL · starting the embedded PostgreSQL (${settings.dataFolder})`);
  const database = await startEmbeddedDatabase({
    dataFolder: settings.dataFolder,
    freeMegabytesMin: settings.freeMegabytesMin,
    ...settingsForBackups(settings),
    onLost,
    onRestart: () => say('数据库进程异常退出，已自动恢复 · the database process died and was restarted'),
  });
  if (database.orphanStopped) say('已接管上次被强制终止的运行所留下的数据库 · took over the database of a killed run');
  return { connectionString: database.connectionString, superuser: database.superuserConnectionString, stop: database.stop };
}

async function openExternal(settings: Settings): Promise<PreparedDatabase> {
  const connectionString = settings.databaseUrl ?? '';
  await checkExternalDatabase(connectionString, settings.databaseWaitSeconds);
  return { connectionString, stop: async () => undefined };
}
