import type pg from 'pg';
import type { TableHash } from './manifest.ts';

const LOCK_SECONDS = 5;
const LOCK_TRIES_MAX = 12;

/** Tables with rows of ours; partitions are counted in their parent. */
async function listTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ place: string }>(
    `select format('%I.%I', n.nspname, c.relname) as place from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`,
  );
  return rows.map(({ place }) => place);
}

/** Count and order-free sum of a 64-bit hash of every row, under fixed settings, so that any server gives the same. */
export async function hashTables(client: pg.Client, onTable: (table: string) => void = () => undefined): Promise<TableHash[]> {
  await client.query("set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'iso_8601'; set local extra_float_digits = 1; set local bytea_output = 'hex'");
  const hashes: TableHash[] = [];
  for (const table of await listTables(client)) {
    onTable(table);
    const { rows } = await client.query<{ count: string; hash: string }>(
      `select count(*) as count, coalesce(sum(hashtextextended(given::text, 0)::numeric), 0)::text as hash from ${table} given`,
    );
    hashes.push({ table, rows: Number(rows[0]!.count), hash: rows[0]!.hash });
  }
  return hashes;
}

/**
 * Names the present moment in the write-ahead log and keeps a view of exactly that moment: for an instant no writer is between
 * the two, because every table is locked against writing. `look` runs in that view while the writers go on.
 */
export async function atRestorePoint<Result>(
  connect: () => Promise<pg.Client>,
  name: string,
  look: (client: pg.Client, at: Date) => Promise<Result>,
): Promise<Result> {
  const [locker, reader] = [await connect(), await connect()];
  try {
    const tables = await listTables(locker);
    const at = await lockAndName(locker, name, tables);
    const { rows } = await locker.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot');
    await reader.query('begin isolation level repeatable read read only');
    await reader.query(`set transaction snapshot '${rows[0]!.snapshot}'`);
    await reader.query('select 1');
    await locker.query('commit');
    return await look(reader, at);
  } finally {
    await Promise.all([locker.end(), reader.end()]);
  }
}

async function lockAndName(locker: pg.Client, name: string, tables: readonly string[]): Promise<Date> {
  for (let tries = 1; ; tries += 1) {
    try {
      await locker.query('begin isolation level repeatable read');
      await locker.query(`set local lock_timeout = '${LOCK_SECONDS}s'`);
      await locker.query(`lock table ${tables.join(', ')} in share mode`);
      const { rows } = await locker.query<{ at: Date }>('select clock_timestamp() as at, pg_create_restore_point($1)', [name]);
      return rows[0]!.at;
    } catch (error) {
      await locker.query('rollback');
      const isBusy = ['55P03', '40P01'].includes((error as { code?: string }).code ?? '');
      if (!isBusy || tries >= LOCK_TRIES_MAX) throw error;
    }
  }
}

/** Tables whose rows are not what the manifest says. */
export function differingTables(expected: readonly TableHash[], found: readonly TableHash[]): string[] {
  const byTable = new Map(found.map((each) => [each.table, each]));
  return expected.filter(({ table, rows, hash }) => byTable.get(table)?.rows !== rows || byTable.get(table)?.hash !== hash).map(({ table }) => table);
}
