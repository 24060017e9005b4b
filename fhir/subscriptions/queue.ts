import { systemSubject } from '#platform/access/subject.ts';
import type { Database, Sql } from '#platform/database/transaction.ts';
import { notifyDefinitions } from '#platform/events/definitions.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import { findResource } from '../repository/read.ts';
import { writeResources } from '../repository/write.ts';
import type { Creator } from './creator.ts';
import { LEASE_SECONDS } from './register.ts';

/** After so many failures in a row the subscription has the status error and its queue is dropped. */
export const SUBSCRIPTION_FAILURES_MAX = 10;
const BATCH = 10;

export interface Claimed extends Creator {
  readonly subscriptionId: string;
  readonly failures: number;
}

export interface Notice {
  readonly noticeId: string;
  readonly type: string;
  readonly id: string;
}

/** A subscription with waiting notices, held for a minute: no lock is open while the network is spoken to. */
export async function claimSubscription(sql: Sql): Promise<Claimed | undefined> {
  const rows = await sql.query<Claimed>(
    `update fhir.subscription s set next_attempt_at = clock_timestamp() + make_interval(secs => $1)
     where s.subscription_id = (
       select due.subscription_id from fhir.subscription due where due.state = 'active' and due.channel = 'rest-hook' and due.paused_at is null and due.next_attempt_at <= clock_timestamp()
         and exists (select 1 from fhir.notice waiting where waiting.subscription_id = due.subscription_id)
       order by due.next_attempt_at limit 1 for update skip locked)
     returning s.subscription_id as "subscriptionId", s.client_id as "clientId", s.owner_organisation_id as "organisationId", s.failures`,
    [LEASE_SECONDS],
  );
  return rows[0];
}

export const listNotices = (sql: Sql, subscriptionId: string): Promise<Notice[]> =>
  sql.query<Notice>(
    'select notice_id::text as "noticeId", resource_type as type, resource_id as id from fhir.notice where subscription_id = $1 order by notice_id limit $2',
    [subscriptionId, BATCH],
  );

/** Told, or nothing (more) to tell. */
export async function noteSent(sql: Sql, { noticeId }: Notice): Promise<void> {
  await sql.execute('delete from fhir.notice where notice_id = $1', [noticeId]);
}

/** For the administrator who asks why a subscriber hears nothing; `reason` is undefined when it was taken. */
export async function noteAttempt(sql: Sql, { subscriptionId, type, reason }: { subscriptionId: string; type: string; reason?: string | undefined }): Promise<void> {
  await sql.execute('insert into fhir.notice_attempt (subscription_id, resource_type, outcome, reason) values ($1, $2, $3, $4)', [subscriptionId, type, reason === undefined ? 'sent' : 'failed', reason ?? null]);
}

export async function releaseSubscription(sql: Sql, subscriptionId: string): Promise<void> {
  await sql.execute('update fhir.subscription set next_attempt_at = clock_timestamp(), failures = 0, last_error = null where subscription_id = $1', [subscriptionId]);
}

export interface Failure {
  readonly reason: string;
  readonly waitSeconds: number;
  /** Failures in a row, this one included. */
  readonly inRow: number;
}

export async function noteFailure({ database, clock, ids }: { database: Database; clock: Clock; ids: Ids }, { subscriptionId, failures }: Claimed, { reason, waitSeconds, inRow }: Failure): Promise<void> {
  const isLast = inRow >= SUBSCRIPTION_FAILURES_MAX;
  await database.transaction(async (tx) => {
    // Nothing when somebody wrote the subscription anew meanwhile: its failures begin again.
    const noted = await tx.execute(
      `update fhir.subscription set failures = $6, last_error = $2, state = case when $4 then 'error' else state end,
         next_attempt_at = clock_timestamp() + make_interval(secs => $3) where subscription_id = $1 and failures = $5 and state = 'active'`,
      [subscriptionId, reason, waitSeconds, isLast, failures, inRow],
    );
    if (noted === 0 || !isLast) return;
    await tx.execute('delete from fhir.notice where subscription_id = $1', [subscriptionId]);
    const resource = await findResource(tx, 'Subscription', subscriptionId);
    if (resource) {
      const failed = { ...resource, status: 'error' as const, error: reason };
      await writeResources({ tx, subject: systemSubject, now: clock.now(), newId: () => ids.newId() }, [{ method: 'put', resource: failed, ownerOrganisationId: null }]);
    }
    await notifyDefinitions(tx);
  });
}
