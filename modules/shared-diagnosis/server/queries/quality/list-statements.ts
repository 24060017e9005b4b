import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listStatements as operation } from '../../../contract/statements.ts';
import { pageOfStatements } from '../../store/statements.ts';

export async function listStatements({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfStatements(sql, gate, input);
  return {
    ...page,
    rows: page.rows.map((row) => ({
      id: row.id, organisationId: row.organisationId, organisationName: row.organisationName, month: row.month, version: row.version, count: row.count, totalFen: row.totalFen, frozenAt: row.frozenAt.toISOString(), frozenByName: row.frozenByName, reason: row.reason,
    })),
  };
}
