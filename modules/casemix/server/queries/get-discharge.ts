import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getDischarge as operation } from '../../contract/discharges.ts';
import { found } from '../rules/found.ts';
import { findDischarge } from '../store/discharges.ts';
import { explained } from './explained.ts';

export async function getDischarge(context: QueryContext, { id, scheme }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = found(await findDischarge(context.sql, id, scheme));
  context.gate.requireOrganisation(row.organisationId);
  context.about({ organisationId: row.organisationId });
  const input = { ...row, diagnoses: row.diagnoses.map(({ code }) => code), procedures: row.procedures.map(({ code }) => code), costFen: row.totalFen };
  return { ...row, grouping: await explained(context.sql, { scheme, on: row.dischargedOn, input }) };
}
