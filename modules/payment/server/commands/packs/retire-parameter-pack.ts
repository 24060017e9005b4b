import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { retireParameterPack as operation, Pack } from '../../../contract/packs.ts';
import { movePack } from './pack-steps.ts';

export const retireParameterPack = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Pack> => movePack(context, { id, reason, action: 'retire', event: 'payment.pack-retired' });
