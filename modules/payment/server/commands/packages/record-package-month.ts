import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { ConsortiumPackage, recordPackageMonth as operation } from '../../../contract/packages.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findPackage, insertMonth, listMonths, lockPackage } from '../../store/packages.ts';
import { packageOf } from './package-of.ts';

export async function recordPackageMonth(context: CommandContext, { id, month, insideFen, outsideFen }: InputOf<typeof operation>): Promise<ConsortiumPackage> {
  const { tx, now } = context;
  const row = found(await lockPackage(tx, id));
  context.gate.requireOrganisation(row.ownerOrganisationId);
  if (row.state !== 'open') throw problem('payment.wrong-state');
  if (!month.startsWith(`${row.year}-`)) throw problem('payment.month-outside');
  if (!(await insertMonth(tx, { packageId: id, month, insideFen, outsideFen, ownerOrganisationId: row.ownerOrganisationId, now }))) throw problem('payment.month-taken');
  await insertAction(context, { itemId: id, ownerOrganisationId: row.ownerOrganisationId, action: 'record', stateAfter: 'open', reason: month });
  context.about({ organisationId: row.ownerOrganisationId });
  context.emit('payment.package-month-recorded', { packageId: id, month }, [row.ownerOrganisationId]);
  return packageOf(found(await findPackage(tx, id)), await listMonths(tx, id));
}
