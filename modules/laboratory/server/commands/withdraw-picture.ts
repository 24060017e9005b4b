import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { withdrawPicture as declared } from '../../contract/pictures.ts';
import { withdraw } from '../store/pictures.ts';
import { detailOf, openSpecimen, problem, tell } from './act.ts';

export async function withdrawPicture(context: CommandContext, { id, pictureId }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const row = await openSpecimen(context, { id, party: 'laboratory' });
  if (row.part !== 'pathology') throw problem('laboratory.not-pathology');
  if (!(await withdraw(context.tx, { specimenId: id, pictureId, now: context.now }))) throw platformProblem('platform.not-found');
  tell(context, row, { event: 'laboratory.picture-withdrawn', more: { pictureId } });
  return detailOf(context.tx, row);
}
