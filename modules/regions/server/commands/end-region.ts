import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { endRegion as operation, RegionSummary } from '../../contract/operations.ts';
import { summaryOf } from '../rules/summary.ts';
import { findVersion, insertAction, lockRegion, setRegion } from '../store/versions.ts';

const problem = problemsOf(contract.problems);

export async function endRegion(context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<RegionSummary> {
  const { tx, subject, now } = context;
  await lockRegion(tx, id);
  const current = await findVersion(tx, id);
  if (current === undefined) throw problem('regions.unknown');
  context.gate.requireOrganisation(current.ownerOrganisationId);
  if (current.state === 'ended') throw problem('regions.already-ended');
  const { version, ownerOrganisationId } = current;
  await setRegion(tx, { regionId: id, version, state: 'ended', ownerOrganisationId, now });
  await insertAction(tx, { id: context.newId(), regionId: id, version, action: 'end', reason, ownerOrganisationId, subject, now });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('regions.ended', { regionId: id, version }, [ownerOrganisationId]);
  return summaryOf({ ...current, state: 'ended' });
}
