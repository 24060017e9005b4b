import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { readHosts, writableUrl } from './hosts.ts';

const VERSION_MIN = 150_000;
const CONNECT_MS_MAX = 5000;
const RETRY_MS = 500;
/** A wrong password or name does not mend itself by waiting; a server that is still starting does. */
const FINAL = new Set(['28P01', '28000', '3D000', 'ENOTFOUND', 'ERR_INVALID_URL']);

/**
 * Checks a database that somebody else runs: reachable within `waitSeconds`, PostgreSQL 15 or later, UTF-8.
 * Throws StartUpFailure `database-unreachable`, `database-too-old` or `settings-invalid`.
 */
export async function checkExternalDatabase(connectionString: string, waitSeconds: number): Promise<void> {
  const client = await connect(connectionString, Date.now() + waitSeconds * 1000);
  try {
    const { rows } = await client.query<{ version: string; number: string; encoding: string }>(
      `select current_setting('server_version') as version, current_setting('server_version_num') as number,
         current_setting('server_encoding') as encoding`,
    );
    const server = rows[0];
    if (server === undefined) throw new Error('the server says nothing about itself');
    if (Number(server.number) < VERSION_MIN) throw tooOld(server.version);
    if (server.encoding !== 'UTF8') throw wrongEncoding(server.encoding);
  } finally {
    await client.end();
  }
}

async function connect(connectionString: string, deadline: number): Promise<pg.Client> {
  for (;;) {
    try {
      const client = new pg.Client({ connectionString: await writableUrl(connectionString), connectionTimeoutMillis: CONNECT_MS_MAX });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (FINAL.has(code) || Date.now() + RETRY_MS > deadline) throw unreachable(connectionString, error);
      await sleep(RETRY_MS);
    }
  }
}

/** The address without user and password. */
export function describeAddress(connectionString: string): string {
  try {
    const { names, database } = readHosts(connectionString);
    return `${names.join(',')}${database}`;
  } catch {
    return 'DATABASE_URL';
  }
}

function unreachable(connectionString: string, error: unknown): StartUpFailure {
  const address = describeAddress(connectionString);
  const { message, code, errors } = error as { message: string; code?: string; errors?: Error[] };
  const reason = message || errors?.[0]?.message || code || 'no answer';
  return new StartUpFailure(
    'database-unreachable',
    {
      zh:
        `无法连接 DATABASE_URL 指定的数据库 ${address}（${reason}）。请检查地址、端口、库名、用户和密码，` +
        '以及数据库是否已启动；去掉 DATABASE_URL 则使用内置 PostgreSQL。',
      en:
        `The database of DATABASE_URL at ${address} cannot be reached (${reason}). Check address, port, database name, ` +
        'user and password, and that it runs; without DATABASE_URL the embedded PostgreSQL is used.',
    },
    error,
  );
}

function tooOld(version: string): StartUpFailure {
  return new StartUpFailure('database-too-old', {
    zh: `DATABASE_URL 指定的 PostgreSQL 版本为 ${version}，需要 15 或更高版本。请升级，或去掉 DATABASE_URL 使用内置 PostgreSQL。`,
    en: `The PostgreSQL of DATABASE_URL is version ${version}; 15 or later is needed. Upgrade it, or drop DATABASE_URL to use the embedded one.`,
  });
}

function wrongEncoding(encoding: string): StartUpFailure {
  return new StartUpFailure('settings-invalid', {
    zh: `DATABASE_URL 指定的数据库编码为 ${encoding}，需要 UTF8：create database yigong encoding 'UTF8' template template0。`,
    en: `The database of DATABASE_URL is encoded in ${encoding}; UTF8 is needed: create database yigong encoding 'UTF8' template template0.`,
  });
}
