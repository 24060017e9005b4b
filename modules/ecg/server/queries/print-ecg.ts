import { reportAnswer } from '#platform/documents/answer.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract, type printEcg as declared } from '../../contract.ts';
import { paperReport } from '../rules/paper-report.ts';
import { cardOf } from '../rules/record-row.ts';
import { readStrips } from '../store/records.ts';
import { visibleEcg } from './visible-ecg.ts';

const problem = problemsOf(contract.problems);

export async function printEcg(context: QueryContext, { id, fromMs }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const row = await visibleEcg(context, id);
  const strips = await readStrips(context.sql, row.id);
  if (strips.length === 0) throw problem('ecg.no-waveform');
  return reportAnswer(paperReport(cardOf(row), { strips, fromMs }), 'pdf');
}
