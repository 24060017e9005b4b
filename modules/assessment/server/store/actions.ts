import type { Filter } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { Action } from '../../contract/words.ts';

/** An instant as RFC 3339 text in UTC. */
export const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** A decimal as text without trailing zeros. */
export const plain = (column: string): string => `trim_scale(${column})::text`;

export const anyFilter = (column: string, values: readonly string[] | undefined): Filter[] => (values === undefined || values.length === 0 ? [] : [{ text: `${column} = any(?::text[])`, values: [values] }]);
export const equalFilter = (column: string, value: string | undefined): Filter[] => (value === undefined ? [] : [{ text: `${column} = ?`, values: [value] }]);

interface Entry {
  readonly itemId: string;
  readonly ownerOrganisationId: string;
  readonly action: string;
  readonly stateAfter?: string | null;
  readonly reason?: string | null;
}

/** Appends to the list of what was done; the application role can never change it. */
export async function insertAction({ tx, subject, now, newId }: Pick<CommandContext, 'tx' | 'subject' | 'now' | 'newId'>, { itemId, ownerOrganisationId, action, stateAfter = null, reason = null }: Entry): Promise<void> {
  await tx.execute(
    'insert into assessment.action (action_id, item_id, owner_organisation_id, action, state_after, reason, subject_id, subject_name, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [newId(), itemId, ownerOrganisationId, action, stateAfter, reason, subject.id, subject.name, now],
  );
}

/** Newest first, at most 200. */
export function listActions(sql: Sql, itemId: string): Promise<Action[]> {
  return sql.query<Action>(`select action, state_after as "stateAfter", reason, subject_name as "subjectName", ${instant('recorded_at')} as at from assessment.action where item_id = $1 order by recorded_at desc, action_id desc limit 200`, [itemId]);
}
