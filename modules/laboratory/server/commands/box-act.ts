import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { boxTable, type BoxState } from '../../contract/states.ts';
import type { Box } from '../../contract/specimens.ts';
import { findBox, lockBox } from '../store/boxes.ts';
import { problem } from './act.ts';

/** The box under a lock, for the side that acts, in a state that allows it. */
export async function openedBox({ tx, gate }: CommandContext, { id, action }: { id: string; action: 'pack' | 'hand-over' | 'receive' }): Promise<{ box: Box; state: BoxState }> {
  const box = await lockBox(tx, id);
  if (box === undefined) throw platformProblem('platform.not-found');
  gate.requireOrganisation(action === 'receive' ? box.laboratoryOrganisationId : box.organisationId);
  const state = nextState(boxTable, box.state, action);
  if (state === undefined) throw problem('laboratory.wrong-state');
  return { box, state };
}

export async function answerBox(context: CommandContext, box: Box, { event, more = {} }: { event: string; more?: Readonly<Record<string, unknown>> }): Promise<Box> {
  context.about({ organisationId: box.organisationId });
  context.emit(event, { boxId: box.id, organisationId: box.organisationId, laboratoryOrganisationId: box.laboratoryOrganisationId, ...more }, [...new Set([box.organisationId, box.laboratoryOrganisationId])]);
  return (await findBox(context.tx, box.id))!;
}
