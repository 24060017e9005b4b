import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { openBox as declared } from '../../contract/specimens.ts';
import { findBox, insertBox } from '../store/boxes.ts';
import { actingFor, problem } from './act.ts';
import { answerBox } from './box-act.ts';

export async function openBox(context: CommandContext, input: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const id = context.newId();
  if (!(await insertBox(context.tx, { ...input, id, organisationId: actingFor(context), now: context.now }))) throw problem('laboratory.code-taken');
  return answerBox(context, (await findBox(context.tx, id))!, { event: 'laboratory.box-opened' });
}
