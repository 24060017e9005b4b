import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { withdrawConsent as operation } from '../../contract/consents.ts';
import { lockConsent } from '../store/consents.ts';
import { problem } from './acting.ts';
import { endConsent } from './begin-consent.ts';

/** By the organisation that recorded it, or by one that may open the record. A foreign one looks as if it were not there. */
export async function withdrawConsent(context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const consent = await lockConsent(context.tx, id);
  if (consent === undefined) throw problem('health-record.consent-not-found');
  const isRecorder = consent.ownerOrganisationId !== null && context.subject.organisationIds.includes(consent.ownerOrganisationId);
  const basis = isRecorder ? 'own-items' : await context.gate.findRecordBasis(consent.personId);
  // A refusal that staff could lift alone would be none: only where it was recorded, on the word of the resident.
  if (basis === undefined || (consent.decision === 'deny' && !isRecorder)) throw problem('health-record.consent-not-found');
  return endConsent(context, consent, { reason, basis });
}
