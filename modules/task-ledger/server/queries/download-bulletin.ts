import { reportAnswer } from '#platform/documents/answer.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { downloadBulletin as operation } from '../../contract/bulletins.ts';
import { problem } from '../commands/step-task.ts';
import { bulletinReport } from '../rules/bulletin-report.ts';
import { findBulletin } from '../store/bulletins.ts';

export async function downloadBulletin({ sql, gate }: QueryContext, { id, form }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const found = await findBulletin(sql, gate, id);
  if (found === undefined) throw problem('task-ledger.unknown');
  return reportAnswer(bulletinReport(found), form);
}
