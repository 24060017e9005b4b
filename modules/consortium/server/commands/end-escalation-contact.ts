import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { endEscalationContact as operation, EscalationContact } from '../../contract/agreements.ts';
import { found } from '../rules/found.ts';
import { insertAction } from '../store/actions.ts';
import { findContact, lockContact, markContactEnded } from '../store/contacts.ts';

const problem = problemsOf(contract.problems);

export async function endEscalationContact(context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<EscalationContact> {
  const before = found(await lockContact(context.tx, id));
  context.gate.requireOrganisation(before.organisationId);
  if (before.validUntil !== null) throw problem('consortium.already-ended');
  await markContactEnded(context.tx, { id, validUntil: chinaDate(context.now) });
  await insertAction(context, { itemKind: 'escalation-contact', itemId: id, ownerOrganisationId: before.organisationId, action: 'end', reason });
  context.about({ organisationId: before.organisationId });
  context.emit('consortium.escalation-contact-ended', { escalationContactId: id }, [before.organisationId]);
  return found(await findContact(context.tx, id));
}
