import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { withdrawPack as operation } from '../../contract/packs.ts';
import { found } from '../rules/found.ts';
import { findPack, markWithdrawn } from '../store/packs.ts';
import { signPackAction } from './sign-pack-action.ts';

const problem = problemsOf(contract.problems);

export async function withdrawPack(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const pack = found(await findPack(context.tx, input.id, true));
  context.gate.requireOrganisation(pack.ownerOrganisationId);
  if (pack.state !== 'in-force') throw problem('casemix.wrong-state');
  await markWithdrawn(context.tx, pack.id);
  await signPackAction(context, pack, { action: 'withdraw', note: input.note });
  context.emit('casemix.pack-withdrawn', { packId: pack.id }, [pack.ownerOrganisationId]);
  return found(await findPack(context.tx, pack.id));
}
