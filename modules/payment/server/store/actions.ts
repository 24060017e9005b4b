import type { CommandContext } from '#platform/http/operation.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { z } from 'zod';
import type { actionSchema, Figure } from '../../contract/words.ts';
import { instant } from './columns.ts';

interface ActionEntry {
  readonly itemId: string;
  readonly ownerOrganisationId: string;
  readonly action: string;
  readonly stateAfter?: string | null;
  readonly reason?: string | null;
}

/** Appends to the list of what was done; the application role can never change it. */
export async function insertAction(context: Pick<CommandContext, 'tx' | 'subject' | 'now' | 'newId'>, entry: ActionEntry): Promise<void> {
  await context.tx.execute(
    `insert into payment.action (action_id, item_id, owner_organisation_id, action, state_after, reason, subject_id, subject_name, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [context.newId(), entry.itemId, entry.ownerOrganisationId, entry.action, entry.stateAfter ?? null, entry.reason ?? null, context.subject.id, context.subject.name, context.now],
  );
}

/** Newest first, at most 200. */
export function listActions(sql: Sql, itemId: string): Promise<z.infer<typeof actionSchema>[]> {
  return sql.query(
    `select action, state_after as "stateAfter", reason, subject_name as "subjectName", ${instant('recorded_at')} as at
     from payment.action where item_id = $1 order by recorded_at desc, action_id desc limit 200`,
    [itemId],
  );
}

export type StoredFigure = Omit<Figure, 'formulaTitle' | 'formulaText'>;

export async function insertFigures(sql: Sql, item: { itemId: string; ownerOrganisationId: string }, figures: readonly StoredFigure[]): Promise<void> {
  await sql.execute(
    `insert into payment.figure (item_id, name, owner_organisation_id, about_organisation_id, value, formula, inputs, pack_version)
     select $1, f.name, $2, f.organisation_id, f.value, f.formula, f.inputs, f.pack_version
     from jsonb_to_recordset($3::jsonb) as f(name text, organisation_id text, value text, formula text, inputs jsonb, pack_version text)`,
    [
      item.itemId, item.ownerOrganisationId,
      JSON.stringify(figures.map((each) => ({ name: each.name, organisation_id: each.organisationId, value: each.value, formula: each.formula, inputs: each.inputs, pack_version: each.packVersion }))),
    ],
  );
}

/** Every number of a run, package or claim; those about organisations only where the caller may see them. */
export function listFigures(sql: Sql, itemId: string, visible: { everywhere: boolean; organisationIds: readonly string[] }): Promise<StoredFigure[]> {
  return sql.query<StoredFigure>(
    `select name, about_organisation_id as "organisationId", value, formula, inputs, pack_version as "packVersion" from payment.figure
     where item_id = $1 and ($2 or about_organisation_id is null or about_organisation_id = any($3::text[])) order by about_organisation_id nulls first, name limit 5000`,
    [itemId, visible.everywhere, visible.organisationIds],
  );
}
