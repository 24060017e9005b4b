import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { createPack as operation } from '../../contract/packs.ts';
import { found } from '../rules/found.ts';
import { findPack, insertPack, packNameTaken } from '../store/packs.ts';
import { signPackAction } from './sign-pack-action.ts';

const problem = problemsOf(contract.problems);

export async function createPack(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  context.gate.requireOrganisation(input.organisationId);
  if (await packNameTaken(context.tx, input)) throw problem('casemix.pack-exists');
  const id = context.newId();
  await insertPack(context.tx, { ...input, id, at: context.now });
  const pack = found(await findPack(context.tx, id));
  await signPackAction(context, pack, { action: 'create', note: `${input.name} ${input.version}` });
  context.emit('casemix.pack-created', { packId: id }, [input.organisationId]);
  return pack;
}
