import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { temperatureClasses } from '../../contract/states.ts';
import type { recordTemperature as declared } from '../../contract/specimens.ts';
import { insertTemperature, lockBox } from '../store/boxes.ts';
import { problem } from './act.ts';
import { answerBox } from './box-act.ts';

/** A reading outside the limits of the box is an alarm that both sides see. */
export async function recordTemperature(context: CommandContext, { id, celsius, at }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const box = await lockBox(context.tx, id);
  if (box === undefined) throw platformProblem('platform.not-found');
  context.gate.requireOrganisation(box.organisationId);
  const moment = at == null ? context.now : new Date(at);
  if (box.state === 'received' || moment > context.now) throw problem('laboratory.wrong-state');
  const [low, high] = temperatureClasses[box.temperatureClass];
  const isAlarm = celsius < low || celsius > high;
  await insertTemperature(context.tx, { id: context.newId(), box, at: moment, celsius, isAlarm, byName: context.subject.name });
  return answerBox(context, box, { event: 'laboratory.temperature-recorded', more: { celsius, isAlarm } });
}
