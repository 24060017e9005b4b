import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { registerOwnConsent as operation } from '../../contract/consents.ts';
import { requireOwnPerson, requirePerson } from './acting.ts';
import { beginConsent } from './begin-consent.ts';

export async function registerOwnConsent(context: CommandContext, terms: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const personId = requireOwnPerson(context);
  await requirePerson(context, personId);
  return beginConsent(context, { ...terms, personId, reason: '', evidence: 'own-account', ownerOrganisationId: null, basis: 'own-record' });
}
