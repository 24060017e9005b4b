import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { Bed, unblockBed as operation } from '../../contract/beds.ts';
import { lockOwnBed, moveBedState } from './step-bed.ts';

export async function unblockBed(context: CommandContext, { id }: InputOf<typeof operation>): Promise<Bed> {
  const bed = await lockOwnBed(context, id);
  return moveBedState(context, bed, { action: 'unblock', event: 'scheduling.bed-unblocked' });
}
