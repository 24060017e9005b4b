import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { Bed, blockBed as operation } from '../../contract/beds.ts';
import { lockOwnBed, moveBedState } from './step-bed.ts';

export async function blockBed(context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Bed> {
  const bed = await lockOwnBed(context, id);
  return moveBedState(context, bed, { action: 'block', event: 'scheduling.bed-blocked', reason, change: { blockedReason: reason } });
}
