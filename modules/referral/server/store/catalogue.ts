import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { DayCalendar } from '#platform/kernel/working-days.ts';
import type { ClockRule } from '../rules/clocks.ts';
import type { Criterion, Threshold } from '../rules/letter.ts';

export async function listClockRules(sql: Sql): Promise<ClockRule[]> {
  return sql.query<ClockRule>('select flow, state, priority, measures, amount, unit from referral.clock_rule order by flow, state, priority, measures');
}

/** Exceptions of the next year. */
export async function loadCalendar(sql: Sql, fromDay: string): Promise<DayCalendar> {
  const rows = await sql.query<{ day: string; working: boolean }>(
    `select day, working from referral.calendar_day where day >= $1::date - 1 and day < $1::date + 366 order by day`,
    [fromDay],
  );
  return new Map(rows.map(({ day, working }) => [day, working]));
}

export interface CalendarNotice {
  readonly year: number;
  readonly version: number;
  readonly days: readonly { readonly day: string; readonly worked: boolean }[];
}

/** Puts the notice of a year in the place of what stood there; false where a newer version stands already. */
export async function replaceCalendarYear(tx: Transaction, { year, version, days }: CalendarNotice): Promise<boolean> {
  await tx.execute("select pg_advisory_xact_lock(hashtextextended('referral.calendar_day', 0))");
  const inYear = "day >= make_date($1::int, 1, 1) and day <= make_date($1::int, 12, 31)";
  const [newest] = await tx.query<{ version: number }>(`select coalesce(max(notice_version), 0) as version from referral.calendar_day where ${inYear}`, [year]);
  if ((newest?.version ?? 0) > version) return false;
  await tx.execute(`delete from referral.calendar_day where ${inYear}`, [year]);
  await tx.execute(
    `insert into referral.calendar_day (day, working, notice_version)
     select day, working, $3 from unnest($1::date[], $2::boolean[]) as given (day, working)`,
    [days.map(({ day }) => day), days.map(({ worked }) => worked), version],
  );
  return true;
}

export async function listValidCriteria(sql: Sql, { onDay, direction }: { onDay: string; direction?: 'up' | 'down' | undefined }): Promise<Criterion[]> {
  const rows = await sql.query<{ code: string; direction: 'up' | 'down'; urgent: boolean; icdRanges: string[]; threshold: Threshold[] | null; zh: string; en: string }>(
    `select code, direction, urgent, icd_ranges as "icdRanges", threshold, zh, en from referral.criterion
     where valid_from <= $1::date and (valid_until is null or valid_until >= $1::date) and ($2::text is null or direction = $2)
     order by position, code limit 500`,
    [onDay, direction ?? null],
  );
  return rows.map(({ zh, en, ...rest }) => ({ ...rest, text: { zh, en } }));
}

export type ReasonKind = 'up' | 'lateral' | 'down' | 'reject' | 'decline-down';

export async function listReasons(sql: Sql): Promise<{ code: string; kind: ReasonKind; text: { zh: string; en: string } }[]> {
  const rows = await sql.query<{ code: string; kind: ReasonKind; zh: string; en: string }>(
    'select code, kind, zh, en from referral.reason order by kind, position, code limit 500',
  );
  return rows.map(({ zh, en, ...rest }) => ({ ...rest, text: { zh, en } }));
}

/** The Chinese words of a coded reason; undefined for a code that the catalogue does not hold. */
export async function findReasonTitle(sql: Sql, { kind, code }: { kind: ReasonKind; code: string }): Promise<string | undefined> {
  const rows = await sql.query<{ zh: string }>('select zh from referral.reason where kind = $1 and code = $2', [kind, code]);
  return rows[0]?.zh;
}

export const reasonKnown = async (sql: Sql, reason: { kind: ReasonKind; code: string }): Promise<boolean> =>
  (await findReasonTitle(sql, reason)) !== undefined;
