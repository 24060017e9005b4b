import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { handOverBox as declared } from '../../contract/specimens.ts';
import { changeBox } from '../store/boxes.ts';
import { lockBoxContents } from '../store/specimens.ts';
import { problem, step } from './act.ts';
import { answerBox, openedBox } from './box-act.ts';

/** The courier takes the box and everything in it; an empty box stays. */
export async function handOverBox(context: CommandContext, { id, courier, sealNumber }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const { box, state } = await openedBox(context, { id, action: 'hand-over' });
  const contents = await lockBoxContents(context.tx, id);
  if (contents.length === 0) throw problem('laboratory.wrong-state');
  for (const row of contents) await step(context, row, { action: 'hand-over', note: courier });
  await changeBox(context.tx, { id, state, courier, sealNumber: sealNumber ?? null, now: context.now });
  return answerBox(context, box, { event: 'laboratory.box-handed-over' });
}
