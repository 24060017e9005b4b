import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { signDocument, verifyDocument } from '#platform/signature/signatures.ts';
import { contract } from '../../contract.ts';
import type { Agreement, countersignAgreement as operation } from '../../contract/agreements.ts';
import { documentOf } from '../rules/agreement-document.ts';
import { found } from '../rules/found.ts';
import { insertAction } from '../store/actions.ts';
import { lockAgreement } from '../store/agreements.ts';
import { ownSide } from './sign-agreement.ts';

const problem = problemsOf(contract.problems);

/** Each side signs once, with its own key. */
export async function countersignAgreement(context: CommandContext, input: InputOf<typeof operation>): Promise<Agreement> {
  const { tx, subject, now } = context;
  const agreement = found(await lockAgreement(tx, input.id, chinaDate(now)));
  const sides = [agreement.firstOrganisationId, agreement.secondOrganisationId];
  const signed = new Set((await verifyDocument(tx, documentOf(agreement))).map(({ organisationId }) => organisationId));
  ownSide(context, sides);
  const open = sides.filter((side) => !signed.has(side) && (subject.everyOrganisation || subject.organisationIds.includes(side)));
  if (open.length === 0) throw problem('consortium.already-signed');
  if (agreement.endedOn !== null || agreement.state === 'expired') throw problem('consortium.already-ended');
  const organisationId = ownSide(context, open);
  await signDocument(tx, { ...documentOf(agreement), signatureId: context.newId(), organisationId, subject, now });
  await insertAction(context, { itemKind: 'agreement', itemId: input.id, ownerOrganisationId: organisationId, action: 'countersign', stateBefore: agreement.state, stateAfter: agreement.state });
  context.about({ organisationId });
  context.emit('consortium.agreement-countersigned', { agreementId: input.id }, sides);
  return agreement;
}
