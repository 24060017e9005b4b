import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { receiveBox as declared } from '../../contract/specimens.ts';
import { changeBox } from '../store/boxes.ts';
import { lockBoxContents } from '../store/specimens.ts';
import { step } from './act.ts';
import { answerBox, openedBox } from './box-act.ts';

/** Everything in the box arrives; what was rejected on its way stays so. */
export async function receiveBox(context: CommandContext, { id }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const { box, state } = await openedBox(context, { id, action: 'receive' });
  const contents = await lockBoxContents(context.tx, id);
  for (const row of contents) if (row.state === 'in-transit') await step(context, row, { action: 'receive', change: { receivedAt: context.now }, note: box.alarms > 0 ? '途中温度报警' : null });
  await changeBox(context.tx, { id, state, now: context.now });
  return answerBox(context, box, { event: 'laboratory.box-received' });
}
