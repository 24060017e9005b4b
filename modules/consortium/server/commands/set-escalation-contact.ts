import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { EscalationContact, setEscalationContact as operation } from '../../contract/agreements.ts';
import { found } from '../rules/found.ts';
import { insertAction } from '../store/actions.ts';
import { findContact, insertContact } from '../store/contacts.ts';
import { findOrganisation } from '../store/organisations.ts';

const problem = problemsOf(contract.problems);

export async function setEscalationContact(context: CommandContext, input: InputOf<typeof operation>): Promise<EscalationContact> {
  found(await findOrganisation(context.tx, input.organisationId));
  context.gate.requireOrganisation(input.organisationId);
  const id = context.newId();
  if (!(await insertContact(context.tx, { ...input, id, validFrom: chinaDate(context.now) }))) throw problem('consortium.rank-taken');
  await insertAction(context, { itemKind: 'escalation-contact', itemId: id, ownerOrganisationId: input.organisationId, action: 'set' });
  context.about({ organisationId: input.organisationId });
  context.emit('consortium.escalation-contact-set', { escalationContactId: id }, [input.organisationId]);
  return found(await findContact(context.tx, id));
}
