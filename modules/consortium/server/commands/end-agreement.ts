import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { Agreement, endAgreement as operation } from '../../contract/agreements.ts';
import { found } from '../rules/found.ts';
import { insertAction } from '../store/actions.ts';
import { findAgreement, lockAgreement, markAgreementEnded } from '../store/agreements.ts';
import { ownSide } from './sign-agreement.ts';

const problem = problemsOf(contract.problems);

/** From `endedOn` on the agreement no longer holds; the row and its original end stay. */
export async function endAgreement(context: CommandContext, input: InputOf<typeof operation>): Promise<Agreement> {
  const today = chinaDate(context.now);
  const before = found(await lockAgreement(context.tx, input.id, today));
  ownSide(context, [before.firstOrganisationId, before.secondOrganisationId]);
  if (before.endedOn !== null || before.state === 'expired') throw problem('consortium.already-ended');
  if (input.endedOn < before.validFrom || input.endedOn > before.validUntil) throw problem('consortium.dates-disagree');
  await markAgreementEnded(context.tx, input);
  const agreement = found(await findAgreement(context.tx, input.id, today));
  await insertAction(context, {
    itemKind: 'agreement', itemId: input.id, ownerOrganisationId: before.ownerOrganisationId, action: 'end', stateBefore: before.state,
    stateAfter: 'ended', reason: input.reason,
  });
  context.about({ organisationId: before.ownerOrganisationId });
  context.emit('consortium.agreement-ended', { agreementId: input.id }, [before.firstOrganisationId, before.secondOrganisationId]);
  return agreement;
}
