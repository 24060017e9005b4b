import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { ConsortiumPackage, openPackage as operation } from '../../../contract/packages.ts';
import { decided, found, problem } from '../../rules/found.ts';
import { monthlyPrepayFen, packageFen } from '../../rules/package.ts';
import { termsOf } from '../../rules/pack-check.ts';
import { insertAction } from '../../store/actions.ts';
import { findPackage, insertPackage } from '../../store/packages.ts';
import { findPack } from '../../store/packs.ts';
import { packageOf } from './package-of.ts';

export async function openPackage(context: CommandContext, { packId, ownerOrganisationId, name, heads }: InputOf<typeof operation>): Promise<ConsortiumPackage> {
  const { tx, now } = context;
  const pack = found(await findPack(tx, packId));
  context.gate.requireOrganisation(pack.ownerOrganisationId);
  context.gate.requireOrganisation(ownerOrganisationId);
  if (pack.state !== 'approved') throw problem('payment.wrong-state');
  const terms = termsOf(decided(pack.content.package, 'package'), heads);
  const id = context.newId();
  const row = { id, name, packId, ownerOrganisationId, heads, packageFen: Number(packageFen(terms)), monthlyPrepayFen: Number(monthlyPrepayFen(terms)), now };
  if (!(await insertPackage(tx, row))) throw problem('payment.package-taken');
  await insertAction(context, { itemId: id, ownerOrganisationId, action: 'open', stateAfter: 'open' });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('payment.package-opened', { packageId: id }, [ownerOrganisationId, pack.ownerOrganisationId]);
  return packageOf(found(await findPackage(tx, id)), []);
}
