import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { exportStatement as operation } from '../../../contract/statements.ts';
import { statementWorkbook } from '../../rules/statement-workbook.ts';
import { getStatement } from './get-statement.ts';

export async function exportStatement(context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const statement = await getStatement(context, input);
  return { fileName: `诊断结算单-${statement.organisationName}-${statement.month}${statement.frozen ? `-v${statement.version}` : '-未锁定'}.xlsx`, base64: await statementWorkbook(statement) };
}
