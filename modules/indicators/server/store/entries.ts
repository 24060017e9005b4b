import type { Gate } from '#platform/access/gate.ts';
import { listPage, type Filter } from '#platform/database/list-query.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { IndicatorEntry } from '../../contract/operations.ts';

const INSTANT = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const COLUMNS = `entry_id as id, indicator_id as "indicatorId", owner_organisation_id as "organisationId", month, trim_scale(numerator)::text as numerator, trim_scale(denominator)::text as denominator, source_note as "sourceNote", state,
  entered_by_name as "enteredBy", ${INSTANT('entered_at')} as "enteredAt", decided_by_name as "decidedBy", ${INSTANT('decided_at')} as "decidedAt", reason, batch_id as "batchId"`;

export interface NewEntry {
  readonly id: string;
  readonly indicatorId: string;
  readonly organisationId: string;
  readonly month: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly sourceNote: string;
  readonly batchId: string | null;
}

interface By {
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
}

/** How many were written: those for which another one waits already are not. */
export async function insertEntries(tx: Transaction, entries: readonly NewEntry[], { subject, now }: By): Promise<number> {
  return tx.execute(
    `insert into indicators.entry (entry_id, indicator_id, owner_organisation_id, month, numerator, denominator, source_note, batch_id, state, entered_by, entered_by_name, entered_at)
     select e.id, e."indicatorId", e."organisationId", e.month, e.numerator::numeric, e.denominator::numeric, e."sourceNote", e."batchId", 'entered', $2, $3, $4
     from jsonb_to_recordset($1::jsonb) as e(id text, "indicatorId" text, "organisationId" text, month text, numerator text, denominator text, "sourceNote" text, "batchId" text) on conflict do nothing`,
    [JSON.stringify(entries), subject.id, subject.name, now],
  );
}

export async function findEntry(sql: Sql, id: string): Promise<(IndicatorEntry & { enteredById: string }) | undefined> {
  return (await sql.query<IndicatorEntry & { enteredById: string }>(`select ${COLUMNS}, entered_by as "enteredById" from indicators.entry where entry_id = $1`, [id]))[0];
}

/** Locks the entry for the rest of the transaction. */
export async function lockEntry(tx: Transaction, id: string): Promise<void> {
  await tx.query('select entry_id from indicators.entry where entry_id = $1 for update', [id]);
}

/** An approved value takes the place of the one approved before. */
export async function replaceApproved(tx: Transaction, { indicatorId, organisationId, month }: { indicatorId: string; organisationId: string; month: string }): Promise<void> {
  await tx.execute("update indicators.entry set state = 'replaced' where indicator_id = $1 and owner_organisation_id = $2 and month = $3 and state = 'approved'", [indicatorId, organisationId, month]);
}

export async function decideEntry(tx: Transaction, { id, state, reason, subject, now }: By & { id: string; state: 'approved' | 'returned'; reason: string | null }): Promise<void> {
  await tx.execute('update indicators.entry set state = $2, reason = $3, decided_by = $4, decided_by_name = $5, decided_at = $6 where entry_id = $1', [id, state, reason, subject.id, subject.name, now]);
}

export function listEntries(sql: Sql, gate: Gate, { filters, limit, offset }: { filters: readonly Filter[]; limit: number; offset: number }): Promise<Page<IndicatorEntry>> {
  return listPage<IndicatorEntry>(sql, { select: COLUMNS, from: 'indicators.entry', scope: gate.scope({ organisation: ['owner_organisation_id'] }), filters, orderBy: 'entered_at desc, entry_id', limit, offset });
}

/** Site and month pairs that are closed, among those given. */
export async function listClosed(sql: Sql, pairs: readonly { organisationId: string; month: string }[]): Promise<Set<string>> {
  const rows = await sql.query<{ key: string }>(
    `select s.organisation_id || '|' || s.month as key from indicators.closed_site s join jsonb_to_recordset($1::jsonb) as p("organisationId" text, month text) on p."organisationId" = s.organisation_id and p.month = s.month`,
    [JSON.stringify(pairs)],
  );
  return new Set(rows.map(({ key }) => key));
}
