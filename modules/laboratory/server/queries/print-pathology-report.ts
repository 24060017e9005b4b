import { reportAnswer } from '#platform/documents/answer.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { printPathologyReport as declared } from '../../contract/pictures.ts';
import { pathologyReport } from '../rules/pathology-report.ts';
import { listPictures } from '../store/pictures.ts';
import { readParts } from '../store/specimens.ts';
import { openVisible } from './visible-specimen.ts';

const problem = problemsOf(contract.problems);

/** Text and pictures as one PDF; without a diagnosis it says so in its title. */
export async function printPathologyReport(context: QueryContext, { id }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const row = await openVisible(context, id);
  if (row.part !== 'pathology') throw problem('laboratory.not-pathology');
  const [parts, pictures] = [await readParts(context.sql, id), await listPictures(context.sql, { specimenId: id })];
  return reportAnswer(pathologyReport(row, { ...parts, pictures }), 'pdf');
}
