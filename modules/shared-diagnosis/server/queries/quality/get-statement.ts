import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getStatement as operation } from '../../../contract/statements.ts';
import { problem } from '../../commands/act/act-context.ts';
import { getOrganisationName } from '../../commands/act/partners.ts';
import { loadStatement } from './statement.ts';

export async function getStatement({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  gate.requireOrganisation(input.organisationId);
  const statement = await loadStatement(sql, { ...input, organisationName: await getOrganisationName(sql, input.organisationId) });
  if (statement === undefined) throw problem('shared-diagnosis.not-found');
  return statement;
}
