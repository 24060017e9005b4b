import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { storePackFile as operation } from '../../contract/packs.ts';
import { CATALOGUE_FILE } from '../rules/dip/read-catalogue.ts';
import { found } from '../rules/found.ts';
import { clearCatalogue } from '../store/catalogues.ts';
import { findPack, putPackFile } from '../store/packs.ts';
import { signPackAction } from './sign-pack-action.ts';

const problem = problemsOf(contract.problems);

export async function storePackFile(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const pack = found(await findPack(context.tx, input.id, true));
  context.gate.requireOrganisation(pack.ownerOrganisationId);
  if (pack.state !== 'draft') throw problem('casemix.wrong-state');
  // A catalogue of somebody else's hand is not the one that was formed here.
  if (input.fileName === CATALOGUE_FILE) await clearCatalogue(context.tx, pack.id);
  await putPackFile(context.tx, pack.id, { name: input.fileName, content: input.content });
  await signPackAction(context, pack, { action: 'store-file', note: input.fileName });
  context.emit('casemix.pack-file-stored', { packId: pack.id, fileName: input.fileName }, [pack.ownerOrganisationId]);
  return found(await findPack(context.tx, pack.id));
}
