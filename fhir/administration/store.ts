import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { CustomDefinition } from '#fhir/search/custom/definition.ts';
import { PAUSED_WAITING_MAX } from '../subscriptions/match.ts';

export interface SubscriptionRow {
  readonly id: string;
  readonly resourceType: string;
  readonly clientId: string;
  readonly channel: 'rest-hook' | 'websocket';
  readonly state: 'active' | 'paused' | 'error' | 'ended';
  readonly waiting: number;
  readonly failures: number;
  readonly lastError: string | null;
  readonly nextAttemptAt: Date;
  readonly pausedAt: Date | null;
  readonly endAt: Date | null;
}

interface Paging {
  readonly limit: number;
  readonly offset: number;
}

/** Those that need somebody first. */
export const listSubscriptionRows = (sql: Sql, scope: ScopeBuilder, paging: Paging): Promise<Page<SubscriptionRow>> =>
  listPage<SubscriptionRow>(sql, {
    select: `s.subscription_id as id, s.resource_type as "resourceType", s.client_id as "clientId", s.channel, s.failures, s.last_error as "lastError",
      case when s.state = 'error' then 'error' when s.end_at <= clock_timestamp() then 'ended' when s.paused_at is not null then 'paused' else 'active' end as state,
      (select count(*) from (select 1 from fhir.notice n where n.subscription_id = s.subscription_id limit ${PAUSED_WAITING_MAX}) waiting) as waiting,
      s.next_attempt_at as "nextAttemptAt", s.paused_at as "pausedAt", s.end_at as "endAt"`,
    from: 'fhir.subscription s',
    scope,
    filters: [],
    orderBy: `s.state = 'error' desc, s.failures desc, s.paused_at is not null desc, s.subscription_id`,
    ...paging,
  });

export interface AttemptRow {
  readonly id: string;
  readonly at: Date;
  readonly resourceType: string;
  readonly outcome: 'sent' | 'failed';
  readonly reason: string | null;
}

/** Newest first. */
export const listAttemptRows = (sql: Sql, { subscriptionId, scope, ...paging }: Paging & { subscriptionId: string; scope: ScopeBuilder }): Promise<Page<AttemptRow>> =>
  listPage<AttemptRow>(sql, {
    select: 'a.attempt_id::text as id, a.attempted_at as at, a.resource_type as "resourceType", a.outcome, a.reason',
    from: 'fhir.notice_attempt a left join fhir.subscription s on s.subscription_id = a.subscription_id',
    scope,
    filters: [{ text: 'a.subscription_id = ?', values: [subscriptionId] }],
    orderBy: 'a.attempt_id desc',
    ...paging,
  });

/** False where nothing is being sent. */
export const pauseSubscriptionRow = async (sql: Sql, { id, byId, now }: { id: string; byId: string; now: Date }): Promise<boolean> =>
  (await sql.execute(
    `update fhir.subscription set paused_at = $2, paused_by = $3
     where subscription_id = $1 and state = 'active' and paused_at is null and (end_at is null or end_at > clock_timestamp())`,
    [id, now, byId],
  )) === 1;

/** What it was: paused, or given up after many failures; undefined where there is nothing to resume. */
export async function resumeSubscriptionRow(sql: Sql, id: string): Promise<'paused' | 'error' | undefined> {
  const rows = await sql.query<{ was: 'paused' | 'error' }>(
    `update fhir.subscription s set state = 'active', paused_at = null, paused_by = null, failures = 0, last_error = null, next_attempt_at = clock_timestamp()
     from (select subscription_id, state from fhir.subscription where subscription_id = $1 for update) before
     where s.subscription_id = before.subscription_id and (before.state = 'error' or s.paused_at is not null)
     returning case when before.state = 'error' then 'error' else 'paused' end as was`,
    [id],
  );
  return rows[0]?.was;
}

export interface ParameterRow {
  readonly id: string;
  readonly definition: CustomDefinition;
  readonly state: 'indexing' | 'ready';
  readonly taskId: string;
  readonly registeredAt: Date;
}

/** There are never more than 200 of them. */
export const listParameterRows = (sql: Sql): Promise<ParameterRow[]> =>
  sql.query<ParameterRow>(
    `select parameter_id as id, definition, state, task_id as "taskId", registered_at as "registeredAt" from fhir.search_parameter
     order by state, definition ->> 'code', parameter_id limit 500`,
  );

/** For the recurring job. */
export const removeOldAttempts = (sql: Sql, days: number): Promise<number> =>
  sql.execute('delete from fhir.notice_attempt where attempted_at < clock_timestamp() - make_interval(days => $1)', [days]);
