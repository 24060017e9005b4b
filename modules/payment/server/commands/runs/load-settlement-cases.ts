import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { loadSettlementCases as operation } from '../../../contract/runs.ts';
import { found } from '../../rules/found.ts';
import { findPack } from '../../store/packs.ts';
import { takeCases } from './take-cases.ts';

export async function loadSettlementCases(context: CommandContext, { id, rows }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  return takeCases(context, found(await findPack(context.tx, id)), rows);
}
