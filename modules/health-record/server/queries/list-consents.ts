import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { listConsents as operation } from '../../contract/consents.ts';
import { consentView } from '../rules/views.ts';
import { listConsentsOfPerson } from '../store/consents.ts';
import { namesOf } from './names.ts';

export async function listConsents(context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const basis = await context.gate.recordBasis(input.personId);
  context.about({ personId: input.personId, resource: `Patient/${input.personId}`, basis });
  return readConsents(context, input);
}

/** Consents of one person, once the record is open. */
export async function readConsents({ sql, gate, now }: QueryContext, { personId, offset, limit }: { personId: string; offset: number; limit: number }): Promise<ResultOf<typeof operation>> {
  const page = await listConsentsOfPerson(sql, { personId, scope: gate.scope({ person: 'c.person_id' }), offset, limit });
  const names = await namesOf(sql, { organisationIds: page.rows.map((row) => row.granteeOrganisationId) });
  return { ...page, rows: page.rows.map((row) => consentView(row, names, now)) };
}
