import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { revokeReaderPermit as operation } from '../../../contract/centres.ts';
import { lockPermit, markPermitEnded } from '../../store/permits.ts';
import { problem } from '../act/act-context.ts';
import { getOrganisationName } from '../act/partners.ts';

export async function revokeReaderPermit(context: CommandContext, { id, validUntil, reason }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await lockPermit(context.tx, id);
  if (row === undefined) throw problem('shared-diagnosis.not-found');
  context.gate.requireOrganisation(row.organisationId);
  if (row.validUntil !== null && row.validUntil <= validUntil) throw problem('shared-diagnosis.already-ended');
  await markPermitEnded(context.tx, { id, validUntil, reason });
  context.emit('shared-diagnosis.permit-revoked', { permitId: id }, [row.organisationId]);
  context.about({ organisationId: row.organisationId, resource: `Permit/${id}` });
  return { ...row, validUntil, organisationName: await getOrganisationName(context.tx, row.organisationId) };
}
