import { beyondSight } from '#platform/database/transaction.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listMergeHistory as operation } from '../../contract.ts';
import { requireOpenEntry } from '../commands/require-open-entry.ts';
import { listActions } from '../store/actions.ts';
import { findEntries } from '../store/entries.ts';
import { organisationNames } from './organisation-names.ts';

export async function listMergeHistory(context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { entry, basis } = await requireOpenEntry(context.sql, context.gate, input.id);
  const scope = context.gate.scope({ organisation: ['a.owner_organisation_id'], person: 'a.resident_id' });
  const page = await listActions(context.sql, { residentId: entry.residentId, scope, limit: input.limit, offset: input.offset });
  const others = await findEntries(beyondSight(context.sql), page.rows.flatMap(({ otherResidentId }) => otherResidentId ?? []));
  const nameOf = await organisationNames(context.sql, page.rows.map((row) => row.byOrganisationId));
  const mergedNow = new Map(others.map((other) => [other.residentId, other.mergedIntoId]));
  context.about({ personId: entry.residentId, resource: `Patient/${entry.residentId}`, basis });
  const rows = page.rows.map((row) => ({
    id: row.actionId,
    action: row.action,
    at: row.at.toISOString(),
    byName: row.byName,
    organisationName: nameOf(row.byOrganisationId),
    otherResidentId: row.otherResidentId,
    reason: row.reason,
    reversible: row.action === 'merged' && row.otherResidentId !== null && mergedNow.get(row.otherResidentId) === row.residentId,
  }));
  return { ...page, rows };
}
