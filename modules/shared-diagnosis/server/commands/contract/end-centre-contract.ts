import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { endCentreContract as operation } from '../../../contract/centres.ts';
import { lockContract, markContractEnded } from '../../store/contracts.ts';
import { signDocument } from '#platform/signature/signatures.ts';
import { contractDocument } from '../../rules/signed-documents.ts';
import { problem } from '../act/act-context.ts';
import { getOrganisationName } from '../act/partners.ts';

export async function endCentreContract(context: CommandContext, { id, validUntil, reason }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await lockContract(context.tx, id);
  if (row === undefined) throw problem('shared-diagnosis.not-found');
  context.gate.requireOrganisation(row.centreOrganisationId);
  if (row.validUntil !== null && row.validUntil <= validUntil) throw problem('shared-diagnosis.already-ended');
  if (validUntil < row.validFrom) throw problem('shared-diagnosis.period-reversed', [{ path: 'validUntil', message: { zh: '结束早于开始', en: 'Before the beginning' } }]);
  await markContractEnded(context.tx, { id, validUntil, reason });
  const { tx, subject, now } = context;
  await signDocument(tx, { ...contractDocument({ ...row, validUntil }, true), signatureId: context.newId(), organisationId: row.centreOrganisationId, subject, now });
  context.emit('shared-diagnosis.contract-ended', { contractId: id }, [row.centreOrganisationId, ...row.members.map((member) => member.organisationId)]);
  context.about({ organisationId: row.centreOrganisationId, resource: `Contract/${id}` });
  return { ...row, validUntil, centreName: await getOrganisationName(context.tx, row.centreOrganisationId) };
}
