import type { Text } from '#platform/kernel/problem.ts';
import { APPLICATION_ROLE, READER_ROLE } from './sighted.ts';
import type { Database, Sql, Transaction } from './transaction.ts';

/** Where the rows of a table lie once the database is spread over machines by Citus. */
export type Placement =
  /** Spread by a column; tables of one column type lie together, so that equal values are on one machine. */
  | {
      readonly kind: 'distributed';
      readonly by: string;
      /** Takes the place of a primary key that lacks the column: Citus keeps uniqueness within a machine only. */
      readonly primaryKey?: readonly string[];
      /** Statements of the owner before it is spread, in the same transaction. */
      readonly before?: readonly string[];
      readonly after?: readonly string[];
    }
  /** A copy on every machine, so that statements on spread tables can join it. */
  | { readonly kind: 'reference' }
  /** On the coordinator alone. */
  | { readonly kind: 'coordinator' };

export interface TableLayout {
  /** `schema.table`. */
  readonly table: string;
  readonly placement: Placement;
  readonly reason: string;
}

export interface Cluster {
  /** Citus' own words, null without the extension in this database. */
  readonly version: string | null;
  /** The server could create the extension. */
  readonly isAvailable: boolean;
  readonly workers: readonly string[];
  /** What Citus already placed, by `schema.table`. */
  readonly placed: ReadonlyMap<string, Placement['kind']>;
  /** Other sessions on this database: servers that must stop before tables move. */
  readonly otherSessions: number;
}

export interface DistributionStep {
  readonly layout: TableLayout;
  readonly isDone: boolean;
  readonly rows: number;
  readonly bytes: number;
}

/** What Citus knows of this database; works without Citus too. */
export async function readCluster(sql: Sql): Promise<Cluster> {
  const [base] = await sql.query<{ version: string | null; isAvailable: boolean; otherSessions: number }>(
    `select (select extversion from pg_extension where extname = 'citus') as version,
       exists (select from pg_available_extensions where name = 'citus') as "isAvailable",
       (select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
          and backend_type = 'client backend' and application_name not like 'citus%')::int as "otherSessions"`,
  );
  const { version = null, isAvailable = false, otherSessions = 0 } = base ?? {};
  if (version === null) return { version, isAvailable, workers: [], placed: new Map(), otherSessions };
  const workers = await sql.query<{ address: string }>("select node_name || ':' || node_port as address from citus_get_active_worker_nodes() order by 1");
  const placed = await sql.query<{ table: string; method: string }>(
    'select logicalrelid::regclass::text as "table", case when partmethod = \'h\' then \'distributed\' when repmodel = \'t\' then \'reference\' else \'coordinator\' end as method from pg_dist_partition',
  );
  return { version, isAvailable, workers: workers.map(({ address }) => address), placed: new Map(placed.map(({ table, method }) => [table, method as Placement['kind']])), otherSessions };
}

/** Why the layout cannot be made here, with what to do about it; undefined when it can. */
export function findObstacle({ version, isAvailable, workers, otherSessions }: Cluster): Text | undefined {
  if (version === null && !isAvailable) return NO_CITUS;
  if (version === null) return NOT_CREATED;
  if (workers.length === 0) return NO_WORKERS;
  if (otherSessions > 0) return inUse(otherSessions);
  return undefined;
}

const NO_CITUS: Text = {
  zh: '此数据库服务器没有安装 Citus（分布式 PostgreSQL）。请在每台机器的 PostgreSQL 上安装 citus，并在 postgresql.conf 中加入 shared_preload_libraries = \'citus\'，再让 DATABASE_URL 指向协调节点；内置 PostgreSQL 只用于单机。步骤见 docs/runbooks/growing.md。',
  en: "This database server has no Citus (distributed PostgreSQL). Install citus on the PostgreSQL of every machine, add shared_preload_libraries = 'citus' to postgresql.conf, and let DATABASE_URL name the coordinator; the embedded PostgreSQL is for one machine. Steps: docs/runbooks/growing.md.",
};
const NOT_CREATED: Text = {
  zh: 'Citus 已安装，但此库尚未启用。请以超级用户在协调节点和每个工作节点的同名库中执行：create extension citus。步骤见 docs/runbooks/growing.md。',
  en: 'Citus is installed but not enabled in this database. As superuser run on the coordinator and in the database of the same name on every worker: create extension citus. Steps: docs/runbooks/growing.md.',
};
const NO_WORKERS: Text = {
  zh: "没有工作节点。请以超级用户在协调节点执行：select citus_set_coordinator_host('<地址>', <端口>); select citus_add_node('<工作节点地址>', <端口>); 每台一次。",
  en: "There are no workers. As superuser run on the coordinator: select citus_set_coordinator_host('<address>', <port>); select citus_add_node('<address of a worker>', <port>); once for each.",
};
const inUse = (sessions: number): Text => ({
  zh: `还有 ${sessions} 个连接在使用此库。表移动期间不能写入：请先停止所有 yigong 服务，再运行本命令；它可以中断后重来。`,
  en: `${sessions} other sessions use this database. Nothing may be written while tables move: stop every yigong server first, then run this command; it may be interrupted and run again.`,
});

/** Each table with what is still to be done, in the order in which it is done. */
export async function planDistribution(sql: Sql, layouts: readonly TableLayout[], { placed }: Cluster): Promise<DistributionStep[]> {
  const sizes = await sql.query<{ table: string; rows: number; bytes: number }>(
    `select n.nspname || '.' || c.relname as "table", greatest(c.reltuples, 0)::bigint as rows, pg_total_relation_size(c.oid) as bytes
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname || '.' || c.relname = any($1::text[])`,
    [layouts.map(({ table }) => table)],
  );
  const sizeOf = new Map(sizes.map((size) => [size.table, size]));
  return layouts
    .filter(({ table }) => sizeOf.has(table))
    .map((layout) => ({
      layout,
      isDone: layout.placement.kind === 'coordinator' || placed.get(layout.table) === layout.placement.kind,
      rows: sizeOf.get(layout.table)!.rows,
      bytes: sizeOf.get(layout.table)!.bytes,
    }));
}

export interface DistributionOptions {
  /** Shards of each distributed table. Fixed from then on but for splitting: choose for the machines of years to come. */
  readonly shards: number;
  readonly onStep?: (step: DistributionStep, seconds: number) => void;
}

/**
 * Lays the tables out, each in a transaction of its own, skipping what is done: it may be stopped and run again. The data
 * that is there moves along. As the owner of the tables; nobody else may be writing.
 */
export async function distribute(owner: Database, layouts: readonly TableLayout[], { shards, onStep }: DistributionOptions): Promise<DistributionStep[]> {
  const cluster = await readCluster(owner);
  const steps = await planDistribution(owner, layouts, cluster);
  await letApplicationReachWorkers(owner);
  for (const step of steps.filter(({ isDone }) => !isDone)) {
    const begin = performance.now();
    await owner.transaction((tx) => place(tx, step.layout, shards));
    onStep?.(step, (performance.now() - begin) / 1000);
  }
  await letShardsMove(owner);
  await finish(owner);
  return steps;
}

/** A shard moves while servers run by logical replication, which must know a row that was deleted: by its whole content where it has no key. */
async function letShardsMove(owner: Database): Promise<void> {
  const keyless = await owner.query<{ table: string }>(
    `select c.oid::regclass::text as "table" from pg_class c join pg_dist_partition d on d.logicalrelid = c.oid
     where d.partmethod = 'h' and c.relreplident = 'd' and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary) order by 1 limit 1000`,
  );
  for (const { table } of keyless) await owner.execute(`alter table ${table} replica identity full`);
}

/** What a schema wants done once its tables lie where they should: its function `after_distribution`, when it has one. */
async function finish(owner: Database): Promise<void> {
  const hooks = await owner.query<{ hook: string }>(
    `select format('%I.%I()', n.nspname, p.proname) as hook from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.proname = 'after_distribution' and p.pronargs = 0 order by 1 limit 100`,
  );
  for (const { hook } of hooks) await owner.execute(`select ${hook}`);
}

/** The coordinator speaks to the workers as the role of its session, which therefore must be able to log in there. */
async function letApplicationReachWorkers(owner: Database): Promise<void> {
  for (const role of [APPLICATION_ROLE, READER_ROLE]) await letReachWorkers(owner, role);
}

async function letReachWorkers(owner: Database, role: string): Promise<void> {
  const text = `do $$ begin
    if not exists (select from pg_roles where rolname = '${role}') then create role ${role} login; end if;
    if not (select rolcanlogin from pg_roles where rolname = '${role}') then alter role ${role} login; end if;
  end $$`;
  await owner.execute(text);
  const answers = await owner.query<{ success: boolean; result: string }>('select success, result from run_command_on_workers($1)', [text]);
  const failed = answers.find(({ success }) => !success);
  if (failed) throw new Error(`A worker refused the role of the application: ${failed.result}`);
}

async function place(tx: Transaction, { table, placement }: TableLayout, shards: number): Promise<void> {
  if (placement.kind === 'coordinator') return;
  for (const statement of (placement.kind === 'distributed' && placement.before) || []) await tx.execute(statement);
  await dropGuards(tx, table);
  if (placement.kind === 'reference') {
    await tx.execute('select create_reference_table($1::regclass)', [table]);
    return;
  }
  if (placement.primaryKey) await replacePrimaryKey(tx, table, placement.primaryKey);
  await tx.execute('set local citus.shard_replication_factor = 1');
  await tx.execute(`select create_distributed_table($1::regclass, $2, shard_count => ${Math.trunc(shards)})`, [table, placement.by]);
  for (const statement of placement.after ?? []) await tx.execute(statement);
}

/**
 * Citus takes neither triggers on tables that it places nor policies with subqueries: what watches SQL run by hand
 * (`audit.after_migration`) leaves these tables alone from then on; the second wall is raised anew when all lie in their places
 * (`access.after_distribution`), without subqueries.
 */
async function dropGuards(tx: Transaction, table: string): Promise<void> {
  const triggers = await tx.query<{ name: string }>('select quote_ident(tgname) as name from pg_trigger where tgrelid = $1::regclass and not tgisinternal', [table]);
  for (const { name } of triggers) await tx.execute(`drop trigger ${name} on ${table}`);
  const policies = await tx.query<{ name: string }>('select quote_ident(polname) as name from pg_policy where polrelid = $1::regclass', [table]);
  for (const { name } of policies) await tx.execute(`drop policy ${name} on ${table}`);
  await tx.execute(`alter table ${table} disable row level security`);
}

async function replacePrimaryKey(tx: Transaction, table: string, columns: readonly string[]): Promise<void> {
  const [key] = await tx.query<{ name: string }>("select quote_ident(conname) as name from pg_constraint where conrelid = $1::regclass and contype = 'p'", [table]);
  if (key) await tx.execute(`alter table ${table} drop constraint ${key.name}`);
  await tx.execute(`alter table ${table} add constraint ${key?.name ?? `${table.split('.')[1]!}_key`} primary key (${columns.join(', ')})`);
}

export interface ShardRow {
  readonly table: string;
  readonly worker: string;
  readonly shards: number;
  readonly bytes: number;
  readonly largest: number;
}

/** Shards and bytes of each table on each machine; the largest shard tells of skew. */
export async function listShards(sql: Sql): Promise<ShardRow[]> {
  return sql.query<ShardRow>(
    `select table_name::text as "table", nodename || ':' || nodeport as worker, count(*)::int as shards, coalesce(sum(shard_size), 0)::bigint as bytes,
       coalesce(max(shard_size), 0)::bigint as largest
     from citus_shards where citus_table_type in ('distributed', 'reference') group by 1, 2 order by 1, 2 limit 10000`,
  );
}
