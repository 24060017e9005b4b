import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { withdrawOwnConsent as operation } from '../../contract/consents.ts';
import { lockConsent } from '../store/consents.ts';
import { problem, requireOwnPerson } from './acting.ts';
import { endConsent } from './begin-consent.ts';

/** The resident takes back what was permitted or refused, whoever recorded it. */
export async function withdrawOwnConsent(context: CommandContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const personId = requireOwnPerson(context);
  const consent = await lockConsent(context.tx, id);
  if (consent?.personId !== personId) throw problem('health-record.consent-not-found');
  return endConsent(context, consent, { reason: '', basis: 'own-record' });
}
