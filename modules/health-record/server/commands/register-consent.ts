import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { registerConsent as operation } from '../../contract/consents.ts';
import { actingOrganisation, requirePerson } from './acting.ts';
import { beginConsent } from './begin-consent.ts';

/**
 * What a resident said or signed, recorded by staff who may open the record already: so nobody opens a record to himself by
 * recording a consent alone.
 */
export async function registerConsent(context: CommandContext, { personId, reason, evidence, ...terms }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const organisationId = actingOrganisation(context);
  await requirePerson(context, personId);
  const basis = await context.gate.recordBasis(personId);
  return beginConsent(context, { ...terms, personId, reason, evidence, ownerOrganisationId: organisationId, basis });
}
