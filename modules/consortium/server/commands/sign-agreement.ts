import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { signDocument } from '#platform/signature/signatures.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { contract } from '../../contract.ts';
import type { Agreement, signAgreement as operation } from '../../contract/agreements.ts';
import { documentOf } from '../rules/agreement-document.ts';
import { found } from '../rules/found.ts';
import { insertAction } from '../store/actions.ts';
import { findAgreement, findOverlappingAgreement, insertAgreement } from '../store/agreements.ts';
import { findOrganisation } from '../store/organisations.ts';

const problem = problemsOf(contract.problems);

/** Recorded by either side; the side that records keeps it and signs it with its key, the other countersigns. */
export async function signAgreement(context: CommandContext, input: InputOf<typeof operation>): Promise<Agreement> {
  const { tx } = context;
  if (input.firstOrganisationId === input.secondOrganisationId) throw problem('consortium.same-organisation');
  const sides = [found(await findOrganisation(tx, input.firstOrganisationId)), found(await findOrganisation(tx, input.secondOrganisationId))];
  const ownerOrganisationId = ownSide(context, [input.firstOrganisationId, input.secondOrganisationId]);
  if (sides.some((side) => side.state === 'closed')) throw problem('consortium.organisation-closed');
  if (input.validUntil < input.validFrom || input.signedOn > input.validUntil) throw problem('consortium.dates-disagree');
  if ((await findOverlappingAgreement(tx, input)) !== undefined) throw problem('consortium.agreement-exists');
  const id = context.newId();
  await insertAgreement(tx, { ...input, id, ownerOrganisationId });
  await insertAction(context, { itemKind: 'agreement', itemId: id, ownerOrganisationId, action: 'sign', stateAfter: 'valid' });
  const agreement = found(await findAgreement(tx, id, chinaDate(context.now)));
  await signDocument(tx, { ...documentOf(agreement), signatureId: context.newId(), organisationId: ownerOrganisationId, subject: context.subject, now: context.now });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('consortium.agreement-signed', { agreementId: id }, [input.firstOrganisationId, input.secondOrganisationId]);
  return agreement;
}

/** The side for which the subject may act, the acting organisation first. */
export function ownSide({ subject }: CommandContext, sides: readonly string[]): string {
  const own = sides.filter((side) => subject.everyOrganisation || subject.organisationIds.includes(side));
  const side = own.find((id) => id === subject.organisationId) ?? own[0];
  if (side === undefined) throw platformProblem('platform.organisation-forbidden');
  return side;
}
