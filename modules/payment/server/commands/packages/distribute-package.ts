import { findResolution } from '#modules/governance/server/api.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { ConsortiumPackage, distributePackage as operation } from '../../../contract/packages.ts';
import { nextState } from '#platform/kernel/state-table.ts';
import { PACKAGE_TABLE } from '../../../contract/packages.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findPackage, listMonths, lockPackage, updatePackage } from '../../store/packages.ts';
import { packageOf } from './package-of.ts';

/** Money counts as distributed from the resolution of the committee on. */
export async function distributePackage(context: CommandContext, { id, decisionNumber }: InputOf<typeof operation>): Promise<ConsortiumPackage> {
  const { tx, now } = context;
  const row = found(await lockPackage(tx, id));
  context.gate.requireOrganisation(row.ownerOrganisationId);
  const state = nextState(PACKAGE_TABLE, row.state, 'distribute');
  if (state === undefined) throw problem('payment.wrong-state');
  const resolution = await findResolution(tx, { number: decisionNumber, organisationId: row.ownerOrganisationId });
  if (resolution?.kind !== 'money') throw problem('payment.no-resolution');
  await updatePackage(tx, { id, state, now, decisionNumber, decidedOn: resolution.adoptedOn });
  await insertAction(context, { itemId: id, ownerOrganisationId: row.ownerOrganisationId, action: 'distribute', stateAfter: state, reason: decisionNumber });
  context.about({ organisationId: row.ownerOrganisationId });
  context.emit('payment.package-distributed', { packageId: id }, [row.ownerOrganisationId]);
  return packageOf(found(await findPackage(tx, id)), await listMonths(tx, id));
}
