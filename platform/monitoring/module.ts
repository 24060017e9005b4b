import type { Sql } from '#platform/database/transaction.ts';
import type { ServerModule } from '#platform/http/module.ts';
import { bindCommand, bindPlatformQuery } from '#platform/http/operation.ts';
import { listDead, retryDead } from '#platform/events/outbox-store.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { backupOperations } from './backups/operations.ts';
import { contract, getMonitoring, listDeadDeliveries, retryDeliveries } from './contract.ts';
import { readSigns, versionHere } from './signs.ts';

const startedAt = new Date();
const problem = problemsOf(contract.problems);

/** The operations page's side of the server. */
export const monitoringModule: ServerModule = {
  contract,
  operations: [
    bindPlatformQuery(getMonitoring, async ({ sql, about }) => {
      about({ resource: 'monitoring' });
      return { signs: await readSigns(sql), version: versionHere(), startedAt: startedAt.toISOString(), tables: await largestTables(sql) };
    }),
    bindPlatformQuery(listDeadDeliveries, async ({ sql, about }) => {
      about({ resource: 'monitoring' });
      const rows = await listDead(sql);
      return { rows: rows.map(({ firstAt, lastAt, ...row }) => ({ ...row, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() })) };
    }),
    bindCommand(retryDeliveries, async ({ tx, about, emit }, { reaction }) => {
      const retried = await retryDead(tx, reaction);
      if (retried === 0) throw problem('monitoring.nothing-dead');
      about({ resource: `reaction/${reaction}` });
      emit('monitoring.deliveries-retried', { reaction, retried }, []);
      return { retried };
    }),
    ...backupOperations,
  ],
  reactions: [],
  jobs: [],
};

const largestTables = (sql: Sql): Promise<{ name: string; bytes: number; rows: number }[]> =>
  sql.query(
    `select n.nspname || '.' || c.relname as name, pg_total_relation_size(c.oid) as bytes, greatest(c.reltuples, 0)::bigint as rows
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 2 desc limit 10`,
  );
