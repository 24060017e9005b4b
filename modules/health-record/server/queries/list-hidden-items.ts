import { listRestrictedItems } from '#fhir/repository/person-record.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { beyondSight } from '#platform/database/transaction.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { listHiddenItems as operation } from '../../contract/openings.ts';
import { recordTypes } from './open-record.ts';
import { organisationNames } from './organisation-names.ts';

/** Where and when, never what: enough to decide whether to uncover one. */
export async function listHiddenItems(context: QueryContext, { personId }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const basis = await context.gate.recordBasis(personId);
  context.about({ personId, resource: `Patient/${personId}`, basis });
  const items = await listRestrictedItems(beyondSight(context.sql), { subject: context.subject, personId, types: recordTypes });
  const names = await organisationNames(context.sql, items.map((item) => item.ownerOrganisationId));
  return { rows: items.map((item) => ({ reference: item.reference, at: new Date(item.at).toISOString(), organisationName: names.get(item.ownerOrganisationId ?? '') ?? '' })) };
}
