import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { grantReaderPermit as operation } from '../../../contract/centres.ts';
import { MODALITIES_OF } from '../../../contract/words.ts';
import { insertPermit } from '../../store/permits.ts';
import { problem } from '../act/act-context.ts';
import { getOrganisationName } from '../act/partners.ts';

export async function grantReaderPermit(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  context.gate.requireOrganisation(input.organisationId);
  if (input.modalities.some((modality) => !MODALITIES_OF[input.kind].includes(modality))) throw problem('shared-diagnosis.modality-unknown', [{ path: 'modalities', message: { zh: '与诊断类别不符', en: 'Of another kind' } }]);
  if (input.validUntil != null && input.validUntil < input.validFrom) throw problem('shared-diagnosis.period-reversed', [{ path: 'validUntil', message: { zh: '结束早于开始', en: 'Before the beginning' } }]);
  const organisationName = await getOrganisationName(context.tx, input.organisationId);
  const id = context.newId();
  await insertPermit(context.tx, { ...input, id });
  context.emit('shared-diagnosis.permit-granted', { permitId: id, kind: input.kind }, [input.organisationId]);
  context.about({ organisationId: input.organisationId, resource: `Permit/${id}` });
  return { ...input, id, organisationName, certificate: input.certificate ?? null, validUntil: input.validUntil ?? null };
}
