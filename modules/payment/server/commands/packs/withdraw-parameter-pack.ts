import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { withdrawParameterPack as operation, Pack } from '../../../contract/packs.ts';
import { movePack } from './pack-steps.ts';

export const withdrawParameterPack = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Pack> => movePack(context, { id, reason, action: 'withdraw', event: 'payment.pack-withdrawn' });
