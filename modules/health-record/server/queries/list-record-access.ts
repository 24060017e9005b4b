import { listRecordAccess as readRecordAccess } from '#platform/audit/audit.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listRecordAccess as operation } from '../../contract.ts';
import { organisationNames } from './organisation-names.ts';

export async function listRecordAccess(context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const basis = await context.gate.recordBasis(input.personId);
  context.about({ personId: input.personId, resource: `Patient/${input.personId}`, basis, purpose: 'review' });
  return readAccess(context, input);
}

/** Who looked at a record, with the names of their organisations. */
export async function readAccess(
  { sql }: QueryContext,
  { personId, offset, limit }: { personId: string; offset: number; limit: number },
): Promise<ResultOf<typeof operation>> {
  const { rows, total } = await readRecordAccess(sql, { personId, offset, limit });
  const names = await organisationNames(sql, rows.map((row) => row.organisationId));
  return {
    rows: rows.map((row) => ({
      at: row.at.toISOString(),
      who: row.subjectName,
      organisationId: row.organisationId,
      organisationName: names.get(row.organisationId ?? '') ?? '',
      action: row.action,
      resourceType: row.resource?.split('/')[0] ?? null,
      basis: row.basis,
      purpose: row.purpose,
      outcome: row.outcome === 'success' ? ('success' as const) : ('refused' as const),
    })),
    total,
    offset,
    limit,
  };
}
