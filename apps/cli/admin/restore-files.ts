import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Cli } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { listBackupsOf } from '#platform/database/backup/manifest.ts';
import { restoreObjects, type RestoredObjects, type RestoreObjectsRequest } from '#platform/database/backup/objects/restore-objects.ts';
import { findRunningSuperuser, startEmbeddedDatabase } from '#platform/database/embedded/launcher.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { objectsOf } from '#apps/server/backups/places.ts';

type FilesRequest = Omit<RestoreObjectsRequest, 'sql' | 'places'> & { readonly id: string | undefined };

/** Brings back the files that the rows of a restored database name; those that cannot be are named, and the command ends with `partly-done`. */
export async function restoreFiles(cli: Cli, request: FilesRequest): Promise<void> {
  if (!existsSync(join(request.dataFolder, 'database'))) {
    throw new CliFailure('usage', { zh: `${request.dataFolder} 中没有数据库，请先恢复数据库。`, en: `There is no database in ${request.dataFolder}; restore it first.` });
  }
  const outside = (await listBackupsOf(request.source)).filter(({ id }) => request.id === undefined || id === request.id).at(-1)?.objects?.outside ?? [];
  for (const { name, store, note } of outside) cli.output.say(`${name}: ${store} – ${note}`);
  const places = objectsOf({}).places.filter(({ name }) => !outside.some((each) => each.name === name));
  cli.output.say('取回影像文件并核对 · bringing back the image files');
  const { missing, damaged, ...report } = await withRows(request.dataFolder, (sql) => restoreObjects({ ...request, sql, places }));
  cli.output.print({ filesRestored: report.restored, filesPresent: report.present, filesMissing: missing.length, filesDamaged: damaged.length, filesSeconds: report.seconds });
  if (missing.length + damaged.length > 0) throw filesLost({ missing, damaged });
}

async function withRows<Result>(dataFolder: string, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const running = findRunningSuperuser(dataFolder);
  const server = running === undefined ? await startEmbeddedDatabase({ dataFolder, serverSettings: { archive_mode: 'off' } }) : undefined;
  const database = openDatabase({ connectionString: running ?? server!.superuserConnectionString, connectionsMax: 1, as: 'owner' });
  try {
    return await work(database);
  } finally {
    await database.end();
    await server?.stop();
  }
}

function filesLost({ missing, damaged }: Pick<RestoredObjects, 'missing' | 'damaged'>): CliFailure {
  return new CliFailure(
    'partly-done',
    {
      zh: `数据库已恢复，可以启动；但有 ${missing.length} 个影像文件没有副本，${damaged.length} 个副本已损坏。找到副本后用 yigong restore --only-files 再取一次。`,
      en: `The database is restored and may be started, but image files without a copy: ${missing.length}, with damaged copies only: ${damaged.length}. With another copy, run yigong restore --only-files again.`,
    },
    [...missing.map((line) => `缺失 missing: ${line}`), ...damaged.map((line) => `损坏 damaged: ${line}`)],
  );
}
