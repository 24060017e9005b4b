import { findServiceCentre, isMemberOfSameConsortium } from '#modules/consortium/server/api.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { signCentreContract as operation } from '../../../contract/centres.ts';
import { MODALITIES_OF, type Kind } from '../../../contract/words.ts';
import { findContract, insertContract, listOverlapping } from '../../store/contracts.ts';
import { signDocument } from '#platform/signature/signatures.ts';
import { contractDocument } from '../../rules/signed-documents.ts';
import { problem } from '../act/act-context.ts';
import { getOrganisationName, organisationNames } from '../act/partners.ts';

type Input = InputOf<typeof operation>;

/** The service of the consortium room that a kind belongs to; ultrasound is read by the imaging centre. */
const SERVICE: Readonly<Record<Kind, 'imaging' | 'ecg' | 'laboratory' | 'pathology'>> = { imaging: 'imaging', ultrasound: 'imaging', ecg: 'ecg', laboratory: 'laboratory', pathology: 'pathology' };

export async function signCentreContract(context: CommandContext, input: Input): Promise<ResultOf<typeof operation>> {
  const { tx, subject } = context;
  context.gate.requireOrganisation(input.centreOrganisationId);
  requireSound(input);
  await requireNamed(context, input);
  const names = await organisationNames(tx, input.memberOrganisationIds);
  const contract = { ...input, id: context.newId(), memberNames: input.memberOrganisationIds.map((id) => names.get(id) ?? id), signedByName: subject.name, signedAt: context.now };
  const overlapping = await listOverlapping(tx, contract);
  if (overlapping.length > 0) throw problem('shared-diagnosis.contract-overlaps', overlapping.map((name) => ({ path: 'memberOrganisationIds', message: { zh: name, en: name } })));
  await insertContract(tx, contract);
  context.emit('shared-diagnosis.contract-signed', { contractId: contract.id, kind: input.kind }, [input.centreOrganisationId, ...input.memberOrganisationIds]);
  context.about({ organisationId: input.centreOrganisationId, resource: `Contract/${contract.id}` });
  const row = (await findContract(tx, contract.id))!;
  await signDocument(tx, { ...contractDocument(row, false), signatureId: context.newId(), organisationId: input.centreOrganisationId, subject, now: context.now });
  return { ...row, centreName: await getOrganisationName(tx, input.centreOrganisationId) };
}

function requireSound(input: Input): void {
  const { shares } = input;
  if (shares.performed + shares.reported + shares.consortium !== 10_000) throw problem('shared-diagnosis.shares-do-not-sum', [{ path: 'shares', message: { zh: '合计须为 100%', en: 'They must sum to 100%' } }]);
  const foreign = input.modalities.filter((modality) => !MODALITIES_OF[input.kind].includes(modality));
  const unpriced = input.modalities.filter((modality) => !input.prices.some((price) => price.modality === modality));
  const faults = [...foreign.map((modality) => ({ path: 'modalities', message: { zh: `${modality} 不属于该类别`, en: `${modality} is of another kind` } })), ...unpriced.map((modality) => ({ path: 'prices', message: { zh: `请给出 ${modality} 的价格`, en: `Give a price for ${modality}` } }))];
  if (faults.length > 0) throw problem('shared-diagnosis.modality-unknown', faults);
  if (input.validUntil != null && input.validUntil < input.validFrom) throw problem('shared-diagnosis.period-reversed', [{ path: 'validUntil', message: { zh: '结束早于开始', en: 'Before the beginning' } }]);
}

/** The first centre is the one that the consortium names for each member; a further one is a member of the same consortium. */
async function requireNamed({ tx }: CommandContext, input: Input): Promise<void> {
  for (const organisationId of input.memberOrganisationIds) {
    const fault = { path: 'memberOrganisationIds', message: { zh: organisationId, en: organisationId } };
    if (input.rank > 1) {
      if (!(await isMemberOfSameConsortium(tx, { firstOrganisationId: input.centreOrganisationId, secondOrganisationId: organisationId, on: input.validFrom }))) throw problem('shared-diagnosis.not-a-member', [fault]);
      continue;
    }
    // A centre reads what it examines itself.
    if (organisationId === input.centreOrganisationId) continue;
    const named = await findServiceCentre(tx, { service: SERVICE[input.kind], organisationId, on: input.validFrom });
    if (named?.centreOrganisationId !== input.centreOrganisationId) throw problem('shared-diagnosis.not-the-centre', [fault]);
  }
}
