import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { putPackInForce as operation } from '../../contract/packs.ts';
import { found } from '../rules/found.ts';
import { weightsOf } from '../rules/pack-weights.ts';
import { comparedWithForce } from '../store/compared.ts';
import { findPack, markInForce, packFiles } from '../store/packs.ts';
import { signPackAction } from './sign-pack-action.ts';

const problem = problemsOf(contract.problems);

/** Reads the whole pack once more; what contradicts itself never takes force, nor what nobody compared. */
export async function putPackInForce(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const pack = found(await findPack(context.tx, input.id, true));
  context.gate.requireOrganisation(pack.ownerOrganisationId);
  if (pack.state !== 'draft') throw problem('casemix.wrong-state');
  const validUntil = input.validUntil ?? null;
  if (validUntil !== null && validUntil < input.validFrom) throw problem('casemix.dates-disagree');
  const files = await packFiles(context.tx, pack.id);
  const weights = weightsOf(pack.scheme, files);
  const { moved } = await comparedWithForce(context.tx, { subject: context.subject, pack, now: context.now });
  if (moved !== input.movedSeen) throw problem('casemix.not-compared', [{ path: 'movedSeen', message: { zh: `现有 ${moved} 例变动`, en: `${moved} cases move now` } }]);
  await markInForce(context.tx, { id: pack.id, validFrom: input.validFrom, validUntil, weights });
  await signPackAction(context, pack, { action: 'put-in-force', note: input.note });
  context.emit('casemix.pack-put-in-force', { packId: pack.id }, [pack.ownerOrganisationId]);
  return found(await findPack(context.tx, pack.id));
}
