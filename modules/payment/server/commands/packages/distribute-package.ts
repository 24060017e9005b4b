import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { ConsortiumPackage, distributePackage as operation } from '../../../contract/packages.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { PACKAGE_TABLE } from '../../../contract/packages.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findPackage, listMonths, lockPackage, updatePackage } from '../../store/packages.ts';
import { packageOf } from './package-of.ts';

/** Money counts as distributed from the decision of the committee on. */
export async function distributePackage(context: CommandContext, { id, decisionNumber, decidedOn }: InputOf<typeof operation>): Promise<ConsortiumPackage> {
  const { tx, now } = context;
  const row = found(await lockPackage(tx, id));
  context.gate.requireOrganisation(row.ownerOrganisationId);
  const state = nextState(PACKAGE_TABLE, row.state, 'distribute');
  if (state === undefined) throw problem('payment.wrong-state');
  await updatePackage(tx, { id, state, now, decisionNumber, decidedOn });
  await insertAction(context, { itemId: id, ownerOrganisationId: row.ownerOrganisationId, action: 'distribute', stateAfter: state, reason: decisionNumber });
  context.about({ organisationId: row.ownerOrganisationId });
  context.emit('payment.package-distributed', { packageId: id }, [row.ownerOrganisationId]);
  return packageOf(found(await findPackage(tx, id)), await listMonths(tx, id));
}
