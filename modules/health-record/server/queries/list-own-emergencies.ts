import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { listOwnEmergencies as operation } from '../../contract/reviews.ts';
import { listEmergenciesOf } from '../store/reviews.ts';
import { ownPersonId } from './open-record.ts';
import { organisationNames } from './organisation-names.ts';

/** Every emergency opening of the own record: who, where, why, and what the privacy officer found. */
export async function listOwnEmergencies(context: QueryContext, { offset, limit }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listEmergenciesOf(context.sql, { personId: ownPersonId(context), scope: context.gate.scope({ person: 'v.person_id' }), offset, limit });
  const names = await organisationNames(context.sql, page.rows.map((row) => row.ownerOrganisationId));
  const rows = page.rows.map((row) => ({
    at: row.at.toISOString(), organisationName: names.get(row.ownerOrganisationId) ?? '', who: row.subjectName, reason: row.reason,
    validUntil: row.validUntil?.toISOString() ?? null, outcome: row.outcome,
  }));
  return { ...page, rows };
}
