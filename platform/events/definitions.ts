import type { Sql } from '#platform/database/transaction.ts';

/** Channel on which a process tells the others that definitions which they keep in memory have changed. */
export const DEFINITIONS_CHANNEL = 'yigong_definitions';

/** Heard by every process when the caller's transaction commits. */
export async function notifyDefinitions(sql: Sql): Promise<void> {
  await sql.execute(`select pg_notify('${DEFINITIONS_CHANNEL}', '')`);
}
