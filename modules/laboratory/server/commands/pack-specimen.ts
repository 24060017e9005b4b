import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { packSpecimen as declared } from '../../contract/specimens.ts';
import { lockByTube } from '../store/specimens.ts';
import { problem, step } from './act.ts';
import { answerBox, openedBox } from './box-act.ts';

/** By scanning the tube. A tube for another laboratory or another temperature does not go in. */
export async function packSpecimen(context: CommandContext, { id, tubeCode }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const { box } = await openedBox(context, { id, action: 'pack' });
  const row = await lockByTube(context.tx, tubeCode);
  if (row === undefined || row.organisationId !== box.organisationId) throw platformProblem('platform.not-found');
  if (row.laboratoryOrganisationId !== box.laboratoryOrganisationId || row.temperatureClass !== box.temperatureClass) throw problem('laboratory.wrong-state');
  await step(context, row, { action: 'pack', change: { boxId: id }, note: box.code });
  return answerBox(context, box, { event: 'laboratory.specimen-packed', more: { specimenId: row.id } });
}
