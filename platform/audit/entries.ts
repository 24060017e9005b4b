import type { ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { AuditEntryView } from './contract.ts';

/** What to look for in the trail; times as RFC 3339, `before` an exclusive entry id. */
export interface EntryFilter {
  readonly personId?: string;
  readonly subjectId?: string;
  readonly action?: string;
  readonly outcome?: string;
  readonly from?: string;
  readonly until?: string;
  readonly before?: number;
  readonly limit: number;
  readonly now: Date;
}

const DEFAULT_DAYS = 30;
const DAY_MS = 86_400_000;

type Row = Omit<AuditEntryView, 'at'> & { at: Date };

/** Entries, newest first, with the id to go on from; read by the index of the person, the subject or the time. */
export async function listEntries(sql: Sql, scope: ScopeBuilder, filter: EntryFilter): Promise<{ rows: AuditEntryView[]; next: number | null }> {
  const allowed = scope(1);
  const values: unknown[] = [...allowed.values];
  const conditions = [allowed.text];
  const add = (text: string, value: unknown): void => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(text.replace('?', `$${values.length}`));
  };
  const isNarrow = filter.personId !== undefined || filter.subjectId !== undefined;
  add('person_id = ?', filter.personId);
  add('subject_id = ?', filter.subjectId);
  add('starts_with(action, ?)', filter.action);
  add('outcome = ?', filter.outcome);
  add('recorded_at >= ?', filter.from ?? (isNarrow ? undefined : new Date(filter.now.getTime() - DEFAULT_DAYS * DAY_MS)));
  add('recorded_at < ?', filter.until);
  add('entry_id < ?', filter.before);
  const rows = await sql.query<Row>(
    `select entry_id as id, recorded_at as at, subject_kind as "subjectKind", subject_id as "subjectId", subject_name as "subjectName",
       organisation_id as "organisationId", action, outcome, resource, person_id as "personId", basis, purpose, detail
     from audit.entry where ${conditions.join(' and ')} order by entry_id desc limit ${filter.limit + 1}`,
    values,
  );
  const shown = rows.slice(0, filter.limit);
  return { rows: shown.map((row) => ({ ...row, at: row.at.toISOString() })), next: rows.length > filter.limit ? (shown.at(-1)?.id ?? null) : null };
}
