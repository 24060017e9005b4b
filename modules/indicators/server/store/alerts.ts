import type { Gate } from '#platform/access/gate.ts';
import { listPage, type Filter } from '#platform/database/list-query.ts';
import type { Sql, Transaction } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { Alert, AlertState, Band } from '../../contract/alerts.ts';
import type { Departure } from '../rules/bands.ts';

const INSTANT = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const COLUMNS = `alert_id as id, indicator_id as "indicatorId", organisation_id as "organisationId", owner_organisation_id as "ownerOrganisationId", period, kind, trim_scale(value)::text as value, trim_scale(low)::text as low,
  trim_scale(high)::text as high, state, assignee_id as "assigneeId", assignee_name as "assigneeName", ${INSTANT('raised_at')} as "raisedAt", ${INSTANT('state_since')} as "stateSince",
  coalesce((select jsonb_agg(jsonb_build_object('action', x.action, 'note', x.note, 'subjectName', x.subject_name, 'at', ${INSTANT('x.recorded_at')}) order by x.step)
    from indicators.alert_action x where x.alert_id = alert.alert_id), '[]') as actions`;

interface By {
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
  readonly newId: () => string;
}

export interface NewAlert extends By {
  readonly band: Band;
  readonly organisationId: string;
  readonly period: string;
  readonly value: string;
  readonly departure: Departure;
  readonly version: string;
}

/** The id of the alert when it is new or its number is another one than before; nobody is told twice of one number. */
export async function raiseAlert(tx: Transaction, { band, organisationId, period, value, departure, version, subject, now, newId }: NewAlert): Promise<string | undefined> {
  const key = [band.ownerOrganisationId, band.indicatorId, organisationId, period, departure.kind];
  const [made] = await tx.query<{ id: string }>(
    `insert into indicators.alert (alert_id, band_id, indicator_id, organisation_id, owner_organisation_id, period, kind, value, low, high, definition_version, state, assignee_id, assignee_name, raised_at, state_since)
     values ($6, $7, $2, $3, $1, $4, $5, $8, $9, $10, $11, 'raised', $12, $13, $14, $14) on conflict on constraint alert_once do nothing returning alert_id as id`,
    [...key, newId(), band.id, value, departure.low, departure.high, version, band.watcherId, band.watcherName, now],
  );
  const [again] = made !== undefined ? [] : await tx.query<{ id: string }>(
    `update indicators.alert set value = $6::numeric, low = $7, high = $8, state = 'raised', state_since = $9 where owner_organisation_id = $1 and indicator_id = $2 and organisation_id = $3 and period = $4 and kind = $5
       and value <> $6::numeric returning alert_id as id`,
    [...key, value, departure.low, departure.high, now],
  );
  const raised = made ?? again;
  if (raised !== undefined) await insertAction(tx, { id: raised.id, action: made === undefined ? 'restate' : 'raise', note: value, ownerOrganisationId: band.ownerOrganisationId, subject, now, newId });
  return raised?.id;
}

interface NewAction extends By {
  readonly id: string;
  readonly action: 'raise' | 'restate' | 'acknowledge' | 'assign' | 'note' | 'close';
  readonly note: string | null;
  readonly ownerOrganisationId: string;
}

async function insertAction(tx: Transaction, { id, action, note, ownerOrganisationId, subject, now, newId }: NewAction): Promise<void> {
  await tx.execute('insert into indicators.alert_action (action_id, alert_id, step, action, note, subject_id, subject_name, owner_organisation_id, recorded_at) values ($1, $2, (select coalesce(max(step), 0) + 1 from indicators.alert_action where alert_id = $2), $3, $4, $5, $6, $7, $8)', [newId(), id, action, note, subject.id, subject.name, ownerOrganisationId, now]);
}

/** Locked for the rest of the transaction. */
export async function lockAlert(tx: Transaction, id: string): Promise<Alert | undefined> {
  await tx.query('select alert_id from indicators.alert where alert_id = $1 for update', [id]);
  return findAlert(tx, id);
}

export async function findAlert(sql: Sql, id: string): Promise<Alert | undefined> {
  return (await sql.query<Alert>(`select ${COLUMNS} from indicators.alert where alert_id = $1`, [id]))[0];
}

/** Writes the state that an act leads to, the person it is then for, and the act. */
export async function moveAlert(tx: Transaction, step: NewAction & { readonly state: AlertState; readonly assignee: { readonly id: string; readonly name: string } }): Promise<void> {
  await tx.execute('update indicators.alert set state = $2, assignee_id = $3, assignee_name = $4, state_since = case when state = $2 and assignee_id = $3 then state_since else $5 end where alert_id = $1', [step.id, step.state, step.assignee.id, step.assignee.name, step.now]);
  await insertAction(tx, step);
}

export function listAlertRows(sql: Sql, gate: Gate, { filters, limit, offset }: { filters: readonly Filter[]; limit: number; offset: number }): Promise<Page<Alert>> {
  return listPage<Alert>(sql, { select: COLUMNS, from: 'indicators.alert', scope: gate.scope({ organisation: ['owner_organisation_id'] }), filters, orderBy: "state = 'closed', raised_at desc, alert_id", limit, offset });
}

/** An alert is due at once: until its person has acknowledged it, it is late. */
export async function countAlertsOf(sql: Sql, subjectId: string): Promise<{ waiting: number; overdue: number }> {
  const [row] = await sql.query<{ waiting: number; overdue: number }>("select count(*)::int as waiting, (count(*) filter (where state = 'raised'))::int as overdue from indicators.alert where assignee_id = $1 and state <> 'closed'", [subjectId]);
  return row ?? { waiting: 0, overdue: 0 };
}
