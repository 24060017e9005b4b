import type { Gate } from '#platform/access/gate.ts';
import { listPage, type Filter } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { listCriticalValues } from '../../contract/critical.ts';
import { openCriticalStates, type CriticalState } from '../../contract/states.ts';
import { criticalTableOf, type CriticalRow } from './row.ts';

const FROM = 'shared_diagnosis.critical_value o';
const { columns } = criticalTableOf;

/** False when the source has a critical value already: an event that comes again changes nothing. */
export async function insertCritical(tx: Sql, row: CriticalRow): Promise<boolean> {
  const { text, values } = criticalTableOf.insert(row);
  return (await tx.execute(`${text} on conflict (source_key) do nothing`, values)) === 1;
}

export async function updateCritical(tx: Sql, row: CriticalRow): Promise<void> {
  const { text, values } = criticalTableOf.update(row);
  await tx.execute(text, values);
}

export async function lockCritical(tx: Sql, id: string): Promise<CriticalRow | undefined> {
  return (await tx.query<CriticalRow>(`select ${columns} from ${FROM} where o.critical_id = $1 for update`, [id]))[0];
}

export async function findCritical(sql: Sql, id: string): Promise<CriticalRow | undefined> {
  return (await sql.query<CriticalRow>(`select ${columns} from ${FROM} where o.critical_id = $1 or o.number = $1 limit 1`, [id]))[0];
}

export async function criticalKnown(sql: Sql, sourceKey: string): Promise<boolean> {
  return (await sql.query(`select 1 from ${FROM} where o.source_key = $1`, [sourceKey])).length > 0;
}

export async function nextCriticalNumber(tx: Sql, day: string): Promise<string> {
  const rows = await tx.query<{ value: number }>("select nextval('shared_diagnosis.critical_number') as value");
  return `W${day.replace(/-/g, '').slice(2)}-${String(rows[0]?.value ?? 0).padStart(6, '0')}`;
}

const scopeOf = (gate: Gate) => gate.scope({ organisation: ['o.reporter_organisation_id', 'o.receiver_organisation_id'] });

/** The move of the subject's organisations. */
const OURS = `((o.state in ('detected', 'verified') and o.reporter_organisation_id = any(?::text[])) or (o.state in ('notified', 'acknowledged', 'acted', 'effect-recorded') and o.receiver_organisation_id = any(?::text[])))`;

export function pageOfCriticals(sql: Sql, gate: Gate, input: InputOf<typeof listCriticalValues> & { readonly now: Date }): Promise<Page<CriticalRow>> {
  const filters: Filter[] = [];
  const add = (text: string, ...values: unknown[]): void => void filters.push({ text, values });
  const own = gate.subject.organisationIds;
  if (input.state) add('o.state = ?', input.state);
  if (input.kind) add('o.kind = ?', input.kind);
  if (input.personId) add('o.person_id = ?', input.personId);
  if (input.orderId) add('o.order_id = ?', input.orderId);
  if (input.open === true) add('o.state = any(?::text[])', openCriticalStates);
  if (input.open === false) add('not (o.state = any(?::text[]))', openCriticalStates);
  if (input.ours === true && !gate.subject.everyOrganisation) add(OURS, own, own);
  if (input.late === true) add(`o.state = 'notified' and o.notified_at + make_interval(mins => o.clock[1]) < ?`, input.now);
  if (input.q) {
    const words = `%${input.q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    add('(o.person_name ilike ? or o.number ilike ? or o.title ilike ? or o.receiver_organisation_name ilike ?)', words, words, words, words);
  }
  return listPage<CriticalRow>(sql, { select: columns, from: FROM, scope: scopeOf(gate), filters, orderBy: 'o.closed_at is not null, o.detected_at desc, o.critical_id', limit: input.limit, offset: input.offset });
}

const BOARD_MAX = 60;

export async function listOpenCriticals(sql: Sql, gate: Gate): Promise<CriticalRow[]> {
  const scope = scopeOf(gate)(2);
  return sql.query<CriticalRow>(
    `select ${columns} from ${FROM} where o.state = any($1::text[]) and ${scope.text}
     order by array_position(array['notified', 'verified', 'detected', 'acknowledged', 'acted', 'effect-recorded'], o.state), coalesce(o.notified_at, o.detected_at), o.critical_id limit ${BOARD_MAX}`,
    [openCriticalStates, ...scope.values],
  );
}

export interface CriticalCounts {
  readonly total: number; readonly notified: number; readonly acknowledged: number; readonly inTime: number; readonly escalated: number; readonly closed: number; readonly dismissed: number; readonly minutesMedian: number | null;
}

const COUNTS = `count(*) as total, count(*) filter (where o.notified_at is not null) as notified, count(*) filter (where o.acknowledged_at is not null) as acknowledged,
  count(*) filter (where o.acknowledged_at <= o.notified_at + make_interval(mins => o.clock[1])) as "inTime", count(*) filter (where o.escalation_level > 0) as escalated,
  count(*) filter (where o.state = 'closed') as closed, count(*) filter (where o.state = 'dismissed') as dismissed,
  percentile_cont(0.5) within group (order by extract(epoch from o.acknowledged_at - o.notified_at) / 60) filter (where o.acknowledged_at is not null) as "minutesMedian"`;
const PERIOD = `o.detected_at >= ($1::date)::timestamp at time zone 'Asia/Shanghai' and o.detected_at < ($2::date + 1)::timestamp at time zone 'Asia/Shanghai'`;

export async function countCriticals(sql: Sql, gate: Gate, { from, until }: { from: string; until: string }): Promise<CriticalCounts> {
  const scope = scopeOf(gate)(3);
  const rows = await sql.query<CriticalCounts>(`select ${COUNTS} from ${FROM} where ${PERIOD} and ${scope.text}`, [from, until, ...scope.values]);
  return rows[0]!;
}

export async function countCriticalsByReceiver(sql: Sql, gate: Gate, { from, until }: { from: string; until: string }): Promise<(CriticalCounts & { organisationId: string; organisationName: string })[]> {
  const scope = scopeOf(gate)(3);
  return sql.query(
    `select o.receiver_organisation_id as "organisationId", max(o.receiver_organisation_name) as "organisationName", ${COUNTS} from ${FROM} where ${PERIOD} and ${scope.text} group by 1 order by notified desc, 1 limit 200`,
    [from, until, ...scope.values],
  );
}

export async function countCriticalStates(sql: Sql, gate: Gate): Promise<{ state: CriticalState; total: number }[]> {
  const scope = scopeOf(gate)(2);
  return sql.query(`select o.state, count(*) as total from ${FROM} where o.state = any($1::text[]) and ${scope.text} group by 1`, [openCriticalStates, ...scope.values]);
}

export async function countWaitingCriticalRows(sql: Sql, gate: Gate, now: Date): Promise<{ waiting: number; overdue: number }> {
  const scope = scopeOf(gate)(3);
  const own = gate.subject.organisationIds;
  const ours = gate.subject.everyOrganisation ? '$2::text[] is not null' : OURS.replaceAll('?', '$2');
  const rows = await sql.query<{ waiting: number; overdue: number }>(
    `select count(*) as waiting, count(*) filter (where o.state = 'notified' and o.notified_at + make_interval(mins => o.clock[1]) < $1) as overdue from ${FROM} where o.closed_at is null and ${ours} and ${scope.text}`,
    [now, own, ...scope.values],
  );
  return rows[0] ?? { waiting: 0, overdue: 0 };
}

/** Notices that nobody has acknowledged by their next escalation. */
export function lockDueCriticals(tx: Sql, { now, limit }: { now: Date; limit: number }): Promise<CriticalRow[]> {
  return tx.query<CriticalRow>(`select ${columns} from ${FROM} where o.state = 'notified' and o.next_escalation_at <= $1 order by o.next_escalation_at, o.critical_id limit $2 for update skip locked`, [now, limit]);
}

/** The mark up to which Observations were looked at, locked; begins at `now` the first time. */
export async function lockWatchMark(tx: Sql, { watch, now }: { watch: string; now: Date }): Promise<Date> {
  await tx.execute('insert into shared_diagnosis.watch_mark (watch, seen_until) values ($1, $2) on conflict do nothing', [watch, now]);
  return (await tx.query<{ at: Date }>('select seen_until as at from shared_diagnosis.watch_mark where watch = $1 for update', [watch]))[0]!.at;
}

export async function moveWatchMark(tx: Sql, { watch, to }: { watch: string; to: Date }): Promise<void> {
  await tx.execute('update shared_diagnosis.watch_mark set seen_until = greatest(seen_until, $2::timestamptz) where watch = $1', [watch, to]);
}
