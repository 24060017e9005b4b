import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { distribute, findObstacle, listShards, planDistribution, readCluster, type DistributionStep } from '#platform/database/distribution.ts';
import { findRunningDatabase } from '#platform/database/embedded/launcher.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { Database } from '#platform/database/transaction.ts';
import { prepareDatabase } from '#apps/server/prepare-database.ts';
import { readSettings } from '#apps/server/settings.ts';
import { TABLE_LAYOUT } from '#apps/server/table-layout.ts';

const SHARDS_DEFAULT = 64;
const SHARDS_MAX = 4096;

export const commands: CommandGroup = {
  name: 'database',
  summary: '数据库：单机与多机 · the database on one machine and on several',
  register: (group, act) => {
    group
      .command('distribute')
      .description('把数据按居民分布到 Citus 各工作节点，可中断后重来 · spread the data by resident over the workers of a Citus cluster; may be interrupted and run again')
      .option('--shards <number>', `分片数，之后不变 · shards of each table, fixed from then on (default ${SHARDS_DEFAULT})`)
      .option('--dry-run', '只显示计划 · only say what would be done')
      .action(act(spread));
    group.command('shards').description('每张表在每台机器上的分片与字节 · shards and bytes of each table on each machine').action(act(shards));
  },
};

interface SpreadOptions {
  readonly shards?: string;
  readonly dryRun?: boolean;
}

async function spread(cli: Cli, { shards: given, dryRun = false }: SpreadOptions): Promise<void> {
  const count = given === undefined ? SHARDS_DEFAULT : Number(given);
  if (!Number.isInteger(count) || count < 1 || count > SHARDS_MAX) {
    throw new CliFailure('usage', { zh: `--shards 应为 1 到 ${SHARDS_MAX} 的整数。`, en: `--shards is a whole number from 1 to ${SHARDS_MAX}.` });
  }
  await asOwner(cli, async (owner) => {
    const cluster = await readCluster(owner);
    const obstacle = findObstacle(cluster);
    const steps = await planDistribution(owner, TABLE_LAYOUT, cluster);
    if (dryRun) cli.output.table(steps.map(described), { table: '表 table', place: '位置 place', by: '按 by', state: '状态 state', rows: '行 rows', bytes: '字节 bytes', reason: '理由 reason' });
    if (obstacle) throw new CliFailure('needs-mending', obstacle);
    if (dryRun) return;
    cli.output.say(`Citus ${cluster.version}: ${cluster.workers.join(', ')}`);
    const open = steps.filter(({ isDone }) => !isDone).length;
    let done = 0;
    await distribute(owner, TABLE_LAYOUT, {
      shards: count,
      onStep: ({ layout, rows }, seconds) => cli.output.say(`${(done += 1)}/${open} ${layout.table} · ${layout.placement.kind} · ${rows} · ${seconds.toFixed(1)} s`),
    });
    cli.output.print({ distributed: done, alreadyDone: steps.filter(({ isDone, layout }) => isDone && layout.placement.kind !== 'coordinator').length, workers: cluster.workers.length });
  });
}

const described = ({ layout: { table, placement, reason }, isDone, rows, bytes }: DistributionStep) => ({
  table,
  place: placement.kind,
  by: placement.kind === 'distributed' ? placement.by : null,
  state: placement.kind === 'coordinator' ? 'stays' : isDone ? 'done' : 'to do',
  rows,
  bytes,
  reason,
});

async function shards(cli: Cli): Promise<void> {
  await asOwner(cli, async (owner) => {
    const { version, isAvailable, workers } = await readCluster(owner);
    const obstacle = findObstacle({ version, isAvailable, workers, placed: new Map(), otherSessions: 0 });
    if (obstacle) throw new CliFailure('needs-mending', obstacle);
    const rows = await listShards(owner);
    cli.output.table(rows.map((row) => ({ ...row })), { table: '表 table', worker: '机器 machine', shards: '分片 shards', bytes: '字节 bytes', largest: '最大 largest' });
  });
}

/** As the owner of the tables: on the database of DATABASE_URL, or the embedded one, which is started for the length of `work` when it does not run. */
async function asOwner(cli: Cli, work: (owner: Database) => Promise<void>): Promise<void> {
  const settings = readSettings({ ...cli.environment, YIGONG_DATA_DIR: cli.dataFolder });
  const running = settings.databaseUrl === undefined ? findRunningDatabase(settings.dataFolder) : undefined;
  const prepared = running === undefined
    ? await prepareDatabase({ settings, say: cli.output.say, onLost: () => undefined })
    : { connectionString: running, stop: async () => undefined };
  const owner = openDatabase({ connectionString: prepared.connectionString, connectionsMax: 1, as: 'owner' });
  try {
    await work(owner);
  } finally {
    await owner.end();
    await prepared.stop();
  }
}
