import type { Sql } from '#platform/database/transaction.ts';
import type { CommandContext } from '#platform/http/operation.ts';

/** What every step of a reservation needs of its caller's transaction: a command's or a reaction's context fits. */
export type SchedulingContext = Pick<CommandContext, 'tx' | 'subject' | 'now' | 'newId' | 'emit'>;

export interface ActionEntry {
  readonly itemKind: 'session' | 'slot' | 'bed' | 'reservation';
  readonly itemId: string;
  readonly ownerOrganisationId: string;
  readonly action: string;
  readonly stateBefore?: string | null;
  readonly stateAfter?: string | null;
  readonly reason?: string | null;
  readonly personId?: string | null;
}

/** Appends to the list of what was done; the application role can never change it. */
export async function insertAction(context: Pick<SchedulingContext, 'tx' | 'subject' | 'now' | 'newId'>, entry: ActionEntry): Promise<void> {
  await context.tx.execute(
    `insert into scheduling.action (action_id, item_kind, item_id, owner_organisation_id, action, state_before, state_after, reason, person_id,
       subject_id, subject_name, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      context.newId(), entry.itemKind, entry.itemId, entry.ownerOrganisationId, entry.action, entry.stateBefore ?? null, entry.stateAfter ?? null,
      entry.reason ?? null, entry.personId ?? null, context.subject.id, context.subject.name, context.now,
    ],
  );
}

/** Who made the booking: the account that took the first step. */
export async function findBooker(sql: Sql, reservationId: string): Promise<string | undefined> {
  const rows = await sql.query<{ subjectId: string }>(
    `select subject_id as "subjectId" from scheduling.action where item_kind = 'reservation' and item_id = $1 order by action_number limit 1`,
    [reservationId],
  );
  return rows[0]?.subjectId;
}
