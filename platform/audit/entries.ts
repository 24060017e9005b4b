import type { ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { AuditEntryView } from './contract.ts';

/** What to look for in the trail; days as `YYYY-MM-DD` in China. */
export interface EntryFilter {
  readonly personId?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly action?: string | undefined;
  readonly outcome?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly q?: string | undefined;
  /** Entries below this id: a place to go on from that new entries do not move. */
  readonly before?: number | undefined;
  readonly limit: number;
  readonly offset: number;
  readonly now: Date;
}

const DEFAULT_DAYS = 30;
const DAY_MS = 86_400_000;
/** The trail of a county has millions of entries; nobody pages through them. */
const COUNTED_MAX = 100_001;

/** An entry as it stands in the trail. */
export type StoredEntry = Omit<AuditEntryView, 'actionTitle'>;

type Row = Omit<StoredEntry, 'at'> & { at: Date };

/** Entries, newest first, read by the index of the person, the persons of a list, the subject or the time; the total is counted to 100,001. */
export async function listEntries(sql: Sql, scope: ScopeBuilder, filter: EntryFilter): Promise<{ rows: StoredEntry[]; total: number; offset: number; limit: number }> {
  const { where, values } = conditionOf(scope, filter);
  const [rows, counted] = await Promise.all([
    sql.query<Row>(
      `select entry_id as id, recorded_at as at, subject_kind as "subjectKind", subject_id as "subjectId", subject_name as "subjectName",
         organisation_id as "organisationId", action, outcome, resource, person_id as "personId", basis, purpose, detail
       from audit.entry where ${where} order by entry_id desc limit ${filter.limit} offset ${filter.offset}`,
      values,
    ),
    sql.query<{ total: number }>(`select count(*) as total from (select from audit.entry where ${where} limit ${COUNTED_MAX}) found`, values),
  ]);
  return { rows: rows.map((row) => ({ ...row, at: row.at.toISOString() })), total: counted[0]?.total ?? 0, offset: filter.offset, limit: filter.limit };
}

function conditionOf(scope: ScopeBuilder, filter: EntryFilter): { where: string; values: unknown[] } {
  const allowed = scope(1);
  const values: unknown[] = [...allowed.values];
  const conditions = [allowed.text];
  const add = (text: string, value: unknown): void => {
    if (value === undefined || value === '') return;
    values.push(value);
    conditions.push(`(${text.replaceAll('?', `$${values.length}`)})`);
  };
  const isNarrow = [filter.personId, filter.subjectId, filter.q].some((each) => each !== undefined && each !== '');
  add("person_id = ? or detail -> 'ids' @> jsonb_build_array(?::text)", filter.personId);
  add('subject_id = ?', filter.subjectId);
  add('starts_with(action, ?)', filter.action);
  add('outcome = ?', filter.outcome);
  add('entry_id < ?', filter.before);
  // Each look would add an entry that moves the next page; who looked is shown when it is asked for.
  if (!isNarrow && filter.action === undefined) conditions.push("action <> 'audit.read'");
  add("person_id = ? or detail -> 'ids' @> jsonb_build_array(?::text) or subject_id = ? or resource = ? or starts_with(action, ?)", filter.q);
  add('recorded_at >= ?', filter.from === undefined ? (isNarrow ? undefined : new Date(filter.now.getTime() - DEFAULT_DAYS * DAY_MS)) : startOfDay(filter.from));
  add('recorded_at < ?', filter.until === undefined ? undefined : new Date(startOfDay(filter.until).getTime() + DAY_MS));
  return { where: conditions.join(' and '), values };
}

const startOfDay = (day: string): Date => new Date(`${day}T00:00:00+08:00`);
