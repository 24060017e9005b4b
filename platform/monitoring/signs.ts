import { statfsSync } from 'node:fs';
import type { Sql } from '#platform/database/transaction.ts';
import { countDeliveries } from '#platform/events/outbox-store.ts';
import type { ListenerState } from '#platform/http/listening.ts';
import type { BackupsHere } from './backups/backups-here.ts';
import type { SignView } from './contract.ts';

/** What a process knows of itself and its disk. */
export interface Surroundings {
  readonly version: string;
  readonly dataFolder?: string;
  /** Undefined when none are taken here. */
  readonly backups?: () => BackupsHere | undefined;
  /** Ports beside the one port, on which devices and other systems send. */
  readonly listeners?: () => readonly ListenerState[];
  /** Messages of other systems that wait for more than ten minutes; told by the room that exchanges them. */
  readonly countStuckMessages?: (sql: Sql) => Promise<number>;
}

const HOUR_SECONDS = 3600;
const MEGABYTE = 1024 * 1024;

/** From which value on a sign is to be watched, and is bad. */
const BOUNDS = {
  'deliveries': [1_000, 20_000],
  'dead-deliveries': [1, 1],
  'failing-jobs': [1, 3],
  'failed-tasks': [1, 20],
  'stuck-messages': [1, 100],
  'audit-chain': [120, HOUR_SECONDS],
  'backup': [26 * HOUR_SECONDS, 50 * HOUR_SECONDS],
  'backup-outside': [30 * HOUR_SECONDS, 54 * HOUR_SECONDS],
  'memory': [700 * MEGABYTE, 1_500 * MEGABYTE],
} as const;

type Bounded = keyof typeof BOUNDS;

/** The state that a value means by the bounds of its sign. */
export function stateOf(name: Bounded, value: number | null): SignView['state'] {
  if (value === null) return 'unknown';
  const [watch, bad] = BOUNDS[name];
  return value >= bad ? 'bad' : value >= watch ? 'watch' : 'good';
}

const sign = (name: Bounded, value: number | null, { unit = 'count', detail = null }: Partial<Pick<SignView, 'unit' | 'detail'>> = {}): SignView => ({ name, state: stateOf(name, value), value, unit, detail });

let surroundings: Surroundings = { version: 'unknown' };

/** Told once by the composition root. */
export function setSurroundings(given: Surroundings): void {
  surroundings = given;
}

export const versionHere = (): string => surroundings.version;
export const backupsHere = (): BackupsHere | undefined => surroundings.backups?.();

export async function readSigns(sql: Sql): Promise<SignView[]> {
  const [size, deliveries, jobs, tasks, chain, connections, stuck] = await Promise.all([
    sql.query<{ bytes: number; version: string }>("select pg_database_size(current_database()) as bytes, current_setting('server_version') as version"),
    countDeliveries(sql),
    sql.query<{ kind: string }>('select kind from jobs.recurring where failures > 0 order by kind limit 20'),
    sql.query<{ total: number }>("select count(*) as total from jobs.task where state = 'failed' and finished_at > clock_timestamp() - interval '7 days'"),
    sql.query<{ seconds: number | null }>('select extract(epoch from clock_timestamp() - pending_at)::float8 as seconds from audit.setting'),
    sql.query<{ used: number; most: number }>("select (select count(*) from pg_stat_activity where datname = current_database()) as used, current_setting('max_connections')::int as most"),
    surroundings.countStuckMessages?.(sql) ?? null,
  ]);
  const { used, most } = connections[0]!;
  return [
    { name: 'database', state: 'good', value: size[0]!.bytes, unit: 'bytes', detail: `PostgreSQL ${size[0]!.version}` },
    diskSign(surroundings.dataFolder),
    { name: 'connections', state: used > most * 0.9 ? 'bad' : used > most * 0.7 ? 'watch' : 'good', value: used, unit: 'count', detail: `/ ${most}` },
    sign('deliveries', deliveries.waiting),
    sign('dead-deliveries', deliveries.dead),
    sign('failing-jobs', jobs.length, { detail: jobs.map(({ kind }) => kind).join(', ') || null }),
    sign('failed-tasks', tasks[0]!.total),
    sign('stuck-messages', stuck),
    sign('audit-chain', chain[0]?.seconds ?? null, { unit: 'seconds' }),
    ...backupSigns(surroundings.backups?.()),
    ...(surroundings.listeners?.() ?? []).map(listenerSign),
    sign('memory', process.memoryUsage.rss(), { unit: 'bytes' }),
  ];
}

function diskSign(folder: string | undefined): SignView {
  if (folder === undefined) return { name: 'disk', state: 'unknown', value: null, unit: 'bytes', detail: null };
  const { bavail, bsize, blocks } = statfsSync(folder);
  const free = bavail * bsize;
  const share = bavail / blocks;
  return { name: 'disk', state: free < 512 * MEGABYTE ? 'bad' : share < 0.1 ? 'watch' : 'good', value: free, unit: 'bytes', detail: `${Math.round(share * 100)} %` };
}

/** One that was wanted and is not there loses what devices send; the detail is what sets its port. */
const listenerSign = ({ name, state, port, setting, code }: ListenerState): SignView =>
  ({ name, state: state === 'failed' ? 'bad' : 'good', value: state === 'off' ? null : port, unit: 'port', detail: state === 'failed' ? `${setting} ${code ?? ''}`.trim() : state === 'off' ? setting : null });

function backupSigns(here: BackupsHere | undefined): SignView[] {
  if (here === undefined) return [{ name: 'backup', state: 'watch', value: null, unit: 'seconds', detail: 'YIGONG_BACKUP_DIR' }];
  return [ageSign('backup', here.backups[0]?.finishedAt ?? null), ...(here.outside === null ? [] : [ageSign('backup-outside', here.outside.newestAt)])];
}

const ageSign = (name: 'backup' | 'backup-outside', at: string | null): SignView =>
  at === null ? { name, state: 'bad', value: null, unit: 'seconds', detail: null } : sign(name, (Date.now() - Date.parse(at)) / 1000, { unit: 'seconds', detail: at });
