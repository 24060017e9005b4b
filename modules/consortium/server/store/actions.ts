import type { Sql } from '#platform/database/transaction.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import { instant } from './columns.ts';

export interface ActionEntry {
  readonly itemKind: 'organisation' | 'consortium' | 'membership' | 'agreement' | 'service-centre' | 'disease-list' | 'grid' | 'escalation-contact';
  readonly itemId: string;
  readonly ownerOrganisationId: string;
  readonly action: string;
  readonly stateBefore?: string | null;
  readonly stateAfter?: string | null;
  readonly reason?: string | null;
  readonly exceptionText?: string | null;
  readonly resolutionNumber?: string | undefined;
}

/** Appends to the list of what was done; the application role can never change it. */
export async function insertAction(context: Pick<CommandContext, 'tx' | 'subject' | 'now' | 'newId'>, entry: ActionEntry): Promise<void> {
  await context.tx.execute(
    `insert into consortium.action (action_id, item_kind, item_id, owner_organisation_id, action, state_before, state_after, reason,
       exception_text, subject_id, subject_name, recorded_at, resolution_number)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      context.newId(), entry.itemKind, entry.itemId, entry.ownerOrganisationId, entry.action, entry.stateBefore ?? null, entry.stateAfter ?? null,
      entry.reason ?? null, entry.exceptionText ?? null, context.subject.id, context.subject.name, context.now, entry.resolutionNumber ?? null,
    ],
  );
}

interface ActionRow {
  readonly action: string;
  readonly stateBefore: string | null;
  readonly stateAfter: string | null;
  readonly reason: string | null;
  readonly exceptionText: string | null;
  readonly resolutionNumber: string | null;
  readonly subjectName: string;
  readonly at: string;
}

/** Newest first, at most 200. */
export function listActions(sql: Sql, itemKind: ActionEntry['itemKind'], itemId: string): Promise<ActionRow[]> {
  return sql.query<ActionRow>(
    `select action, state_before as "stateBefore", state_after as "stateAfter", reason, exception_text as "exceptionText", resolution_number as "resolutionNumber",
       subject_name as "subjectName", ${instant('recorded_at')} as at
     from consortium.action where item_kind = $1 and item_id = $2 order by action_number desc limit 200`,
    [itemKind, itemId],
  );
}
